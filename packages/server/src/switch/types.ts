import type { EslEvent, EslLogger, ReconnectPolicy } from "@parley/esl";
import type { DirectoryDomain, XmlElement } from "@parley/fsxml";

/** Down; dialling; both connections ready. */
export type SwitchStatus =
  | { readonly state: "down"; readonly error?: Error }
  | { readonly state: "connecting"; readonly attempt: number }
  | { readonly state: "up"; readonly since: number };

/** Totals since the start, for `/metrics`. */
export interface SwitchCounters {
  readonly eventsReceived: number;
  /** Events of which nobody here makes use. */
  readonly eventsIgnored: number;
  /** Events about members or conferences that are not known, and duplicates. */
  readonly eventsUnknown: number;
  readonly reconnects: number;
  readonly commands: number;
  readonly commandFailures: number;
  /** Milliseconds since the epoch; 0 before the first event. */
  readonly lastEventAt: number;
}

/** A caller of `conference json_list`; `id` is FreeSWITCH's Member-ID. */
export interface MemberListing {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  readonly number: string;
  readonly canHear: boolean;
  readonly canSpeak: boolean;
  readonly hold: boolean;
  readonly talking: boolean;
  readonly hasVideo: boolean;
  readonly hasFloor: boolean;
  readonly isModerator: boolean;
  /** Seconds since joining. */
  readonly joinedSecondsAgo: number;
  readonly energy: number;
  readonly volumeIn: number;
  readonly volumeOut: number;
}

export interface RecordingListing {
  readonly path: string;
  readonly status: "running" | "paused";
}

/** One conference of `conference json_list`, members in the order of joining. */
export interface ConferenceListing {
  readonly uuid: string;
  readonly name: string;
  /** The profile's name; empty when the switch did not say. */
  readonly profile: string;
  readonly locked: boolean;
  /** Seconds since the conference began. */
  readonly runSeconds: number;
  readonly members: readonly MemberListing[];
  readonly recordings: readonly RecordingListing[];
}

/** One row of `show registrations as json`. */
export interface RegistrationRow {
  readonly user: string;
  readonly realm: string;
  readonly callId: string;
  /** The sofia profile the phone signed in to; empty when the row does not tell. */
  readonly profile: string;
  readonly ip: string;
  readonly port: string;
  /** Milliseconds since the epoch; 0 when the row does not tell. */
  readonly expiresAt: number;
}

/** The commands of one conference, addressed by its exact name. Member ids are FreeSWITCH's Member-IDs. */
export interface ConferenceCommands {
  lock(): Promise<void>;
  unlock(): Promise<void>;
  muteAll(): Promise<void>;
  kickAll(): Promise<void>;
  mute(memberId: string): Promise<void>;
  unmute(memberId: string): Promise<void>;
  kick(memberId: string): Promise<void>;
  unmuteAll(): Promise<void>;
  /** Mutes everybody but moderators; done as well where there is nobody else. */
  muteParticipants(): Promise<void>;
  deaf(memberId: string): Promise<void>;
  undeaf(memberId: string): Promise<void>;
  /** Gives the floor; the switch takes it from nobody who is speaking. */
  floor(memberId: string): Promise<void>;
  /** From -4 to 4. */
  volumeIn(memberId: string, level: number): Promise<void>;
  volumeOut(memberId: string, level: number): Promise<void>;
  energy(memberId: string, level: number): Promise<void>;
  /** `target`: name and profile, `name@profile`. */
  transfer(memberId: string, target: string): Promise<void>;
  play(file: string): Promise<void>;
  stopPlaying(): Promise<void>;
  startRecording(path: string): Promise<void>;
  pauseRecording(path: string): Promise<void>;
  resumeRecording(path: string): Promise<void>;
  stopRecording(path: string | "all"): Promise<void>;
}

export interface SwitchEvents {
  /** Both connections are ready and subscribed: after the first connect and after every reconnect. */
  up: [];
  /** One of them is gone; both are dialled again. */
  down: [error: Error];
  event: [event: EslEvent];
}

/**
 * The one link to the switch, and typed commands. Every command rejects with SwitchAwayError, SwitchRefusedError or
 * SwitchTimeoutError, and with InvalidArgumentError of `@parley/esl` for a value that must not reach the wire.
 */
export interface Switch extends ConfigurationCommands, ListingCommands {
  /** Tells the switches of one installation apart; part of every live id. */
  readonly node: string;
  readonly connected: boolean;
  readonly linkStatus: SwitchStatus;
  readonly counters: SwitchCounters;
  /** Rooms say what became of an event, for the counters. */
  count(what: "ignored" | "unknown"): void;
  start(): void;
  stop(): Promise<void>;
  on<K extends keyof SwitchEvents>(event: K, listener: (...args: SwitchEvents[K]) => void): void;
  off<K extends keyof SwitchEvents>(event: K, listener: (...args: SwitchEvents[K]) => void): void;
  conference(name: string): ConferenceCommands;
}

export interface ConfigurationCommands {
  /** The parsed section or the first matching tag in it; undefined when the switch has none. */
  xmlLocate(
    section: "directory" | "dialplan" | "configuration",
    tag?: string,
    attribute?: string,
    value?: string,
  ): Promise<XmlElement | undefined>;
  /** The parsed directory, read without a tree of elements in between; no domain when there is none. */
  directory(): Promise<DirectoryDomain[]>;
  /** Every global variable. */
  globals(): Promise<Record<string, string>>;
  /** Rejects with ReloadRefusedError unless the answer is exactly `+OK [Success]`. */
  reloadXml(): Promise<void>;
}

export interface ListingCommands {
  conferences(): Promise<ConferenceListing[]>;
  registrations(): Promise<RegistrationRow[]>;
  status(): Promise<string>;
  version(): Promise<string>;
  /**
   * `NOTIFY` with `Event: check-sync;reboot=false` to one registration, by its SIP Call-ID: the phone fetches its
   * settings again. Not by `sofia profile … check_sync`, which makes Yealink's and Snom's phones start anew.
   */
  checkSync(profile: string, callId: string): Promise<void>;
  /** Any one api command, as a person typed it; gives the switch's answer whatever it is. */
  command(line: string): Promise<string>;
}

/** How long the commands may take, in milliseconds. */
export interface SwitchTimeouts {
  /** Control commands and short questions. */
  readonly commandMs: number;
  /** Whole sections of the XML tree, listings of everything. */
  readonly listingMs: number;
  /** `reloadxml`: the switch parses its whole tree meanwhile. */
  readonly reloadMs: number;
}

export interface SwitchOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** `name@domain` of the directory: signs in with `userauth`. */
  readonly user?: string;
  /** `local` unless told. */
  readonly node?: string;
  readonly timeouts?: Partial<SwitchTimeouts>;
  readonly reconnect?: ReconnectPolicy;
  readonly logger?: EslLogger;
}
