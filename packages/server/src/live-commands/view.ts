import { basename } from "node:path";
import {
  type LiveConferenceV2,
  type LiveMemberV2,
  type LiveRecordingV2,
  may,
  type RegistrationV2,
  type Role,
} from "@parley/protocol";
import type { ContextTable } from "../config/index.js";
import { roleOfContext } from "../config/index.js";
import type { LiveNotes } from "../live-notes/index.js";
import type { LiveConference, LiveMember, LiveRegistration } from "../live-state/index.js";
import type { LiveStory } from "../recording-stories/index.js";
import type { XmlState } from "../xml-state/index.js";

/** What the configuration and people add to what is live. */
export interface ViewFactsV2 {
  readonly xmlState: XmlState;
  readonly contexts: ContextTable;
  readonly notes: Pick<LiveNotes, "of">;
  readonly stories: { live(conference: LiveConference, path: string): LiveStory };
}

/** The role whose conference this is; undefined for one that belongs to administrators alone. */
export function roleOfLive({ name }: LiveConference, facts: ViewFactsV2): Role | undefined {
  const context = facts.xmlState.conferenceByName(name)?.context;
  return context === undefined ? undefined : roleOfContext(facts.contexts, context);
}

/** The one constructor of v2 conferences, as somebody of this role sees them. */
export function liveConferenceV2(
  conference: LiveConference,
  facts: ViewFactsV2,
  viewer: Role,
): LiveConferenceV2 {
  const configured = facts.xmlState.conferenceByName(conference.name);
  return {
    id: conference.uuid,
    node: conference.node,
    name: conference.name,
    ...(configured ? { number: configured.num, context: configured.context } : {}),
    type: configured?.type ?? conference.profile,
    locked: conference.locked,
    ...(conference.floor === undefined ? {} : { floor: conference.floor }),
    recordings: [...conference.recordings].map(([path, { status }]) =>
      recordingV2(path, status, facts.stories.live(conference, path)),
    ),
    startedAt: new Date(conference.startedAt).toISOString(),
    members: [...conference.members.values()].map((each) => liveMemberV2(conference, each, facts)),
    controllable: may(viewer, "live.control", roleOfLive(conference, facts)),
  };
}

/** The name somebody was given here, the one the phone sent, or the directory's for a phone that sent none. */
export function memberName(
  { key }: LiveConference,
  member: LiveMember,
  facts: Pick<ViewFactsV2, "notes" | "xmlState">,
): string {
  const given = facts.notes.of(key, member.id).name;
  if (given !== undefined) return given;
  // A phone without a display name joins with its number for a name (sofia.c).
  const anonymous = member.name === "" || member.name === member.number;
  return (anonymous ? facts.xmlState.userById(member.number)?.name : undefined) ?? member.name;
}

/** The one constructor of v2 members. */
export function liveMemberV2(
  conference: LiveConference,
  member: LiveMember,
  facts: ViewFactsV2,
): LiveMemberV2 {
  return {
    id: member.id,
    name: memberName(conference, member, facts),
    number: member.number,
    muted: member.mute,
    deaf: member.deaf,
    moderator: member.moderator,
    talking: member.talking,
    hold: member.hold,
    video: member.video,
    handRaised: facts.notes.of(conference.key, member.id).handRaised ?? false,
    energy: member.energy,
    volumeIn: member.volumeIn,
    volumeOut: member.volumeOut,
    joinedAt: new Date(member.joinedAt).toISOString(),
  };
}

/** Names of ours end with the moment they were begun. */
const BEGUN = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\.\w+$/;

function recordingV2(
  path: string,
  status: "running" | "paused",
  { startedAt, startedBy, trouble }: LiveStory,
): LiveRecordingV2 {
  const told = startedAt === undefined ? undefined : new Date(startedAt).toISOString();
  const begun = BEGUN.exec(path)?.[1] ?? told;
  return {
    file: basename(path),
    status,
    ...(begun === undefined ? {} : { startedAt: begun }),
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

export function registrationV2(
  registration: LiveRegistration,
  { xmlState }: Pick<ViewFactsV2, "xmlState">,
): RegistrationV2 {
  const { user, callId, node, profile, ip, port, expiresAt } = registration;
  const name = xmlState.userById(user)?.name;
  return {
    id: registration.key,
    user,
    ...(name === undefined ? {} : { name }),
    node,
    profile,
    address: `${ip.includes(":") ? `[${ip}]` : ip}:${port}`,
    ...(expiresAt > 0 ? { expiresAt: new Date(expiresAt).toISOString() } : {}),
    callId,
  };
}
