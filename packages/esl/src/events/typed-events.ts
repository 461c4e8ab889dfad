import type { EventName } from "../subscription/event-names.js";
import type { EslEvent } from "./event.js";

/**
 * An event whose headers are known: `get` answers text for those in `Always` and maybe nothing for those in `Often`. Any
 * other name may be asked for as well.
 */
export interface TypedEvent<
  Name extends string,
  Always extends string,
  Often extends string = never,
  Values extends object = object,
> extends EslEvent {
  readonly name: Name;
  get<K extends Always>(name: K): K extends keyof Values ? Values[K] : string;
  get<K extends Often>(name: K): (K extends keyof Values ? Values[K] : string) | undefined;
  get(name: string): string | undefined;
}

/** Headers of every event that is about a channel. */
export type ChannelHeader =
  | "Channel-State"
  | "Channel-Call-State"
  | "Channel-Name"
  | "Channel-Call-UUID"
  | "Call-Direction"
  | "Answer-State"
  | "Other-Leg-Unique-ID"
  | "Hangup-Cause"
  | `Caller-${
      | "Direction"
      | "Username"
      | "Dialplan"
      | "Caller-ID-Name"
      | "Caller-ID-Number"
      | "Callee-ID-Name"
      | "Callee-ID-Number"
      | "ANI"
      | "Network-Addr"
      | "Destination-Number"
      | "Unique-ID"
      | "Source"
      | "Context"
      | "Channel-Name"}`
  | `variable_${string}`;

export interface ChannelValues {
  readonly "Call-Direction": "inbound" | "outbound";
  readonly "Answer-State": "ringing" | "early" | "answered" | "hangup";
}

type ChannelEvent<
  Name extends string,
  Always extends string = never,
  Often extends string = never,
> = TypedEvent<Name, "Unique-ID" | Always, Exclude<ChannelHeader, Always> | Often, ChannelValues>;

type PlainChannelEventName =
  | `CHANNEL_${
      | "CREATE"
      | "STATE"
      | "CALLSTATE"
      | "ANSWER"
      | "PROGRESS"
      | "PROGRESS_MEDIA"
      | "OUTGOING"
      | "ORIGINATE"
      | "PARK"
      | "UNPARK"
      | "HOLD"
      | "UNHOLD"
      | "BRIDGE"
      | "UNBRIDGE"
      | "UUID"
      | "DATA"
      | "APPLICATION"}`
  | "TALK"
  | "NOTALK"
  | "RECORD_START"
  | "RECORD_STOP"
  | "PLAYBACK_START"
  | "PLAYBACK_STOP";

type SpecialChannelEvents = {
  CHANNEL_HANGUP: ChannelEvent<"CHANNEL_HANGUP", "Hangup-Cause">;
  CHANNEL_HANGUP_COMPLETE: ChannelEvent<"CHANNEL_HANGUP_COMPLETE", "Hangup-Cause">;
  CHANNEL_DESTROY: ChannelEvent<"CHANNEL_DESTROY">;
  CHANNEL_EXECUTE: ChannelEvent<
    "CHANNEL_EXECUTE",
    "Application",
    "Application-UUID" | "Application-Data"
  >;
  CHANNEL_EXECUTE_COMPLETE: ChannelEvent<
    "CHANNEL_EXECUTE_COMPLETE",
    "Application",
    "Application-UUID" | "Application-Data" | "Application-Response"
  >;
  DTMF: TypedEvent<
    "DTMF",
    "DTMF-Digit",
    "Unique-ID" | "DTMF-Duration" | "DTMF-Source" | ChannelHeader,
    ChannelValues
  >;
};

/** Events by name, as far as their headers are known. */
export type KnownEvents = {
  [N in PlainChannelEventName]: ChannelEvent<N>;
} & SpecialChannelEvents & {
    BACKGROUND_JOB: TypedEvent<
      "BACKGROUND_JOB",
      "Job-UUID",
      "Job-Command" | "Job-Command-Arg" | "Job-Owner-UUID"
    >;
    HEARTBEAT: TypedEvent<
      "HEARTBEAT",
      "Session-Count" | "Max-Sessions",
      | "Up-Time"
      | "Uptime-msec"
      | "Session-Per-Sec"
      | "Session-Per-Sec-Last"
      | "Session-Per-Sec-Max"
      | "Session-Per-Sec-FiveMin"
      | "Session-Since-Startup"
      | "Session-Peak-Max"
      | "Session-Peak-FiveMin"
      | "Idle-CPU"
      | "Event-Info"
    >;
  };

type MemberHeader =
  | "Member-ID"
  | "Member-Type"
  | "Member-Ghost"
  | "Floor"
  | "Video"
  | "Hear"
  | "See"
  | "Speak"
  | "Talking"
  | "Mute-Detect"
  | "Hold"
  | "Energy-Level"
  | "Current-Energy"
  | "Unique-ID";

