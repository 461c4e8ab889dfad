import type { Header } from "../core/index.js";

export type Direction = "inbound" | "outbound";

/** Who calls whom: a new one is made when the call is transferred. */
export interface CallerProfile {
  readonly username: string;
  readonly callerIdName: string;
  readonly callerIdNumber: string;
  /** What the phone said, whatever the dialplan makes of it. */
  readonly originalName: string;
  readonly originalNumber: string;
  readonly calleeIdName?: string;
  readonly calleeIdNumber?: string;
  readonly ani: string;
  readonly networkAddress: string;
  readonly destination: string;
  readonly context: string;
  readonly rdnis: string;
  readonly transferSource: string;
  readonly index: number;
  /** `mod_sofia` unless said otherwise. */
  readonly source?: string;
  /** `XML` unless said otherwise. */
  readonly dialplan?: string;
  /** `inbound` unless said otherwise. */
  readonly direction?: Direction;
}

/** Moments of a call in milliseconds since the epoch; 0 where it has not come to it. */
export interface CallTimes {
  readonly created: number;
  readonly profileCreated: number;
  readonly answered: number;
  readonly progress: number;
  readonly progressMedia: number;
  readonly bridged: number;
  readonly lastHold: number;
  /** Milliseconds on hold so far. */
  readonly held: number;
  readonly hangup: number;
}

export const NO_TIMES: CallTimes = {
  created: 0,
  profileCreated: 0,
  answered: 0,
  progress: 0,
  progressMedia: 0,
  bridged: 0,
  lastHold: 0,
  held: 0,
  hangup: 0,
};

/** The call at the other end of a bridge, as it was when the two met. */
export interface OtherLeg {
  readonly type: "originator" | "originatee";
  readonly uuid: string;
  readonly name: string;
  readonly logicalDirection: Direction;
  readonly profile: CallerProfile;
  readonly times: CallTimes;
}

const micros = (ms: number): string => (ms === 0 ? "0" : String(Math.round(ms * 1000)));

function timeHeaders(times: CallTimes, prefix: string): Header[] {
  return [
    [`${prefix}-Profile-Created-Time`, micros(times.profileCreated)],
    [`${prefix}-Channel-Created-Time`, micros(times.created)],
    [`${prefix}-Channel-Answered-Time`, micros(times.answered)],
    [`${prefix}-Channel-Progress-Time`, micros(times.progress)],
    [`${prefix}-Channel-Progress-Media-Time`, micros(times.progressMedia)],
    [`${prefix}-Channel-Hangup-Time`, micros(times.hangup)],
    [`${prefix}-Channel-Transfer-Time`, "0"],
    [`${prefix}-Channel-Resurrect-Time`, "0"],
    [`${prefix}-Channel-Bridged-Time`, micros(times.bridged)],
    [`${prefix}-Channel-Last-Hold`, micros(times.lastHold)],
    [`${prefix}-Channel-Hold-Accum`, micros(times.held)],
  ];
}

export interface ProfileWords {
  readonly prefix?: string;
  readonly logicalDirection?: Direction;
}

/** The `Caller-*` headers of the channel block (switch_caller_profile_event_set_data). */
export function profileHeaders(
  profile: CallerProfile,
  times: CallTimes,
  uuid: string,
  channelName: string,
  { prefix = "Caller", logicalDirection }: ProfileWords = {},
): Header[] {
  const direction = profile.direction ?? "inbound";
  const headers: Header[] = [
    [`${prefix}-Direction`, direction],
    [`${prefix}-Logical-Direction`, logicalDirection ?? direction],
    [`${prefix}-Username`, profile.username],
    [`${prefix}-Dialplan`, profile.dialplan ?? "XML"],
    [`${prefix}-Caller-ID-Name`, profile.callerIdName],
    [`${prefix}-Caller-ID-Number`, profile.callerIdNumber],
    [`${prefix}-Orig-Caller-ID-Name`, profile.originalName],
    [`${prefix}-Orig-Caller-ID-Number`, profile.originalNumber],
    [`${prefix}-Callee-ID-Name`, profile.calleeIdName ?? ""],
    [`${prefix}-Callee-ID-Number`, profile.calleeIdNumber ?? ""],
    [`${prefix}-Network-Addr`, profile.networkAddress],
    [`${prefix}-ANI`, profile.ani],
    [`${prefix}-Destination-Number`, profile.destination],
    [`${prefix}-Unique-ID`, uuid],
    [`${prefix}-Source`, profile.source ?? "mod_sofia"],
    [`${prefix}-Transfer-Source`, profile.transferSource],
    [`${prefix}-Context`, profile.context],
    [`${prefix}-RDNIS`, profile.rdnis],
    [`${prefix}-Channel-Name`, channelName],
    // An other leg's profile has no place in a list of transfers.
    [`${prefix}-Profile-Index`, prefix === "Other-Leg" ? "" : String(profile.index)],
    ...timeHeaders(times, prefix),
    [`${prefix}-Screen-Bit`, "true"],
    [`${prefix}-Privacy-Hide-Name`, "false"],
    [`${prefix}-Privacy-Hide-Number`, "false"],
  ];
  return headers.filter(([, value]) => value !== "");
}

export function otherLegHeaders(other: OtherLeg): Header[] {
  const { type, profile, times, uuid, name, logicalDirection } = other;
  const words = { prefix: "Other-Leg", logicalDirection };
  return [["Other-Type", type], ...profileHeaders(profile, times, uuid, name, words)];
}

/** The profile as the dialplan and variables know it. */
export function profileFields(
  profile: CallerProfile,
  uuid: string,
  channelName: string,
): Readonly<Record<string, string>> {
  return {
    destination_number: profile.destination,
    caller_id_name: profile.callerIdName,
    caller_id_number: profile.callerIdNumber,
    callee_id_name: profile.calleeIdName ?? "",
    callee_id_number: profile.calleeIdNumber ?? "",
    dialplan: profile.dialplan ?? "XML",
    context: profile.context,
    rdnis: profile.rdnis,
    network_addr: profile.networkAddress,
    ani: profile.ani,
    username: profile.username,
    source: profile.source ?? "mod_sofia",
    chan_name: channelName,
    uuid,
  };
}
