import type { Header } from "../core/index.js";
import { beginRecorder } from "./commands/recording.js";
import type { MemberFlags } from "./flags.js";
import { memberHeaders } from "./headers.js";
import { closeMemberFiles, playSound, stopAsync } from "./playing.js";
import { callersOf, countCallers, countGhosts, isCaller } from "./rooms.js";
import { SOURCES } from "./sources.js";
import type { Turn } from "./turn.js";
import type { Caller, MemberChannel, Room } from "./types.js";

/** Above this score a speaker may take the floor; below the other its holder loses it (mod_conference.h). */
export const SPEAKING_SCORE = 300;
export const SILENT_SCORE = 100;

export interface NewCaller {
  readonly id: number;
  readonly channel: MemberChannel;
  readonly flags: MemberFlags;
  readonly voice: number;
  /** The voice is what a port gives. */
  readonly measured?: boolean;
}

const level = (text: string | undefined, low: number, high: number): number | undefined => {
  const value = Number.parseInt(text ?? "", 10);
  return value >= low && value <= high ? value : undefined;
};

function makeCaller(room: Room, input: NewCaller, now: number): Caller {
  const { channel, flags, id, voice } = input;
  const { profile } = room;
  return {
    type: "caller",
    id,
    channel,
    ...flags,
    joinedAt: now,
    lastTalkingAt: undefined,
    voice,
    measured: input.measured ?? false,
    score: 0,
    talking: false,
    hold: false,
    silent: false,
    leaving: false,
    energyLevel:
      level(channel.getVariable("conference_join_energy_level"), -1, 1800) ?? profile.energyLevel,
    autoEnergyLevel: profile.autoEnergyLevel,
    maxEnergyLevel: profile.maxEnergyLevel,
    maxEnergyMuteMs: profile.maxEnergyMuteMs,
    maxEnergyHits: profile.maxEnergyHits,
    agcLevel: profile.agcLevel,
    volumeIn: level(channel.getVariable("conference_join_volume_in"), -4, 4) ?? 0,
    volumeOut: level(channel.getVariable("conference_join_volume_out"), -4, 4) ?? 0,
    reservationId: channel.getVariable("video_reservation_id"),
    roleId: channel.getVariable("video_role_id"),
    talkingSince: undefined,
    files: [],
    relations: [],
  };
}

/** Rooms with auto-record begin when enough people are there; the newest one's variables fill the path. */
function recordAutomatically(turn: Turn, caller: Caller): void {
  const { room } = turn;
  const path = caller.channel.getVariable("conference_auto_record") ?? room.profile.autoRecord;
  const enough = countCallers(room) >= room.profile.minRecordingMembers;
  if (!path || !enough || room.recorders.some(({ automatic }) => automatic)) return;
  beginRecorder(turn, caller.channel.expand(path), true);
}

function announce(turn: Turn, caller: Caller): void {
  const { room } = turn;
  const count = countCallers(room);
  const alone = room.profile.sounds.get("alone-sound");
  if (count > 1 && room.enterSoundOn && !caller.silent) {
    playSound(turn, caller.channel.getVariable("conference_enter_sound") ?? room.enterSound);
  }
  if (count === 1 && alone && !room.waitForModerator && !caller.ghost) {
    stopAsync(turn);
    playSound(turn, alone);
  }
}

/** A caller comes in (conference_member_add). */
export function join(turn: Turn, input: NewCaller): void {
  const caller = makeCaller(turn.room, input, turn.now);
  const room = turn.room;
  turn.update({
    members: [caller, ...room.members],
    mandatoryCount: room.mandatoryCount + (caller.mandatoryEndConference ? 1 : 0),
    endsAt: caller.mandatoryEndConference || caller.endConference ? undefined : room.endsAt,
    waitForModerator: room.waitForModerator && !caller.moderator,
    minMembers: caller.minTwo ? 2 : room.minMembers,
  });
  announce(turn, caller);
  if (countCallers(turn.room) >= turn.room.minMembers) turn.update({ enforceMin: true });
  if (caller.channel.getVariable("conference_silent_entry") !== "true") {
    turn.fireMember("add-member", caller.id);
  }
  turn.presence();
  recordAutomatically(turn, caller);
}

/** The floor goes to a member or to nobody; the event tells who had it if that one is still there. */
export function setFloor(turn: Turn, id: number): void {
  const old = turn.room.floorHolder;
  if (old !== 0 && old === id) return;
  turn.update({ floorHolder: id });
  const known = callersOf(turn.room).some((caller) => caller.id === old && !caller.leaving);
  turn.fire("floor-change", [
    ["Old-ID", known ? String(old) : "none"],
    ...(id === 0 ? [] : turn.dataOf(id)),
    ["New-ID", id === 0 ? "none" : String(id)],
  ]);
}

function shouldEnd(room: Room, gone: Caller): boolean {
  const left = countCallers(room) + countGhosts(room);
  return gone.endConference || (room.enforceMin && left < room.minMembers) || left === 0;
}

function farewell(turn: Turn, gone: Caller): void {
  const { room } = turn;
  if (room.exitSoundOn && !gone.silent) playSound(turn, room.exitSound);
  const alone = room.profile.sounds.get("alone-sound");
  if (countCallers(room) === 1 && alone && !room.waitForModerator && !gone.ghost) {
    stopAsync(turn);
    playSound(turn, alone);
  }
}