/** Headers that only some actions of `conference::maintenance` have. */
export interface ConferenceActionHeaders {
  dtmf: "DTMF-Key" | "Data";
  "floor-change": "Old-ID" | "New-ID";
  "video-floor-change": "Old-ID" | "New-ID";
  "play-file": "File" | "Async" | "Error";
  "play-file-done": "File" | "seconds" | "milliseconds" | "samples";
  "play-file-member": "File";
  "play-file-member-done": "File" | "seconds" | "milliseconds" | "samples";
  "speak-text-member": "Text";
  "start-recording": "Path" | "Error";
  "pause-recording": "Path" | "Other-Recordings";
  "resume-recording": "Path" | "Other-Recordings";
  "stop-recording":
    | "Path"
    | "Other-Recordings"
    | "Samples-Out"
    | "Samplerate"
    | "Milliseconds-Elapsed"
    | "Record-File-Size";
  "volume-in-member": "Volume-Level";
  "volume-out-member": "Volume-Level";
  "agc-level-member": "Agc-Level";
  "del-member": "Hangup-Cause";
}

type ActionHeader<A extends string> = A extends keyof ConferenceActionHeaders
  ? ConferenceActionHeaders[A]
  : never;

/** `conference::maintenance`; with a literal action also the headers of that action. */
export type ConferenceEvent<Action extends string = string> = TypedEvent<
  "CUSTOM",
  "Conference-Name" | "Action",
  | "Conference-Unique-ID"
  | "Conference-Domain"
  | "Conference-Size"
  | "Conference-Ghosts"
  | "Conference-Profile-Name"
  | MemberHeader
  | ChannelHeader
  | ActionHeader<Action>,
  ChannelValues & { readonly Action: Action }
>;

/** `sofia::register`, `sofia::unregister`, `sofia::expire` and their like. */
export type SofiaEvent = TypedEvent<
  "CUSTOM",
  never,
  | "profile-name"
  | "from-user"
  | "from-host"
  | "to-user"
  | "to-host"
  | "user"
  | "host"
  | "username"
  | "realm"
  | "contact"
  | "call-id"
  | "expires"
  | "status"
  | "user-agent"
  | "network-ip"
  | "network-port"
  | "auth-result"
  | "registration-type"
  | "presence-hosts"
  | "rpid"
>;

/** Which events: one name, or one subclass of CUSTOM, or one action of `conference::maintenance`. */
export type EventSelector = EventName | { readonly subclass: string; readonly action?: string };

/** The type of the events that a selector lets through. */
export type EventOf<S extends EventSelector> = S extends keyof KnownEvents
  ? KnownEvents[S]
  : S extends {
        readonly subclass: "conference::maintenance";
        readonly action: infer A extends string;
      }
    ? ConferenceEvent<A>
    : S extends { readonly subclass: "conference::maintenance" }
      ? ConferenceEvent
      : S extends { readonly subclass: `sofia::${string}` }
        ? SofiaEvent
        : EslEvent;

/** Headers that the types promise for events of these names. */
const PROMISES: readonly (readonly [kind: RegExp, ...headers: string[]])[] = [
  [/^(?:CHANNEL_|TALK$|NOTALK$|RECORD_ST|PLAYBACK_ST)/, "Unique-ID"],
  [/^CHANNEL_HANGUP/, "Hangup-Cause"],
  [/^CHANNEL_EXECUTE/, "Application"],
  [/^DTMF$/, "DTMF-Digit"],
  [/^BACKGROUND_JOB$/, "Job-UUID"],
  [/^HEARTBEAT$/, "Session-Count", "Max-Sessions"],
  [/^CUSTOM conference::maintenance$/, "Conference-Name", "Action"],
];

const promised = new Map<string, readonly string[]>();

/** Programs listen for few kinds of events: what is promised is worked out once for each. */
function promisedFor(key: string): readonly string[] {
  const known = promised.get(key);
  if (known) return known;
  const headers = PROMISES.flatMap(([kind, ...names]) => (kind.test(key) ? names : []));
  promised.set(key, headers);
  return headers;
}

const customKey = (subclass = "") => `CUSTOM ${subclass}`;

/** `CHANNEL_ANSWER`, or `CUSTOM a::b` for a subclass. */
export function eventKey(event: EslEvent): string {
  const { name } = event;
  return name === "CUSTOM" ? customKey(event.subclass) : name;
}

export function selectorKey(selector: EventSelector): string {
  if (typeof selector !== "string") return customKey(selector.subclass);
  return selector === "CUSTOM" ? customKey() : selector;
}

/**
 * True when the event is one of that kind and has the headers its type promises; what lacks them was made by someone else
 * than the switch's own code. `ALL` is every event.
 */
export function isEvent<const S extends EventSelector>(
  event: EslEvent,
  selector: S,
): event is EventOf<S> {
  const key = selectorKey(selector);
  if (key === "ALL") return true;
  if (eventKey(event) !== key) return false;
  const { action } = selector as { action?: string };
  if (action !== undefined && event.get("Action") !== action) return false;
  return promisedFor(key).every((name) => event.headers.has(name));
}
