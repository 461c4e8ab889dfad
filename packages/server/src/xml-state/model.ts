/** A directory user as the switch has parsed it; every field is a string, `id` is the telephone number. */
export interface User {
  readonly id: string;
  readonly password: string;
  readonly conpin: string;
  readonly context: string;
  readonly name: string;
  readonly email: string;
  /** `none`, or the MAC address of a Polycom phone: 12 hexadecimal digits. */
  readonly polymac: string;
}
export const USER_FIELDS = [
  "id",
  "password",
  "conpin",
  "context",
  "name",
  "email",
  "polymac",
] as const satisfies readonly (keyof User)[];

/** A configured conference; `context` is `""` when no configured range holds its number. */
export interface Conference {
  readonly num: string;
  readonly name: string;
  readonly type: string;
  readonly context: string;
}
export const CONFERENCE_FIELDS = [
  "num",
  "name",
  "type",
  "context",
] as const satisfies readonly (keyof Conference)[];

/** What the switch said when its configuration was last read anew; `at` in milliseconds since 1970. */
export interface LastReload {
  readonly at: number;
  readonly message: string;
}

/** What a reading of the switch brings, before it is indexed. */
export interface Configuration {
  readonly users: readonly User[];
  readonly conferences: readonly Conference[];
  readonly conferenceTypes: readonly string[];
  readonly globals: Readonly<Record<string, string>>;
  readonly domain: string;
}

/** An immutable snapshot of the configuration that the switch has parsed. Order is the order of the switch's tree. */
export interface XmlState extends Configuration {
  /** One more with every change of content; 0 until the switch has been read once. */
  readonly version: number;
  readonly loadedAt: number;
  readonly lastReload?: LastReload;
  /** Ids are compared as FreeSWITCH compares attribute values: without regard to case. */
  userById(id: string): User | undefined;
  /** Every user of exactly that name; a hand-made tree may hold several. */
  usersByName(name: string): readonly User[];
  conferenceByName(name: string): Conference | undefined;
  conferenceByNumber(number: string): Conference | undefined;
}
