import {
  asciiLowerCase,
  childNamed,
  childrenNamed,
  createElement,
  equalsIgnoreCase,
  type XmlElement,
} from "@parley/fsxml";
import type { DirectoryUserRecord } from "../core/index.js";

const MERGED = [
  ["params", "param"],
  ["variables", "variable"],
  ["profile-variables", "variable"],
] as const;

/** A user's entry with the places it inherits from. */
export interface DirectoryEntry {
  readonly user: XmlElement;
  readonly group: XmlElement | undefined;
  readonly domain: XmlElement;
}

interface Ranked extends DirectoryEntry {
  readonly rank: number;
}

/** The users of one domain by everything that finds them, first entry first (switch_xml.c, find_user_in_tag). */
class DomainIndex {
  readonly entries: Ranked[] = [];
  readonly #byKey = new Map<string, Ranked>();
  #wildcard: Ranked | undefined;

  constructor(readonly domain: XmlElement) {
    for (const group of childrenNamed(childNamed(domain, "groups"), "group")) {
      this.#addAll(childrenNamed(childNamed(group, "users"), "user"), group);
    }
    const direct = childNamed(domain, "users") ?? domain;
    this.#addAll(childrenNamed(direct, "user"), undefined);
  }

  find(id: string): DirectoryEntry | undefined {
    const exact = this.#byKey.get(asciiLowerCase(id));
    if (exact === undefined || this.#wildcard === undefined) return exact ?? this.#wildcard;
    return exact.rank < this.#wildcard.rank ? exact : this.#wildcard;
  }

  #addAll(users: readonly XmlElement[], group: XmlElement | undefined): void {
    for (const user of users) {
      const entry = { user, group, domain: this.domain, rank: this.entries.length };
      this.entries.push(entry);
      this.#addKey(user.attributes["id"], entry);
      this.#addKey(user.attributes["number-alias"], entry);
      // Any type but pointer matches every lookup: not a feature one would invent, but it is there.
      const type = user.attributes["type"];
      if (type !== undefined && !equalsIgnoreCase(type, "pointer")) this.#wildcard ??= entry;
    }
  }

  #addKey(key: string | undefined, entry: Ranked): void {
    if (key === undefined) return;
    const lower = asciiLowerCase(key);
    if (!this.#byKey.has(lower)) this.#byKey.set(lower, entry);
  }
}

/** Lookups in the directory section of one generation of the tree; indexes are made on first use. */
export class Directory {
  readonly domains: readonly string[];
  readonly #elements: readonly XmlElement[];
  readonly #indexes = new Map<XmlElement, DomainIndex>();

  constructor(section: XmlElement | undefined) {
    this.#elements = childrenNamed(section, "domain");
    this.domains = this.#elements.map((each) => each.attributes["name"] ?? "");
  }

  domain(name: string): XmlElement | undefined {
    return this.#elements.find((each) => equalsIgnoreCase(each.attributes["name"] ?? "", name));
  }

  find(id: string, domain: string): DirectoryEntry | undefined {
    return this.#index(this.domain(domain))?.find(id);
  }

  /** Every entry of a domain in the order of the document; a user in two groups twice. */
  entries(domain: string): readonly DirectoryEntry[] {
    return this.#index(this.domain(domain))?.entries ?? [];
  }

  #index(element: XmlElement | undefined): DomainIndex | undefined {
    if (element === undefined) return undefined;
    const known = this.#indexes.get(element) ?? new DomainIndex(element);
    this.#indexes.set(element, known);
    return known;
  }
}

/**
 * The user with what group and domain add: nearer places win, names compare without case. What is added stands before
 * the user's own, the group's first (switch_xml_merge_user adds at offset 0), and in this order variables are set.
 */
export function mergedUser(entry: DirectoryEntry): XmlElement {
  const sources = [entry.user, entry.group, entry.domain];
  const containers = MERGED.map(([container, item]) => {
    const seen = new Set<string>();
    const [own = [], ...added] = sources.map((source) =>
      childrenNamed(childNamed(source, container), item).filter(({ attributes }) => {
        const name = asciiLowerCase(attributes["name"] ?? "");
        return !seen.has(name) && seen.add(name);
      }),
    );
    return createElement(container, {}, [...added.flat(), ...own].map(withoutText));
  });
  const attributes = {
    ...entry.user.attributes,
    "domain-name": entry.domain.attributes["name"] ?? "",
  };
  return createElement(
    "user",
    attributes,
    containers.filter((container) => container.children.length > 0),
  );
}

const withoutText = (element: XmlElement): XmlElement =>
  createElement(element.name, element.attributes);

function values(user: XmlElement, container: string): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const { attributes } of childNamed(user, container)?.children ?? []) {
    result[attributes["name"] ?? ""] = attributes["value"] ?? "";
  }
  return result;
}

/** An entry as plain values. */
export function userRecord(entry: DirectoryEntry): DirectoryUserRecord {
  const user = mergedUser(entry);
  return {
    id: entry.user.attributes["id"] ?? "",
    domain: entry.domain.attributes["name"] ?? "",
    group: entry.group?.attributes["name"],
    params: values(user, "params"),
    variables: values(user, "variables"),
  };
}
