import type { Header } from "../core/index.js";

/** Who calls whom: a new one is made when the call is transferred. */
export interface CallerProfile {
  readonly username: string;
  readonly callerIdName: string;
  readonly callerIdNumber: string;
  /** What the phone said, whatever the dialplan makes of it. */
  readonly originalName: string;
  readonly originalNumber: string;
  readonly ani: string;
  readonly networkAddress: string;
  readonly destination: string;
  readonly context: string;
  readonly rdnis: string;
  readonly transferSource: string;
  readonly index: number;
}

/** Moments of a call in milliseconds since the epoch; 0 where it has not come to it. */
export interface CallTimes {
  readonly created: number;
  readonly profileCreated: number;
  readonly answered: number;
  readonly progressMedia: number;
  readonly hangup: number;
}

const micros = (ms: number): string => (ms === 0 ? "0" : String(Math.round(ms * 1000)));

function timeHeaders(times: CallTimes): Header[] {
  return [
    ["Caller-Profile-Created-Time", micros(times.profileCreated)],
    ["Caller-Channel-Created-Time", micros(times.created)],
    ["Caller-Channel-Answered-Time", micros(times.answered)],
    ["Caller-Channel-Progress-Time", "0"],
    ["Caller-Channel-Progress-Media-Time", micros(times.progressMedia)],
    ["Caller-Channel-Hangup-Time", micros(times.hangup)],
    ["Caller-Channel-Transfer-Time", "0"],
    ["Caller-Channel-Resurrect-Time", "0"],
    ["Caller-Channel-Bridged-Time", "0"],
    ["Caller-Channel-Last-Hold", "0"],
    ["Caller-Channel-Hold-Accum", "0"],
  ];
}

/** The `Caller-*` headers of the channel block (switch_caller_profile_event_set_data). */
export function profileHeaders(
  profile: CallerProfile,
  times: CallTimes,
  uuid: string,
  channelName: string,
): Header[] {
  const headers: Header[] = [
    ["Caller-Direction", "inbound"],
    ["Caller-Logical-Direction", "inbound"],
    ["Caller-Username", profile.username],
    ["Caller-Dialplan", "XML"],
    ["Caller-Caller-ID-Name", profile.callerIdName],
    ["Caller-Caller-ID-Number", profile.callerIdNumber],
    ["Caller-Orig-Caller-ID-Name", profile.originalName],
    ["Caller-Orig-Caller-ID-Number", profile.originalNumber],
    ["Caller-Network-Addr", profile.networkAddress],
    ["Caller-ANI", profile.ani],
    ["Caller-Destination-Number", profile.destination],
    ["Caller-Unique-ID", uuid],
    ["Caller-Source", "mod_sofia"],
    ["Caller-Transfer-Source", profile.transferSource],
    ["Caller-Context", profile.context],
    ["Caller-RDNIS", profile.rdnis],
    ["Caller-Channel-Name", channelName],
    ["Caller-Profile-Index", String(profile.index)],
    ...timeHeaders(times),
    ["Caller-Screen-Bit", "true"],
    ["Caller-Privacy-Hide-Name", "false"],
    ["Caller-Privacy-Hide-Number", "false"],
  ];
  return headers.filter(([, value]) => value !== "");
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
    context: profile.context,
    rdnis: profile.rdnis,
    network_addr: profile.networkAddress,
    ani: profile.ani,
    username: profile.username,
    source: "mod_sofia",
    chan_name: channelName,
    uuid,
  };
}
