import type { AttributeList } from "../tree/attribute-list.js";
import { equalsIgnoreCase } from "../tree/ignore-case.js";
import { emptyRecord } from "../tree/record.js";
import {
  type DirectoryDomain,
  DirectoryUser,
  mergeValues,
  type ValueSets,
} from "./directory-model.js";

/** What one element makes of its children; a child that it answers nothing for is passed over with all that is in it. */
export interface Level {
  child(name: string, attributes: AttributeList): Level | undefined;
}

/** Of repeated containers only the first counts, as in switch_xml.c (switch_xml_child). */
class Once<T extends Level> {
  value: T | undefined;
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  open(): T | undefined {
    if (this.value !== undefined) return undefined;
    this.value = this.#make();
    return this.value;
  }
}

/** `<params>` or `<variables>`; of a repeated name the last value counts. */
class NamedLevel implements Level {
  readonly values = emptyRecord();

  constructor(readonly tag: string) {}

  child(tag: string, attributes: AttributeList): undefined {
    const name = attributes.get("name");
    if (tag === this.tag && name !== undefined) this.values[name] = attributes.get("value") ?? "";
  }
}

const NOTHING = Object.freeze(emptyRecord());

/** An element that may hold `<params>` and `<variables>`. */
class ValuesLevel implements Level {
  #params: NamedLevel | undefined;
  #variables: NamedLevel | undefined;

  get values(): ValueSets {
    return {
      params: this.#params?.values ?? NOTHING,
      variables: this.#variables?.values ?? NOTHING,
    };
  }

  child(name: string, _attributes: AttributeList): Level | undefined {
    if (name === "params" && this.#params === undefined) {
      this.#params = new NamedLevel("param");
      return this.#params;
    }
    if (name === "variables" && this.#variables === undefined) {
      this.#variables = new NamedLevel("variable");
      return this.#variables;
    }
    return undefined;
  }
}

class UserLevel extends ValuesLevel {
  constructor(readonly attributes: Readonly<Record<string, string>>) {
    super();
  }
}

class UsersLevel implements Level {
  readonly users: UserLevel[] = [];

  child(name: string, attributes: AttributeList): Level | undefined {
    if (name !== "user") return undefined;
    const user = new UserLevel(attributes.toRecord());
    this.users.push(user);
    return user;
  }
}

class GroupLevel extends ValuesLevel {
  readonly users = new Once(() => new UsersLevel());

  constructor(readonly name: string) {
    super();
  }

  override child(name: string, attributes: AttributeList): Level | undefined {
    return name === "users" ? this.users.open() : super.child(name, attributes);
  }
}

class GroupsLevel implements Level {
  readonly groups: GroupLevel[] = [];

  child(name: string, attributes: AttributeList): Level | undefined {
    if (name !== "group") return undefined;
    const group = new GroupLevel(attributes.get("name") ?? "");
    this.groups.push(group);
    return group;
  }
}

class DomainLevel extends ValuesLevel {
  readonly #groups = new Once(() => new GroupsLevel());
  readonly #users = new Once(() => new UsersLevel());
  /** Users right below the domain: they count when it has no `<users>`. */
  readonly #direct = new UsersLevel();

  constructor(readonly name: string) {
    super();
  }

  override child(name: string, attributes: AttributeList): Level | undefined {
    if (name === "groups") return this.#groups.open();
    if (name === "users") return this.#users.open();
    return this.#direct.child(name, attributes) ?? super.child(name, attributes);
  }

  /** Values that users inherit may stand behind them, so this waits for the end. */
  domain(): DirectoryDomain {
    const { name, values } = this;
    const groups = this.#groups.value?.groups ?? [];
    const outside = this.#users.value ?? this.#direct;
    return {
      name,
      ...values,
      groups: groups.map((group) => group.name),
      users: [
        ...groups.flatMap((group) =>
          placed(group.users.value, name, group.name, mergeValues(group.values, values)),
        ),
        ...placed(outside, name, undefined, values),
      ],
    };
  }
}

function placed(
  level: UsersLevel | undefined,
  domain: string,
  group: string | undefined,
  inherited: ValueSets,
): DirectoryUser[] {
  const place = { domain, group, inherited };
  return (level?.users ?? []).map(
    ({ attributes, values }) => new DirectoryUser(place, attributes, values),
  );
}

class DomainsLevel implements Level {
  readonly domains: DomainLevel[] = [];

  child(name: string, attributes: AttributeList): Level | undefined {
    if (name !== "domain") return undefined;
    const domain = new DomainLevel(attributes.get("name") ?? "");
    this.domains.push(domain);
    return domain;
  }
}

/** Around the root, which may be a domain, the section, or a document that holds it. */
export class OutermostLevel implements Level {
  readonly #itself = new DomainsLevel();
  readonly #root = new RootLevel();

  child(name: string, attributes: AttributeList): Level {
    return this.#itself.child(name, attributes) ?? this.#root;
  }

  domains(): DirectoryDomain[] {
    const [domain] = this.#itself.domains;
    const found = domain === undefined ? this.#root.domains : [domain];
    return found.map((each) => each.domain());
  }
}

class RootLevel implements Level {
  readonly #section = new Once(() => new DomainsLevel());
  readonly #direct = new DomainsLevel();

  get domains(): readonly DomainLevel[] {
    return (this.#section.value ?? this.#direct).domains;
  }

  child(name: string, attributes: AttributeList): Level | undefined {
    if (name !== "section") return this.#direct.child(name, attributes);
    const isDirectory = equalsIgnoreCase(attributes.get("name") ?? "", "directory");
    return isDirectory ? this.#section.open() : undefined;
  }
}
