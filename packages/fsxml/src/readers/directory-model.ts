import { asciiLowerCase, lookup } from "../tree/ignore-case.js";
import { emptyRecord } from "../tree/record.js";

/** Named values that inherit nothing; names as written, use `lookup` to find one as the switch does. */
export type NamedValues = Readonly<Record<string, string>>;

/** Params and variables of a user, group or domain. */
export interface ValueSets {
  readonly params: NamedValues;
  readonly variables: NamedValues;
}

/** A domain of the directory. */
export interface DirectoryDomain extends ValueSets {
  readonly name: string;
  /** Names of the groups in document order. */
  readonly groups: readonly string[];
  /** Every `<user>` in the order FreeSWITCH looks them up, pointers included. */
  readonly users: readonly DirectoryUser[];
}

/** Where the entries of users stand. */
export interface DirectoryPlace {
  readonly domain: string;
  /** Undefined outside all groups. */
  readonly group: string | undefined;
  /** What group and domain give to every user there, the group's values before the domain's. */
  readonly inherited: ValueSets;
}

/** One `<user>` entry. Values are merged only when asked for: most of ten thousand users are asked for a few each. */
export class DirectoryUser implements ValueSets {
  constructor(
    readonly place: DirectoryPlace,
    /** All attributes of the element, `id` included. */
    readonly attributes: NamedValues,
    /** What the element itself says. */
    readonly own: ValueSets,
  ) {}

  get id(): string {
    return this.attributes.id ?? "";
  }
  get domain(): string {
    return this.place.domain;
  }
  /** The group whose entry this is; undefined for a user outside all groups. */
  get group(): string | undefined {
    return this.place.group;
  }
  /** `pointer` marks a mere reference to an entry elsewhere. */
  get type(): string | undefined {
    return this.attributes.type;
  }

  /** All of them, user before group before domain; made anew at every call. */
  get params(): NamedValues {
    return mergeNamed(this.own.params, this.place.inherited.params);
  }
  get variables(): NamedValues {
    return mergeNamed(this.own.variables, this.place.inherited.variables);
  }

  /** `lookup(this.params, name)` */
  param(name: string): string | undefined {
    return lookup(this.own.params, name) ?? lookup(this.place.inherited.params, name);
  }
  variable(name: string): string | undefined {
    return lookup(this.own.variables, name) ?? lookup(this.place.inherited.variables, name);
  }
}

export function mergeValues(own: ValueSets, inherited: ValueSets): ValueSets {
  return {
    params: mergeNamed(own.params, inherited.params),
    variables: mergeNamed(own.variables, inherited.variables),
  };
}

// Names are compared without case (do_merge in switch_xml.c), so an inherited "Password" yields to an own "password".
function mergeNamed(own: NamedValues, inherited: NamedValues): NamedValues {
  const names = Object.keys(inherited);
  if (names.length === 0) return own;
  const merged = Object.assign(emptyRecord(), own);
  const taken = new Set(Object.keys(own).map(asciiLowerCase));
  for (const name of names) {
    if (!taken.has(asciiLowerCase(name))) merged[name] = inherited[name] ?? "";
  }
  return merged;
}
