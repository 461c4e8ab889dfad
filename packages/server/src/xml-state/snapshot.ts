import {
  CONFERENCE_FIELDS,
  type Conference,
  type Configuration,
  type LastReload,
  USER_FIELDS,
  type User,
  type XmlState,
} from "./model.js";

interface Circumstances {
  readonly version: number;
  readonly loadedAt: number;
  readonly lastReload?: LastReload | undefined;
}

/**
 * Indexes a configuration once; the result and everything in it never changes. A snapshot given as the configuration
 * shares its indexes with the new one.
 */
export function snapshot(configuration: Configuration, circumstances: Circumstances): XmlState {
  const tables = configuration instanceof Snapshot ? configuration.tables : index(configuration);
  return new Snapshot(tables, circumstances);
}

interface Tables extends Configuration {
  readonly byId: ReadonlyMap<string, User>;
  readonly byName: ReadonlyMap<string, readonly User[]>;
  readonly byConferenceName: ReadonlyMap<string, Conference>;
  readonly byNumber: ReadonlyMap<string, Conference>;
}

function index(configuration: Configuration): Tables {
  const users = frozen(configuration.users);
  const conferences = frozen(configuration.conferences);
  return {
    users,
    conferences,
    conferenceTypes: Object.freeze([...configuration.conferenceTypes]),
    globals: Object.freeze({ ...configuration.globals }),
    domain: configuration.domain,
    byId: firstBy(users, (user) => user.id.toLowerCase()),
    byName: groupBy(users, (user) => user.name),
    byConferenceName: firstBy(conferences, (conference) => conference.name),
    byNumber: firstBy(conferences, (conference) => conference.num),
  };
}

class Snapshot implements XmlState {
  readonly version: number;
  readonly loadedAt: number;
  readonly lastReload?: LastReload;
  readonly #tables: Tables;

  constructor(tables: Tables, circumstances: Circumstances) {
    this.#tables = tables;
    this.version = circumstances.version;
    this.loadedAt = circumstances.loadedAt;
    if (circumstances.lastReload !== undefined) this.lastReload = circumstances.lastReload;
    Object.freeze(this);
  }

  get tables(): Tables {
    return this.#tables;
  }
  get users(): readonly User[] {
    return this.#tables.users;
  }
  get conferences(): readonly Conference[] {
    return this.#tables.conferences;
  }
  get conferenceTypes(): readonly string[] {
    return this.#tables.conferenceTypes;
  }
  get globals(): Readonly<Record<string, string>> {
    return this.#tables.globals;
  }
  get domain(): string {
    return this.#tables.domain;
  }
  userById(id: string): User | undefined {
    return this.#tables.byId.get(id.toLowerCase());
  }
  usersByName(name: string): readonly User[] {
    return this.#tables.byName.get(name) ?? [];
  }
  conferenceByName(name: string): Conference | undefined {
    return this.#tables.byConferenceName.get(name);
  }
  conferenceByNumber(number: string): Conference | undefined {
    return this.#tables.byNumber.get(number);
  }
}

const frozen = <T extends object>(items: readonly T[]): readonly T[] =>
  Object.freeze(items.map((item) => Object.freeze({ ...item })));

/** The switch takes the first match in document order, so the first of equal keys wins here as well. */
function firstBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> {
  const index = new Map<string, T>();
  for (const item of items) if (!index.has(key(item))) index.set(key(item), item);
  return index;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Whether two readings say the same, in the same order. */
export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return (
    a.domain === b.domain &&
    sameList(a.users, b.users, USER_FIELDS) &&
    sameList(a.conferences, b.conferences, CONFERENCE_FIELDS) &&
    a.conferenceTypes.join("\n") === b.conferenceTypes.join("\n") &&
    sameRecord(a.globals, b.globals)
  );
}

function sameList<T>(a: readonly T[], b: readonly T[], fields: readonly (keyof T)[]): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => fields.every((field) => item[field] === b[index]?.[field]))
  );
}

function sameRecord(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  );
}
