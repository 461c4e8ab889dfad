import type { ConferenceFacts, MemberFacts, RegistrationFacts } from "./events.js";
import type { LiveConference, LiveMember, LiveRegistration } from "./types.js";

/** Everything a member is made of, whether an event or a listing told it. */
export interface MemberInput extends MemberFacts {
  readonly volumeIn: number;
  readonly volumeOut: number;
  readonly joinedAt: number;
}

/**
 * The one constructor of members. The switch's listing shows a held member as neither speaking nor hearing, its
 * events show the flags behind; both end up the same here.
 */
export function member(input: MemberInput): LiveMember {
  const mute = !input.speak || input.hold;
  return {
    id: input.id,
    uuid: input.uuid,
    name: input.name,
    number: input.number,
    mute,
    deaf: !input.hear || input.hold,
    moderator: input.moderator,
    talking: input.talking && !mute,
    hold: input.hold,
    video: input.video,
    energy: input.energy,
    volumeIn: input.volumeIn,
    volumeOut: input.volumeOut,
    joinedAt: input.joinedAt,
  };
}

export function conferenceKey(conference: {
  readonly node: string;
  readonly uuid: string;
}): string {
  return `${conference.node}/${conference.uuid}`;
}

type Optional = Partial<Omit<LiveConference, keyof ConferenceFacts | "key">>;

/** The one constructor of conferences; what `details` leaves out is that of a conference just begun. */
export function conference(
  facts: Omit<ConferenceFacts, "size">,
  startedAt: number,
  details: Optional = {},
): LiveConference {
  return {
    key: conferenceKey(facts),
    node: facts.node,
    uuid: facts.uuid,
    name: facts.name,
    profile: facts.profile,
    domain: facts.domain,
    locked: false,
    floor: undefined,
    members: new Map(),
    recordings: new Map(),
    lastJoin: undefined,
    lastLeave: undefined,
    startedAt,
    ...details,
  };
}

/** The one constructor of registrations. */
export function registration(facts: RegistrationFacts): LiveRegistration {
  return {
    key: `${facts.node}/${facts.user}/${facts.callId}`,
    node: facts.node,
    user: facts.user,
    callId: facts.callId,
    profile: facts.profile,
    ip: facts.ip,
    port: facts.port,
    expiresAt: facts.expiresAt,
  };
}

/** Whether two values of the same entity say the same; the fields named in `except` do not count. */
export function same<T extends object>(a: T, b: T, except?: keyof T): boolean {
  for (const key in a) if (key !== except && a[key] !== b[key]) return false;
  return true;
}
