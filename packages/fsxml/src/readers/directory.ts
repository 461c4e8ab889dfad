import type { XmlElement } from "../tree/element.js";
import { childNamed, childrenNamed, descend } from "../tree/find.js";
import { asciiLowerCase } from "../tree/ignore-case.js";

/** Named values without a prototype; names as written, use `lookup` to find one as the switch does. */
export type NamedValues = Readonly<Record<string, string>>;

/** Params and variables of a user, group or domain. */
export interface ValueSets {
  params: NamedValues;
  variables: NamedValues;
}

/** A domain of the directory. */
export interface DirectoryDomain extends ValueSets {
  name: string;
  /** Names of the groups in document order. */
  groups: string[];
  /** Every `<user>` in the order FreeSWITCH looks them up, pointers included. */
  users: DirectoryUser[];
}

/** One `<user>` entry. `params` and `variables` are merged: user before group before domain. */
export interface DirectoryUser extends ValueSets {
  id: string;
  domain: string;
  /** The group whose entry this is; undefined for a user outside all groups. */
  group: string | undefined;
  /** `pointer` marks a mere reference to an entry elsewhere. */
  type?: string;
  /** All attributes of the element, `id` included. */
  attributes: NamedValues;
  /** What the element itself says. */
  own: ValueSets;
}

/**
 * Reads a directory: the section, one `<domain>`, or a whole document.
 * Of repeated containers (`<params>`, `<groups>` …) only the first counts, as in switch_xml.c; of a repeated name the last value.
 */
export function readDirectory(section: XmlElement): DirectoryDomain[] {
  if (section.name === "domain") return [readDomain(section)];
  const holder = childNamed(section, "section", "name", "directory") ?? section;
  return childrenNamed(holder, "domain").map(readDomain);
}

function readDomain(domain: XmlElement): DirectoryDomain {
  const name = domain.attributes.name ?? "";
  const inherited = readValues(domain);
  const groups = childrenNamed(childNamed(domain, "groups"), "group");
  const users = groups.flatMap((group) => {
    const values = mergeValues(readValues(group), inherited);
    const entries = childrenNamed(childNamed(group, "users"), "user");
    return entries.map((user) => readUser(user, name, group.attributes.name ?? "", values));
  });
  const outside = childrenNamed(descend(domain, "users") ?? domain, "user");
  return {
    name,
    ...inherited,
    groups: groups.map((group) => group.attributes.name ?? ""),
    users: [...users, ...outside.map((user) => readUser(user, name, undefined, inherited))],
  };
}

function readUser(
  user: XmlElement,
  domain: string,
  group: string | undefined,
  inherited: ValueSets,
): DirectoryUser {
  const own = readValues(user);
  const { id = "", type } = user.attributes;
  const entry = { id, domain, group, attributes: user.attributes, own };
  return { ...entry, ...(type === undefined ? {} : { type }), ...mergeValues(own, inherited) };
}

function readValues(element: XmlElement): ValueSets {
  return {
    params: readNamed(childNamed(element, "params"), "param"),
    variables: readNamed(childNamed(element, "variables"), "variable"),
  };
}

function readNamed(container: XmlElement | undefined, tag: string): NamedValues {
  const values: Record<string, string> = Object.create(null);
  for (const child of container?.children ?? []) {
    const { name, value } = child.attributes;
    if (child.name === tag && name !== undefined) values[name] = value ?? "";
  }
  return values;
}

function mergeValues(own: ValueSets, inherited: ValueSets): ValueSets {
  return {
    params: mergeNamed(own.params, inherited.params),
    variables: mergeNamed(own.variables, inherited.variables),
  };
}

// Names are compared without case (do_merge in switch_xml.c), so an inherited "Password" yields to an own "password".
function mergeNamed(own: NamedValues, inherited: NamedValues): NamedValues {
  const names = Object.keys(inherited);
  if (names.length === 0) return own;
  const merged: Record<string, string> = Object.assign(Object.create(null), own);
  const taken = new Set(Object.keys(own).map(asciiLowerCase));
  for (const name of names) {
    if (!taken.has(asciiLowerCase(name))) merged[name] = inherited[name] ?? "";
  }
  return merged;
}
