import { setFloor } from "../members.js";
import { playToMember } from "../playing.js";
import type { Turn } from "../turn.js";
import type { Caller } from "../types.js";

/** A command on one member: the caller as it is now, and the one word after the target. */
export type MemberCommand = (turn: Turn, caller: Caller, data: string | undefined) => void;

const isQuiet = (data: string | undefined): boolean => data?.includes("quiet") ?? false;

function indicate(turn: Turn, caller: Caller, sound: string, data: string | undefined): void {
  const file = turn.room.profile.sounds.get(sound);
  if (file && !isQuiet(data)) turn.effect({ type: "indicate", memberId: caller.id, sound: file });
}

/** Muting also forgets that the member talks, without an event. */
export const mute: MemberCommand = (turn, caller, data) => {
  turn.change(caller.id, { canSpeak: false, talking: false, talkingSince: undefined });
  turn.write(`+OK mute ${caller.id}\n`);
  turn.fireMember("mute-member", caller.id);
  indicate(turn, caller, "muted-sound", data);
};

export const unmute: MemberCommand = (turn, caller, data) => {
  turn.change(caller.id, { canSpeak: true });
  turn.write(`+OK unmute ${caller.id}\n`);
  turn.fireMember("unmute-member", caller.id);
  indicate(turn, caller, "unmuted-sound", data);
};

export const toggleMute: MemberCommand = (turn, caller, data) =>
  (caller.canSpeak ? mute : unmute)(turn, caller, data);

export const deaf: MemberCommand = (turn, caller, data) => {
  turn.change(caller.id, { canHear: false });
  turn.write(`+OK deaf ${caller.id}\n`);
  turn.fireMember("deaf-member", caller.id);
  indicate(turn, caller, "deaf-sound", data);
};

export const undeaf: MemberCommand = (turn, caller, data) => {
  turn.change(caller.id, { canHear: true });
  turn.write(`+OK undeaf ${caller.id}\n`);
  turn.fireMember("undeaf-member", caller.id);
  indicate(turn, caller, "undeaf-sound", data);
};

export const hold: MemberCommand = (turn, caller, data) => {
  turn.change(caller.id, { hold: true, talking: false, talkingSince: undefined });
  if (data) playToMember(turn, caller.id, data, true);
  turn.write(`+OK hold ${caller.id}\n`);
  turn.fireMember("hold-member", caller.id);
};

export const unhold: MemberCommand = (turn, caller) => {
  turn.change(caller.id, { hold: false });
  turn.write(`+OK unhold ${caller.id}\n`);
  turn.fireMember("unhold-member", caller.id);
};

/** The event still shows the member as it was; only then it stops existing for commands. */
export const kick: MemberCommand = (turn, caller, data) => {
  turn.write(`+OK kicked ${caller.id}\n`);
  turn.fireMember("kick-member", caller.id);
  turn.change(caller.id, { leaving: true });
  const sound = data ? { sound: data } : {};
  turn.effect({ type: "leave", memberId: caller.id, reason: "kick", ...sound });
};

export const hangUp: MemberCommand = (turn, caller) => {
  turn.write(`+OK hup ${caller.id}\n`);
  turn.fireMember("hup-member", caller.id);
  turn.change(caller.id, { leaving: true });
  turn.effect({ type: "leave", memberId: caller.id, reason: "hup" });
};

export const sendDtmf: MemberCommand = (turn, caller, data) => {
  if (!data) return turn.write("-ERR Invalid input!\n");
  turn.write(`+OK sent ${data} to ${caller.id}\n`);
  turn.fireMember("dtmf-member", caller.id, [["Digits", data]]);
};

export const floor: MemberCommand = (turn, caller) => {
  const { floorHolder } = turn.room;
  if (floorHolder === caller.id) {
    setFloor(turn, 0);
    turn.write("+OK floor none\n");
  } else if (floorHolder === 0) {
    setFloor(turn, caller.id);
    turn.write(`+OK floor ${caller.id}\n`);
  } else turn.write(`-ERR floor is held by ${floorHolder}\n`);
};

export const uuidOf: MemberCommand = (turn, caller) => turn.write(caller.channel.uuid);

/** OpenAL is not in the builds Parley meets, so they refuse. */
export const position: MemberCommand = (turn) => turn.write("-ERR not supported\n");
