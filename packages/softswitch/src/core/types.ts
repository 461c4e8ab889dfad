import type { XmlElement } from "./xml.js";

/** One header as it goes over the wire: name and raw (not encoded) value. An array is its joined form `ARRAY::a|:b`. */
export type Header = readonly [name: string, value: string];

/** An event as fired: every header in FreeSWITCH's order, `Event-Subclass` first where there is one. */
export interface SwitchEvent {
  readonly name: string;
  readonly subclass: string | undefined;
  readonly sequence: number;
  readonly headers: readonly Header[];
  readonly body: string | undefined;
  /** The last value of a header, looked up without regard to case. */
  get(name: string): string | undefined;
}

/** Where in FreeSWITCH's sources the real event comes from: the `Event-Calling-*` headers. */
export interface EventSource {
  readonly file: string;
  readonly function: string;
  readonly line: number;
}

export interface EventOptions {
  /** Makes it a CUSTOM event of this subclass. */
  readonly subclass?: string | undefined;
  /** Headers after the core ones. Empty values are left out, as FreeSWITCH does. */
  readonly headers?: Iterable<Header> | undefined;
  /** Headers before the core ones (`sendevent` puts the client's headers there). */
  readonly leading?: Iterable<Header> | undefined;
  readonly body?: string | undefined;
  readonly source?: EventSource | undefined;
  /** Milliseconds since the epoch; now, when absent. */
  readonly at?: number | undefined;
}

/** An event whose sequence number and date are taken but which has not been delivered. */
export interface PendingEvent {
  readonly sequence: number;
  /** Delivers it, with further headers at the end. A second call does nothing. */
  fire(further?: Iterable<Header>): SwitchEvent | undefined;
}

export const LOG_LEVELS = [
  "console",
  "alert",
  "crit",
  "err",
  "warning",
  "notice",
  "info",
  "debug",
] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogLine {
  readonly level: LogLevel;
  readonly text: string;
  readonly file: string;
  readonly function: string;
  readonly line: number;
  /** The uuid of the session that logged, or empty. */
  readonly userData: string;
}

/** What an API function answers: its text, or `undefined` when it fails in FreeSWITCH's sense (output thrown away). */
export type ApiResult = string | undefined;

export interface ApiContext {
  /** The words after the command, trimmed. */
  readonly args: string;
  /** The command name in lower case. */
  readonly command: string;
}

export type ApiHandler = (args: string, context: ApiContext) => ApiResult | Promise<ApiResult>;

export interface ApiDescription {
  readonly name: string;
  readonly syntax: string;
  readonly description: string;
  /** The module that has it in FreeSWITCH, for `show api`. */
  readonly module: string;
}

export interface ApiRegistry {
  /** Adds or replaces a command. Names are looked up without regard to case. */
  register(
    name: string,
    handler: ApiHandler,
    details?: Partial<Omit<ApiDescription, "name">>,
  ): void;
  has(name: string): boolean;
  list(): readonly ApiDescription[];
  /**
   * Runs a command line; fires the API event (sequence taken before, delivered after the execution).
   * `undefined` means unknown or failed. Stays synchronous where the command is.
   */
  run(line: string): ApiResult | Promise<ApiResult>;
  /** Runs a command line; unknown or failed commands give FreeSWITCH's `-ERR <cmd> Command not found!\n`. */
  execute(line: string): Promise<string>;
}

/** A subject of `show`: column names in FreeSWITCH's order and the rows of the moment. */
export interface ShowTable {
  readonly columns: readonly string[];
  rows(): Iterable<Readonly<Record<string, string>>>;
}

export interface ShowRegistry {
  register(subject: string, table: ShowTable): void;
  get(subject: string): ShowTable | undefined;
  subjects(): readonly string[];
}

/** What `sendmsg` hands to a call: its headers as they came, and its body. */
export interface SessionMessage {
  readonly headers: readonly Header[];
  readonly body: string | undefined;
}

