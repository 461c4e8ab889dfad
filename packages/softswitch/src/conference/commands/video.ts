import type { Turn } from "../turn.js";
import type { Caller } from "../types.js";
import type { MemberCommand } from "./audio.js";
import type { RoomCommand } from "./settings.js";

/** Video is not mixed here, so every command that needs a canvas answers as a passthrough room does. */
const REFUSAL = "-ERR Conference is not in mixing mode\n";
const SMALL_REFUSAL = "-ERR conference is not in mixing mode\n";

const refuse =
  (text: string): RoomCommand =>
  (turn) => {
    turn.write(text);
    return true;
  };

const refuseWithInput =
  (text: string): RoomCommand =>
  (turn, argv) => {
    turn.write(argv[2] === undefined ? "-ERR Invalid input\n" : text);
    return true;
  };

export const layout = refuseWithInput(REFUSAL);
export const writePng = refuseWithInput(REFUSAL);
export const background = refuseWithInput(REFUSAL);
export const resolution = refuseWithInput(REFUSAL);
export const framesPerSecond = refuse(REFUSAL);
export const camera = refuse(REFUSAL);
export const personal = refuse(SMALL_REFUSAL);

export const bandwidth: RoomCommand = (turn, argv) => {
  turn.write(argv[2] === undefined ? "-ERR Invalid input\n" : "-ERR Bandwidth not set\n");
  return true;
};

export const autoClear: RoomCommand = (turn) => {
  turn.write("+OK\n");
  return true;
};

export const clearFloor = (turn: Turn): boolean => {
  turn.write("+OK floor Cleared\n");
  return true;
};

export const needsCanvas: MemberCommand = (turn) => turn.write(REFUSAL);
export const banner: MemberCommand = (turn) => turn.write("+OK\n");

/** Commands that say nothing to a member without video (mod-conference 2.6, V). */
export const needsVideo: MemberCommand = (turn, caller) => {
  if (caller.channel.hasVideo) turn.write(SMALL_REFUSAL);
};

export const reservation: RoomCommand = (turn, argv) => {
  const [, , target = "", value] = argv;
  if (argv.length < 3 || argv.length > 5) return false;
  if (target.toLowerCase() === "all" && (value === undefined || /^clear$/i.test(value)))
    return true;
  const caller = turn.caller(Number.parseInt(target, 10));
  if (!caller) return false;
  needsVideo(turn, caller, value);
  return true;
};

function seen(turn: Turn, caller: Caller, canBeSeen: boolean): void {
  if (caller.hold) {
    turn.write(`-ERR member ${caller.id} is on hold\n`);
    return;
  }
  turn.change(caller.id, { canBeSeen });
  turn.write(`+OK ${canBeSeen ? "unvmute" : "vmute"} ${caller.id}\n`);
  turn.fireMember(canBeSeen ? "unvmute-member" : "vmute-member", caller.id);
}

export const videoMute: MemberCommand = (turn, caller) => seen(turn, caller, false);
export const videoUnmute: MemberCommand = (turn, caller) => seen(turn, caller, true);
export const toggleVideoMute: MemberCommand = (turn, caller) =>
  seen(turn, caller, !caller.canBeSeen);

function sees(turn: Turn, caller: Caller, canSee: boolean): void {
  turn.change(caller.id, { canSee });
  turn.write(`+OK ${canSee ? "unvblind" : "vblind"} ${caller.id}\n`);
  turn.fireMember(canSee ? "unvblind-member" : "vblind-member", caller.id);
}

export const blind: MemberCommand = (turn, caller) => sees(turn, caller, false);
export const unblind: MemberCommand = (turn, caller) => sees(turn, caller, true);
export const toggleBlind: MemberCommand = (turn, caller) => sees(turn, caller, !caller.canSee);
