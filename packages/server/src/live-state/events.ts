/** What the switch says about a member in every event that is about one. */
export interface MemberFacts {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  readonly number: string;
  readonly hear: boolean;
  readonly speak: boolean;
  readonly hold: boolean;
  readonly video: boolean;
  readonly moderator: boolean;
  readonly talking: boolean;
  readonly energy: number;
}

/** Which conference an event is about, as every event of it says. */
export interface ConferenceFacts {
  readonly node: string;
  readonly uuid: string;
  readonly name: string;
  readonly profile: string;
  readonly domain: string;
  /** Members, ghosts included, by the switch's own count after the event; undefined when it did not say. */
  readonly size: number | undefined;
}

/** Where and when an event stands in the switch's stream. */
export interface EventMoment {
  /** Milliseconds since the epoch on the switch's clock. */
  readonly at: number;
  /** Event-Sequence: counts all events of one switch process. */
  readonly sequence: number | undefined;
}

interface OfConference extends EventMoment {
  readonly conference: ConferenceFacts;
}
interface OfMember extends OfConference {
  readonly member: MemberFacts;
}
/** What the switch says of a file that it has closed (conference_record.c). */
export interface RecordingReport {
  readonly milliseconds?: number;
  readonly bytes?: number;
  readonly samples?: number;
}
interface OfRecording extends OfConference {
  readonly path: string;
  readonly report?: RecordingReport;
}
export interface RegistrationFacts {
  readonly node: string;
  readonly user: string;
  readonly callId: string;
  readonly profile: string;
  readonly ip: string;
  readonly port: string;
  readonly expiresAt: number;
}

/** DTMF controls of the conference profiles that the server acts on (caller-controls, action `event`). */
export const CONTROLS = [
  "muteall",
  "startrecording",
  "pauserecording",
  "resumerecording",
  "stoprecording",
  "checkrecording",
  "conferencelock",
  "conferenceunlock",
] as const;
export type Control = (typeof CONTROLS)[number];

/** One kind of event for each type, so that the type alone tells them apart. */
type Each<Type extends string, Rest> = Type extends unknown
  ? { readonly type: Type } & Rest
  : never;

export type RecordingEventType =
  | "recordingStarted"
  | "recordingPaused"
  | "recordingResumed"
  | "recordingStopped"
  | "recordingFailed";

interface MemberReport extends OfMember {
  /** Set or cleared by the event itself; undefined: the event is about something else. */
  readonly talking: boolean | undefined;
  readonly volumeIn: number | undefined;
  readonly volumeOut: number | undefined;
  /** The event says that somebody muted or unmuted the member, even if it was so before. */
  readonly muted: boolean | undefined;
}

interface OfRegistration extends EventMoment {
  readonly registration: RegistrationFacts;
}

/** Something that happened on the switch, in the past tense. */
export type DomainEvent =
  | Each<"conferenceStarted" | "conferenceEnded", OfConference>
  | Each<"conferenceLocked" | "conferenceUnlocked", OfConference>
  | Each<"memberJoined" | "memberLeft", OfMember>
  | Each<"memberChanged", MemberReport>
  | Each<"floorChanged", OfConference & { readonly memberId: string | undefined }>
  | Each<RecordingEventType, OfRecording>
  | Each<"controlPressed", OfMember & { readonly control: Control }>
  /** Somebody ran `conference NAME mute all`; the switch names no uuid here. */
  | Each<"allMuted", EventMoment & { readonly node: string; readonly name: string }>
  | Each<"registered" | "unregistered", OfRegistration>
  /** The switch's clock has moved on (its heartbeat). */
  | Each<"timePassed", EventMoment & { readonly node: string }>;

/** The events of the named types. */
export type DomainEventOf<Type extends DomainEvent["type"]> = Extract<
  DomainEvent,
  { readonly type: Type }
>;