function countMandatory(turn: Turn, gone: Caller): void {
  if (!gone.mandatoryEndConference) return;
  const mandatoryCount = turn.room.mandatoryCount - 1;
  const endsAt = turn.now + turn.room.endGraceTime * 1000;
  turn.update({ mandatoryCount, ...(mandatoryCount <= 0 ? { endsAt } : {}) });
}

/**
 * A caller is out (conference_member_del): the floor falls first, its holder already gone from the list but not from
 * the count, so `Conference-Size` still holds it and `Old-ID` is `none`.
 */
export function leave(turn: Turn, id: number): Caller | undefined {
  const gone = turn.room.members.find((member) => member.id === id);
  if (gone?.type !== "caller") return undefined;
  turn.change(id, { leaving: true, files: [] });
  closeMemberFiles(turn, gone);
  if (turn.room.floorHolder === id) setFloor(turn, 0);
  turn.update({ members: turn.room.members.filter((member) => member.id !== id) });
  clearRelations(turn, id);
  countMandatory(turn, gone);
  turn.presence();
  const ends = turn.room.destruct || shouldEnd(turn.room, gone);
  if (ends) turn.update({ destruct: true });
  else farewell(turn, gone);
  fireGone(turn, gone);
  if (ends) turn.effect({ type: "destroy" });
  return gone;
}

function clearRelations(turn: Turn, id: number): void {
  for (const caller of callersOf(turn.room)) {
    if (!caller.relations.some((relation) => relation.id === id)) continue;
    turn.change(caller.id, {
      relations: caller.relations.filter((relation) => relation.id !== id),
    });
  }
}

/** Data of somebody who has left the list, with the size that counts him no more. */
function fireGone(turn: Turn, gone: Caller): void {
  if (turn.isSuppressed("del-member")) return;
  const headers = [...memberHeaders(turn.room, gone), ["Action", "del-member"] as const];
  turn.emit(headers, SOURCES["del-member"]);
}

const isHeard = (caller: Caller): boolean => (caller.canSpeak && !caller.hold) || caller.muteDetect;

function beginTalking(turn: Turn, caller: Caller): void {
  const { now } = turn;
  turn.change(caller.id, { talking: true, talkingSince: now, lastTalkingAt: now });
  if (caller.canSpeak && !caller.hold) turn.fireMember("start-talking", caller.id);
  if (!caller.muteDetect || caller.canSpeak) return;
  turn.fireMember("mute-detect", caller.id);
  const { sounds } = turn.room.profile;
  const sound = sounds.get("mute-detect-sound") ?? sounds.get("muted-sound");
  if (sound) turn.effect({ type: "indicate", memberId: caller.id, sound });
}

/** A measured voice has begun. */
export function startTalking(turn: Turn, id: number): void {
  const caller = turn.caller(id);
  if (caller && !caller.talking) beginTalking(turn, caller);
}

/** A measured voice has ended; `statistics` are the headers that tell how it was. */
export function stopTalking(turn: Turn, id: number, statistics: readonly Header[]): void {
  if (!turn.caller(id)?.talking) return;
  turn.change(id, { talking: false, talkingSince: undefined, lastTalkingAt: turn.now });
  turn.fireMember("stop-talking", id, [], statistics);
}

function endTalking(turn: Turn, caller: Caller): void {
  const duration = Math.max(
    turn.room.profile.interval,
    turn.now - (caller.talkingSince ?? turn.now),
  );
  turn.change(caller.id, { talking: false, talkingSince: undefined, lastTalkingAt: turn.now });
  const packets = String(Math.round(duration / turn.room.profile.interval));
  turn.fireMember(
    "stop-talking",
    caller.id,
    [],
    [
      ["talking-gate-hits", packets],
      ["talking-total-packets", packets],
      ["talking-duration-ms", String(Math.round(duration))],
    ],
  );
}

/** Talk detection of one member (conference_loop_input): who is muted is only heard with mute-detect. */
function detect(turn: Turn, caller: Caller): void {
  if (caller.measured) return;
  const loud = caller.voice > caller.energyLevel;
  if (isHeard(caller) && loud && !caller.talking) beginTalking(turn, caller);
  else if (!loud && caller.talking && caller.canSpeak && !caller.hold) endTalking(turn, caller);
}

function score(caller: Caller | undefined): number {
  if (!caller || !isHeard(caller)) return 0;
  return caller.measured ? caller.score : caller.voice;
}

/** Nobody has the floor: the first in the list gets it. Else a loud one takes it from a silent one. */
export function moveFloor(turn: Turn): void {
  for (const member of turn.room.members) {
    if (!isCaller(member) || member.leaving) continue;
    const { floorHolder } = turn.room;
    const holder = turn.caller(floorHolder);
    const takes = score(member) > SPEAKING_SCORE && score(holder) < SILENT_SCORE;
    if (floorHolder === 0 || (member.id !== floorHolder && takes)) setFloor(turn, member.id);
  }
}

/** What the conference's own threads find in the next 20 ms: who talks, who has the floor, what has to end. */
export function observe(turn: Turn): void {
  moveFloor(turn);
  for (const member of turn.room.members) {
    if (isCaller(member) && !member.leaving) detect(turn, member);
  }
  if (turn.room.endsAt !== undefined && turn.room.endsAt <= turn.now)
    turn.effect({ type: "destroy" });
}

/** What comes from a caller's microphone: a level, 0 for silence. */
export function speak(turn: Turn, id: number, voice: number): void {
  turn.change(id, { voice });
}
