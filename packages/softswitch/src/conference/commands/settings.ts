import { playSound, stopAsync } from "../playing.js";
import { countCallers, countGhosts, leadingNumber } from "../rooms.js";
import type { Turn } from "../turn.js";

/**
 * A command on the room; `argv[0]` is the room's name, `argv[1]` the command. False means misuse: the dispatcher adds
 * the usage line.
 */
export type RoomCommand = (turn: Turn, argv: readonly string[]) => boolean;

export const lock: RoomCommand = (turn, argv) => {
  playSound(turn, turn.room.profile.sounds.get("is-locked-sound"));
  turn.update({ locked: true });
  turn.write(`+OK ${argv[0]} locked\n`);
  turn.fire("lock");
  return true;
};

export const unlock: RoomCommand = (turn, argv) => {
  playSound(turn, turn.room.profile.sounds.get("is-unlocked-sound"));
  turn.update({ locked: false });
  turn.write(`+OK ${argv[0]} unlocked\n`);
  turn.fire("unlock");
  return true;
};

export const pin: RoomCommand = (turn, argv) => {
  const [name, command, first, second] = argv;
  if (argv.length === 4 && first === "mod" && second !== undefined) {
    turn.update({ moderatorPin: second });
    turn.write(`+OK Moderator Pin for conference ${name} set: ${second}\n`);
  } else if (argv.length === 3 && command === "pin" && first !== undefined) {
    turn.update({ pin: first });
    turn.write(`+OK Pin for conference ${name} set: ${first}\n`);
  } else if (argv.length === 2 && command === "nopin") {
    turn.update({ pin: undefined });
    turn.write(`+OK Pin for conference ${name} deleted\n`);
  } else {
    turn.write("-ERR Invalid parameters:\n");
    return false;
  }
  return true;
};

type Side = "enter" | "exit";

const shownSound = (turn: Turn, side: Side): string =>
  (side === "enter" ? turn.room.enterSound : turn.room.exitSound) ?? "";

function switchSound(turn: Turn, side: Side, name: string, on: boolean): void {
  turn.update(side === "enter" ? { enterSoundOn: on } : { exitSoundOn: on });
  const word = on ? "on" : "off";
  turn.write(`+OK ${name} ${side} sounds ${word} (${shownSound(turn, side)})\n`);
  turn.fire(`${side}-sounds-${word}`);
}

function changeSound(turn: Turn, side: Side, name: string, file: string | undefined): void {
  if (file === undefined) {
    turn.write("-ERR No filename specified\n");
    return;
  }
  if (side === "exit") turn.write(`+OK Old exit sound: [${shownSound(turn, side)}]\n`);
  turn.update(side === "enter" ? { enterSound: file } : { exitSound: file });
  turn.write(`+OK ${name} ${side} sound file set to ${file}\n`);
  turn.fire(`${side}-sound-file-changed`);
}

const sound =
  (side: Side): RoomCommand =>
  (turn, argv) => {
    const [name = "", , word, file] = argv;
    const lower = word?.toLowerCase();
    if (lower === "on" || lower === "off" || lower === "none") {
      switchSound(turn, side, name, lower === "on");
    } else if (lower === "file") changeSound(turn, side, name, file);
    else {
      turn.write(lower === undefined ? "-ERR Not enough args\n" : "-ERR Bad args\n");
      return false;
    }
    return true;
  };

export const enterSound = sound("enter");
export const exitSound = sound("exit");

export const music: RoomCommand = (turn, argv) => {
  const [, , what] = argv;
  if (what === undefined) {
    turn.write("-ERR invalid moh param\n");
    return true;
  }
  const word = what.toLowerCase();
  if (word === "toggle") turn.update({ noMusic: !turn.room.noMusic });
  else if (word === "on" || word === "off") turn.update({ noMusic: word === "off" });
  else turn.update({ musicSound: word === "reset" ? undefined : what });
  if (turn.room.noMusic || turn.room.musicSound !== undefined) stopAsync(turn);
  turn.write("+OK moh\n");
  return true;
};

const READERS: Readonly<Record<string, (turn: Turn) => string | number | undefined>> = {
  run_time: ({ room, now }) => Math.floor(now / 1000) - Math.floor(room.createdAt / 1000),
  count: ({ room }) => countCallers(room),
  count_ghosts: ({ room }) => countGhosts(room),
  max_members: ({ room }) => room.maxMembers,
  rate: ({ room }) => room.profile.rate,
  profile_name: ({ room }) => room.profileName,
  sound_prefix: ({ room }) => room.soundPrefix,
  caller_id_name: ({ room }) => room.callerIdName,
  caller_id_number: ({ room }) => room.callerIdNumber,
  is_locked: ({ room }) => (room.locked ? "locked" : ""),
  endconference_grace_time: ({ room }) => room.endGraceTime,
  uuid: ({ room }) => room.uuid,
  wait_mod: ({ room }) => (room.waitForModerator ? "true" : ""),
};

export const get: RoomCommand = (turn, argv) => {
  const read = argv.length === 3 ? READERS[(argv[2] ?? "").toLowerCase()] : undefined;
  if (!read) return false;
  turn.write(String(read(turn) ?? ""));
  return true;
};

/** `set` answers the old value. */
export const set: RoomCommand = (turn, argv) => {
  const [, , parameter = "", value = ""] = argv;
  if (argv.length !== 4 || value === "") return false;
  const number = leadingNumber(value);
  const old = READERS[parameter.toLowerCase()]?.(turn) ?? "";
  switch (parameter.toLowerCase()) {
    case "max_members":
      if (number < 0) return false;
      turn.update({ maxMembers: number });
      break;
    case "endconference_grace_time":
      if (number < 0) return false;
      turn.update({ endGraceTime: number });
      break;
    case "sound_prefix":
      turn.update({ soundPrefix: value });
      break;
    case "caller_id_name":
      turn.update({ callerIdName: value });
      break;
    case "caller_id_number":
      turn.update({ callerIdNumber: value });
      break;
    default:
      return false;
  }
  turn.write(String(old));
  return true;
};

export const getVariable: RoomCommand = (turn, argv) => {
  turn.write(turn.room.variables.get(argv[2] ?? "") ?? "");
  return true;
};

/** Without a value the variable goes. */
export const setVariable: RoomCommand = (turn, argv) => {
  const [, , name, value] = argv;
  const variables = new Map(turn.room.variables);
  variables.delete(name ?? "");
  if (name && value) variables.set(name, value);
  turn.update({ variables });
  turn.write("+OK\n");
  return true;
};

export const autoPosition: RoomCommand = (turn) => {
  turn.write("-ERR not supported\n");
  return true;
};
