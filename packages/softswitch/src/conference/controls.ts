import type { ControlRecord } from "../core/index.js";
import * as audio from "./commands/audio.js";
import { clampVolume, ENERGY } from "./commands/levels.js";
import * as settings from "./commands/settings.js";
import * as video from "./commands/video.js";
import type { Turn } from "./turn.js";
import type { Caller, Room } from "./types.js";

/** What the digits pressed so far amount to. */
export type Match =
  | { readonly kind: "control"; readonly control: ControlRecord }
  | { readonly kind: "wait" }
  | { readonly kind: "none" };

const isRegex = (digits: string): boolean => digits.startsWith("~");
const literal = (digits: string): string => (digits.startsWith("=") ? digits.slice(1) : digits);

function matches(control: ControlRecord, pressed: string): boolean {
  if (!isRegex(control.digits)) return literal(control.digits) === pressed;
  try {
    return new RegExp(control.digits.slice(1)).test(pressed);
  } catch {
    return false;
  }
}

/** A control that is a full match waits while a longer one may still come, unless it begins with `=`. */
export function matchControl(controls: readonly ControlRecord[], pressed: string): Match {
  const control = controls.find((candidate) => candidate.digits && matches(candidate, pressed));
  const longer = controls.some(({ digits }) => {
    const whole = literal(digits);
    return !isRegex(digits) && whole.length > pressed.length && whole.startsWith(pressed);
  });
  if (control && (!longer || control.digits.startsWith("="))) return { kind: "control", control };
  return { kind: longer ? "wait" : "none" };
}

/** The control of exactly these digits, for when no more come. */
export function exactControl(
  controls: readonly ControlRecord[],
  pressed: string,
): ControlRecord | undefined {
  return controls.find((candidate) => candidate.digits && matches(candidate, pressed));
}

/** Name of the group of controls a caller gets; `none` means no DTMF handling at all. */
export function controlGroup(room: Room, caller: Caller): string {
  const own = caller.channel.getVariable("conference_controls");
  const moderator = caller.moderator ? room.profile.moderatorControls : undefined;
  return own ?? moderator ?? room.profile.callerControls;
}

type ControlAction = (turn: Turn, caller: Caller, data: string, control: ControlRecord) => void;

const muteOff: ControlAction = (turn, caller) => {
  if (caller.hold || caller.canSpeak) return;
  audio.unmute(turn, caller, undefined);
  if (!caller.canHear) audio.undeaf(turn, caller, undefined);
};

const muteOn: ControlAction = (turn, caller) => {
  if (!caller.hold && caller.canSpeak) audio.mute(turn, caller, undefined);
};

const deafMute: ControlAction = (turn, caller, data, control) => {
  if (caller.hold) return;
  if (!caller.canSpeak) return muteOff(turn, caller, data, control);
  audio.mute(turn, caller, undefined);
  if (caller.canHear) audio.deaf(turn, caller, undefined);
};

const energy =
  (next: (caller: Caller, room: Room) => number): ControlAction =>
  (turn, caller) => {
    const energyLevel = Math.min(ENERGY.top, Math.max(0, next(caller, turn.room)));
    turn.change(caller.id, { energyLevel });
    turn.fireMember("energy-level", caller.id, [["New-Level", String(energyLevel)]]);
  };

const talkVolume =
  (next: (current: number) => number): ControlAction =>
  (turn, caller) => {
    const volumeOut = clampVolume(next(caller.volumeOut));
    turn.change(caller.id, { volumeOut });
    turn.fireMember("volume-level", caller.id, [["New-Level", String(volumeOut)]]);
  };

const listenVolume =
  (next: (current: number) => number): ControlAction =>
  (turn, caller) => {
    const volumeIn = clampVolume(next(caller.volumeIn));
    turn.change(caller.id, { volumeIn });
    turn.fireMember("gain-level", caller.id, [["New-Level", String(volumeIn)]]);
  };

const leaveRoom: ControlAction = (turn, caller) => {
  turn.change(caller.id, { leaving: true });
  turn.effect({ type: "leave", memberId: caller.id, reason: "control" });
};

const event: ControlAction = (turn, caller, data, control) =>
  turn.fireMember("dtmf", caller.id, [
    ["DTMF-Key", control.digits],
    ["Data", data],
  ]);

const lock: ControlAction = (turn, caller) => {
  if (turn.room.waitForModerator && !caller.moderator) return;
  (turn.room.locked ? settings.unlock : settings.lock)(turn, [turn.room.name]);
};

const transfer: ControlAction = (turn, caller, data) => {
  turn.fireMember("transfer", caller.id, [["Dialplan", data]]);
  turn.change(caller.id, { leaving: true });
  turn.effect({ type: "dialplan", memberId: caller.id, target: data });
};

const execute: ControlAction = (turn, caller, data) =>
  turn.fireMember("execute_app", caller.id, [["Application", data]]);

const ACTIONS: Readonly<Record<string, ControlAction>> = {
  mute: (turn, caller, data, control) =>
    (caller.canSpeak ? muteOn : muteOff)(turn, caller, data, control),
  "mute on": muteOn,
  "mute off": muteOff,
  "deaf mute": deafMute,
  deaf: (turn, caller) => (caller.canHear ? audio.deaf : audio.undeaf)(turn, caller, undefined),
  "deaf on": (turn, caller) => caller.canHear && audio.deaf(turn, caller, undefined),
  "deaf off": (turn, caller) => !caller.canHear && audio.undeaf(turn, caller, undefined),
  vmute: (turn, caller) => video.toggleVideoMute(turn, caller, undefined),
  "vmute on": (turn, caller) => caller.canBeSeen && video.videoMute(turn, caller, undefined),
  "vmute off": (turn, caller) => !caller.canBeSeen && video.videoUnmute(turn, caller, undefined),
  "moh toggle": (turn) => settings.music(turn, ["", "", "toggle"]),
  "energy up": energy((caller) => caller.energyLevel + ENERGY.step),
  "energy equ": energy((_, room) => room.profile.energyLevel),
  "energy dn": energy((caller) => caller.energyLevel - ENERGY.step),
  "vol talk up": talkVolume((current) => current + 1),
  "vol talk zero": talkVolume(() => 0),
  "vol talk dn": talkVolume((current) => current - 1),
  "vol listen up": listenVolume((current) => current + 1),
  "vol listen zero": listenVolume(() => 0),
  "vol listen dn": listenVolume((current) => current - 1),
  hangup: leaveRoom,
  event,
  lock,
  transfer,
  execute_application: execute,
  floor: (turn, caller) => audio.floor(turn, caller, undefined),
};

/** Controls that this switch knows; the others are skipped silently, as FreeSWITCH does. */
export const isKnownControl = (control: ControlRecord): boolean =>
  control.digits !== "" && ACTIONS[control.action] !== undefined;

/** Does what a control says for a caller who pressed its digits. */
export function runControl(turn: Turn, id: number, control: ControlRecord): void {
  const caller = turn.caller(id);
  const action = ACTIONS[control.action];
  if (!caller || !action) return;
  action(turn, caller, caller.channel.expand(control.data ?? ""), control);
}