/** A call as a connection bound to it sees it. */
export interface ControlledSession {
  readonly uuid: string;
  /** `Channel-Name`. */
  readonly name: string;
  /**
   * What the reply to `connect` says after the core's headers: the caller profile with the prefix `Channel-`, then the
   * channel's block with all variables (switch_caller_profile_event_set_data, switch_channel_event_set_data).
   */
  dataHeaders(): readonly Header[];
  /** As the dialplan sees it: channel, caller profile, global. */
  getVariable(name: string): string | undefined;
  setVariable(name: string, value: string | undefined): void;
}

/** What the event socket and `status` need to know of calls; the channels room attaches itself here. */
export interface SessionDirectory {
  exists(uuid: string): boolean;
  /** Hands over a `sendmsg`; false when there is no such session. */
  sendMessage(uuid: string, headers: readonly Header[], body: string | undefined): boolean;
  /** The session for a connection that `myevents` binds to it; without this, `connect` and `getvar` are unknown there. */
  control?(uuid: string): ControlledSession | undefined;
}

/** Counts that `status`, `json status` and HEARTBEAT print. Channels call `began` and `ended` once per session. */
export interface SessionCounters {
  readonly active: number;
  readonly total: number;
  readonly peak: number;
  readonly peakFiveMinutes: number;
  readonly perSecond: number;
  readonly perSecondPeak: number;
  readonly perSecondFiveMinutes: number;
  began(): void;
  ended(): void;
}

export interface DirectoryUserRecord {
  readonly id: string;
  readonly domain: string;
  readonly group: string | undefined;
  /** Merged: user before group before domain. */
  readonly params: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

export interface ConferenceProfileRecord {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface ControlRecord {
  readonly action: string;
  readonly digits: string;
  readonly data: string | undefined;
}

/** The parsed configuration. All answers belong to the generation last loaded with success. */
export interface Tree {
  readonly root: XmlElement;
  /** One more after each successful load. */
  readonly generation: number;
  /** Reads the tree again: `Success`, or FreeSWITCH's text of the error; then the previous tree stays. */
  reload(): string;
  section(name: string): XmlElement | undefined;
  /** FreeSWITCH's lookup: first matching tag of a section; tag and value without regard to case. */
  locate(section: string, tag?: string, attribute?: string, value?: string): XmlElement | undefined;
  /** The same as `xml_locate` prints it; cached per generation. */
  locateText(section: string, tag?: string, attribute?: string, value?: string): string | undefined;
  /** Domain defaults to the global variable `domain`, else to the first domain of the directory. */
  directoryUser(id: string, domain?: string): DirectoryUserRecord | undefined;
  readonly domains: readonly string[];
  conferenceProfile(name: string): ConferenceProfileRecord | undefined;
  controls(group: string): readonly ControlRecord[] | undefined;
  dialplanContext(name: string): XmlElement | undefined;
}

export interface CoreIdentity {
  readonly hostname: string;
  readonly switchname: string;
  readonly ipv4: string;
  readonly ipv6: string;
}

export interface CoreEvents {
  event: [event: SwitchEvent];
  log: [line: LogLine];
}

/** What all rooms of the softswitch share. */
export interface SwitchCore {
  readonly uuid: string;
  readonly identity: CoreIdentity;
  /** Global variables in the order `global_getvar` lists them. */
  readonly variables: Map<string, string>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly tree: Tree;
  readonly api: ApiRegistry;
  readonly show: ShowRegistry;
  readonly counters: SessionCounters;
  readonly sessions: SessionDirectory;
  /** Sub-commands of our own api command `softswitch`; handlers get the words after the sub-command. */
  readonly own: ApiRegistry;
  attachSessions(sessions: SessionDirectory): void;
  fire(name: string, options?: EventOptions): SwitchEvent;
  /** Takes sequence number and date now, delivers later. */
  prepare(name: string, options?: EventOptions): PendingEvent;
  on<K extends keyof CoreEvents>(name: K, listener: (...args: CoreEvents[K]) => void): this;
  off<K extends keyof CoreEvents>(name: K, listener: (...args: CoreEvents[K]) => void): this;
  nextMemberId(): number;
  newUuid(): string;
  log(level: LogLevel, text: string, source?: EventSource & { userData?: string }): void;
}
