import { conferenceFlags } from "./flags.js";
import type { ProfileSettings } from "./profile.js";
import type { Caller, Member, Room } from "./types.js";

export interface NewRoom {
  readonly uuid: string;
  readonly name: string;
  readonly profileName: string;
  readonly profile: ProfileSettings;
  /** The domain when neither name nor profile says one. */
  readonly domain: string;
  readonly flags: string;
  readonly soundPrefix: string | undefined;
  readonly maxMembers: number | undefined;
  readonly endGraceTime: number | undefined;
  readonly variables: ReadonlyMap<string, string>;
  readonly now: number;
}

/** A room nobody is in yet. */
export function createRoom(input: NewRoom): Room {
  const { profile, name } = input;
  const flags = conferenceFlags(profile.conferenceFlags, input.flags);
  const at = name.indexOf("@");
  return {
    uuid: input.uuid,
    name,
    domain: at >= 0 ? name.slice(at + 1) : (profile.domain ?? input.domain),
    profileName: input.profileName,
    profile,
    createdAt: input.now,
    members: [],
    floorHolder: 0,
    videoFloorHolder: 0,
    locked: false,
    destruct: false,
    waitForModerator: flags.has("wait-mod"),
    answered: true,
    enforceMin: false,
    minMembers: 1,
    mandatoryCount: 0,
    endsAt: undefined,
    exitSoundOn: true,
    enterSoundOn: true,
    enterSound: profile.sounds.get("enter-sound"),
    exitSound: profile.sounds.get("exit-sound"),
    flags,
    maxMembers: input.maxMembers ?? profile.maxMembers,
    pin: profile.pin,
    moderatorPin: profile.moderatorPin,
    soundPrefix: profile.soundPrefix ?? input.soundPrefix,
    callerIdName: profile.callerIdName,
    callerIdNumber: profile.callerIdNumber,
    endGraceTime: input.endGraceTime ?? profile.endGraceTime,
    noMusic: false,
    musicSound: undefined,
    variables: input.variables,
    recordCount: 0,
    recordFilename: undefined,
    recorders: [],
    files: [],
    asyncFile: undefined,
    lastFileId: 0,
  };
}

export const isCaller = (member: Member): member is Caller => member.type === "caller";

/** Everybody with a channel, newest first. */
export const callersOf = (room: Room): Caller[] => room.members.filter(isCaller);

/** Callers without ghosts: what FreeSWITCH calls the size. */
export function countCallers(room: Room): number {
  let count = 0;
  for (const member of room.members) if (member.type === "caller" && !member.ghost) count += 1;
  return count;
}

export function countGhosts(room: Room): number {
  let count = 0;
  for (const member of room.members) if (member.type === "caller" && member.ghost) count += 1;
  return count;
}

/** A caller that commands may still address: not kicked, not on its way out. */
export function findCaller(room: Room, id: number): Caller | undefined {
  const member = room.members.find((candidate) => candidate.id === id);
  return member?.type === "caller" && !member.leaving ? member : undefined;
}

/** Finds by number or by `variable=value` (conference_member_get_by_str). */
export function findCallerByText(room: Room, text: string): Caller | undefined {
  const equals = text.indexOf("=");
  if (equals < 0) return findCaller(room, leadingNumber(text));
  return findCallerByVariable(room, text.slice(0, equals), text.slice(equals + 1));
}

export function findCallerByVariable(room: Room, name: string, value: string): Caller | undefined {
  return callersOf(room).find(
    (caller) => !caller.leaving && caller.channel.getVariable(name) === value,
  );
}

/** C's atoi: the number a text begins with, else 0. */
export function leadingNumber(text: string | undefined): number {
  const value = Number.parseInt(text ?? "", 10);
  return Number.isNaN(value) ? 0 : value;
}
