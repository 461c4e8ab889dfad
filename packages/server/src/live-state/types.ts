import type { RecordingEventType, RecordingReport } from "./events.js";

/** Ids are strings everywhere; `id` is FreeSWITCH's Member-ID, `number` the caller's number. */
export interface LiveMember {
  readonly id: string;
  /** The channel's uuid. */
  readonly uuid: string;
  readonly name: string;
  readonly number: string;
  /** Cannot be heard: muted, or on hold. */
  readonly mute: boolean;
  /** Cannot hear: deaf, or on hold. */
  readonly deaf: boolean;
  readonly moderator: boolean;
  /** Never true while mute. */
  readonly talking: boolean;
  readonly hold: boolean;
  readonly video: boolean;
  /** The level below which this member's sound is not passed on. */
  readonly energy: number;
  readonly volumeIn: number;
  readonly volumeOut: number;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
}

export interface LiveRecording {
  readonly status: "running" | "paused";
}

export interface LiveConference {
  /** `${node}/${uuid}`: a name may be used again at once, a uuid never. */
  readonly key: string;
  readonly node: string;
  readonly uuid: string;
  readonly name: string;
  /** The profile of conference.conf; empty while the switch has not said. */
  readonly profile: string;
  readonly domain: string;
  readonly locked: boolean;
  /** The member id that holds the floor. */
  readonly floor: string | undefined;
  /** By member id, in the order of joining. */
  readonly members: ReadonlyMap<string, LiveMember>;
  /** By path as the switch was given it, without leading `{…}`; oldest first. */
  readonly recordings: ReadonlyMap<string, LiveRecording>;
  /** Unknown for what happened before we looked. */
  readonly lastJoin: LiveMember | undefined;
  readonly lastLeave: LiveMember | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** A phone signed in. One phone may hold several, one user may have several phones. */
export interface LiveRegistration {
  /** `${node}/${user}/${callId}`. */
  readonly key: string;
  readonly node: string;
  readonly user: string;
  readonly callId: string;
  readonly profile: string;
  readonly ip: string;
  readonly port: string;
  /** Milliseconds since the epoch on the switch's clock; 0 when unknown. */
  readonly expiresAt: number;
}

export interface LiveState {
  readonly conferences: ReadonlyMap<string, LiveConference>;
  readonly registrations: ReadonlyMap<string, LiveRegistration>;
}

export const EMPTY_STATE: LiveState = { conferences: new Map(), registrations: new Map() };

interface InConference {
  /** As it is after this change. */
  readonly conference: LiveConference;
}

type Each<Type extends string, Rest> = Type extends unknown
  ? { readonly type: Type } & Rest
  : never;

interface OfRegistration {
  readonly registration: LiveRegistration;
  /** What it takes the place of: the phone has another address now. */
  readonly before: LiveRegistration | undefined;
}

/** When something became different, in milliseconds since the epoch, and how it was learnt. */
export interface ChangeMoment {
  /** On the switch's clock for an event; 0 where it did not tell. */
  readonly at: number;
  /** `snapshot`: nobody saw it happen, it was so by then. */
  readonly by: "event" | "snapshot";
}

/** What became different, in the order in which it did. Conferences and members are given whole. */
export type LiveChange =
  | Each<"conferenceStarted" | "conferenceChanged" | "conferenceEnded", InConference>
  | Each<"memberJoined" | "memberLeft", InConference & { readonly member: LiveMember }>
  | Each<
      "memberChanged",
      InConference & { readonly member: LiveMember; readonly before: LiveMember }
    >
  /** Somebody muted a muted member, or unmuted one who could speak: nothing differs, yet clients of v1 are told. */
  | Each<"muteRepeated", InConference & { readonly member: LiveMember }>
  | Each<"floorChanged", InConference & { readonly member: LiveMember | undefined }>
  | Each<"locked" | "unlocked" | "allMuted", InConference>
  | Each<
      RecordingEventType,
      InConference & { readonly path: string; readonly report?: RecordingReport }
    >
  | Each<"registered", OfRegistration>
  | Each<"unregistered", { readonly registration: LiveRegistration }>
  /** So much differs after a reconnect that the whole state is news. */
  | { readonly type: "replaced" };
