import type { LiveConferenceV1, LiveMemberV1, RegistrationV1, Role } from "@parley/protocol";
import type { LiveConference, LiveMember, LiveRegistration } from "../live-state/index.js";

/** What the configuration adds to what is live. */
export interface ViewFacts {
  /** The configured conference of that name. */
  conference(
    name: string,
  ): { readonly num: string; readonly type: string; readonly context: string } | undefined;
  /** The directory's name for a number. */
  nameOf(number: string): string | undefined;
  roleOf(context: string): Role | undefined;
}

/** The one constructor of v1 members. */
export function memberV1(member: LiveMember, facts: ViewFacts): LiveMemberV1 {
  // A phone without a display name joins with its number for a name (sofia.c).
  const anonymous = member.name === "" || member.name === member.number;
  return {
    name: (anonymous ? facts.nameOf(member.number) : undefined) ?? member.name,
    id: member.number,
    confid: member.id,
    mute: member.mute,
  };
}

/** The one constructor of v1 conferences. One that no dialplan entry names has no number and no context. */
export function conferenceV1(conference: LiveConference, facts: ViewFacts): LiveConferenceV1 {
  const configured = facts.conference(conference.name);
  const floor =
    conference.floor === undefined ? undefined : conference.members.get(conference.floor);
  return {
    name: conference.name,
    context: configured?.context ?? "",
    type: configured?.type ?? conference.profile,
    num: configured?.num ?? "",
    recording: recordingV1(conference),
    locked: conference.locked,
    floor: somebody(floor, facts),
    lastjoin: somebody(conference.lastJoin, facts),
    lastleave: somebody(conference.lastLeave, facts),
    memcount: conference.members.size,
    members: [...conference.members.values()].map((each) => memberV1(each, facts)),
  };
}

/** v1 knows one recording: the one begun last. */
export function shownRecording(
  conference: LiveConference,
): { readonly file: string; readonly status: "running" | "paused" } | undefined {
  const [file, recording] = [...conference.recordings].at(-1) ?? [];
  return file === undefined || !recording ? undefined : { file, status: recording.status };
}

function recordingV1(conference: LiveConference): LiveConferenceV1["recording"] {
  const shown = shownRecording(conference);
  return shown ? { status: shown.status, file: shown.file } : { status: "norec" };
}

function somebody(member: LiveMember | undefined, facts: ViewFacts) {
  return member ? memberV1(member, facts) : {};
}

export function registrationV1(registration: LiveRegistration): RegistrationV1 {
  return {
    id: registration.user,
    regid: registration.callId,
    sipcon: `${registration.ip}:${registration.port}`,
  };
}

/** The role whose conference this is; undefined for one that belongs to administrators alone. */
export function roleOfConference(name: string, facts: ViewFacts): Role | undefined {
  const context = facts.conference(name)?.context;
  return context === undefined ? undefined : facts.roleOf(context);
}
