import {
  currentPosition,
  playSound,
  playToMember,
  seekTo,
  splitFileParams,
  stopFiles,
  stopMemberFiles,
  togglePause,
} from "../playing.js";
import { findCallerByText, leadingNumber } from "../rooms.js";
import type { Turn } from "../turn.js";
import type { Caller, FileNode } from "../types.js";
import type { RoomCommand } from "./settings.js";

const notFound = (turn: Turn, file: string): void =>
  turn.write(`-ERR (play) File: ${file} not found.\n`);

function playToRoom(turn: Turn, file: string, async: boolean): void {
  if (!playSound(turn, file, async)) {
    notFound(turn, file);
    return;
  }
  turn.write(`+OK (play) Playing file ${file}\n`);
  turn.fire(
    "play-file",
    [
      ["File", file],
      ["Async", async ? "true" : "false"],
    ],
    splitFileParams(file).params,
  );
}

function playToOne(turn: Turn, file: string, caller: Caller, alone: boolean): void {
  if (!playToMember(turn, caller.id, file, alone)) {
    notFound(turn, file);
    return;
  }
  turn.write(`+OK (play) Playing file ${file} to member ${caller.id}\n`);
  turn.fireMember("play-file-member", caller.id, [["File", file]], splitFileParams(file).params);
}

export const play: RoomCommand = (turn, argv) => {
  const async = argv.length >= 4 && argv.length <= 5 && /^async$/i.test(argv.at(-1) ?? "");
  const words = async ? argv.slice(0, -1) : argv;
  const [, , file = "", target = ""] = words;
  if (words.length < 3) return false;
  if (words.length === 3) {
    playToRoom(turn, file, async);
    return true;
  }
  const caller = findCallerByText(turn.room, target);
  if (!caller) {
    // FreeSWITCH prints the pointer of the text here: any number is as right.
    turn.write(`-ERR Member: ${leadingNumber(target)} not found.\n`);
    return false;
  }
  playToOne(turn, file, caller, words[4]?.toLowerCase() === "nomux");
  return true;
};

const STOP_WORDS = ["current", "all", "async"] as const;

export const stop: RoomCommand = (turn, argv) => {
  const word = (argv[2] ?? "all").toLowerCase();
  const what = STOP_WORDS.find((known) => known === word);
  if (!what) return false;
  const [, , , target] = argv;
  if (argv.length !== 4 || target === undefined) {
    turn.write(`+OK Stopped ${stopFiles(turn, what)} files.\n`);
    return true;
  }
  const caller = findCallerByText(turn.room, target);
  if (caller) turn.write(`+OK Stopped ${stopMemberFiles(turn, caller, what)} files.\n`);
  else turn.write(`-ERR Member: ${target} not found.\n`);
  return true;
};

/** What a file command works on: the file that plays to the room or to a member, and how to put it back. */
interface Playing {
  readonly node: FileNode | undefined;
  replace(node: FileNode): void;
}

const replaceFirst = (files: readonly FileNode[], node: FileNode) => [node, ...files.slice(1)];

function playingOf(turn: Turn, target: string | undefined): Playing | undefined {
  const { files } = turn.room;
  if (target === undefined) {
    return { node: files[0], replace: (node) => turn.update({ files: replaceFirst(files, node) }) };
  }
  const caller = findCallerByText(turn.room, target);
  if (!caller) {
    turn.write(`-ERR Member: ${target} not found.\n`);
    return undefined;
  }
  const replace = (node: FileNode): void => {
    turn.change(caller.id, { files: replaceFirst(caller.files, node) });
  };
  return { node: caller.files[0], replace };
}

export const pausePlay: RoomCommand = (turn, argv) => {
  const playing = argv.length <= 3 ? playingOf(turn, argv[2]) : undefined;
  if (!playing) return false;
  if (!playing.node) return true;
  turn.write(playing.node.paused ? "+OK Resume\n" : "+OK Pause\n");
  playing.replace(togglePause(turn, playing.node));
  return true;
};

export const playStatus: RoomCommand = (turn, argv) => {
  const playing = argv.length <= 3 ? playingOf(turn, argv[2]) : undefined;
  if (!playing) return false;
  const { node } = playing;
  if (!node) turn.write("-ERR Nothing is playing\n");
  else {
    const { path } = splitFileParams(node.path);
    turn.write(`+OK ${currentPosition(turn, node)}/${node.samples} ${path}\n`);
  }
  return true;
};

/** `+500`/`-500` move by milliseconds, a plain number goes there. */
function seekTarget(turn: Turn, node: FileNode, text: string): number {
  const perMs = Math.trunc(node.rate / 1000);
  if (!/^[+-]/.test(text)) return leadingNumber(text) * perMs;
  const step = leadingNumber(text) || 1000;
  return Math.max(0, currentPosition(turn, node) + step * perMs);
}

export const fileSeek: RoomCommand = (turn, argv) => {
  const [, , text, target] = argv;
  if (text === undefined || argv.length > 4) return false;
  const playing = playingOf(turn, target);
  if (!playing) return false;
  if (!playing.node) return true;
  const samples = seekTarget(turn, playing.node, text);
  turn.write(`+OK seek to position ${samples}\n`);
  playing.replace(seekTo(turn, playing.node, samples));
  return true;
};

/** Any third word but `async` picks the async file: the test is the wrong way round in FreeSWITCH. */
export const fileVolume: RoomCommand = (turn, argv) => {
  if (argv.length < 3) {
    turn.write("-ERR missing args\n");
    return false;
  }
  const other = argv[3] !== undefined && argv[3].toLowerCase() !== "async";
  const node = other ? turn.room.asyncFile : turn.room.files[0];
  turn.write(node ? "+OK volume changed\n" : "-ERR File not playing\n");
  if (!node) return false;
  const louder = { ...node, volume: leadingNumber(argv[2]) };
  turn.update(other ? { asyncFile: louder } : { files: replaceFirst(turn.room.files, louder) });
  return true;
};

/** Text to speech: nothing here can speak to a room, as in a FreeSWITCH without an engine. */
export function say(turn: Turn, text: string): boolean {
  turn.write(text === "" ? "-ERR (say) Error! No text.\n" : "-ERR (say) Error!\n");
  return false;
}

/** To one member FreeSWITCH reports success even without an engine. */
export function sayToMember(turn: Turn, line: string): boolean {
  const blank = line.indexOf(" ");
  const target = blank < 0 ? line : line.slice(0, blank);
  const text = blank < 0 ? "" : line.slice(blank + 1);
  if (line === "" || (blank >= 0 && text === "")) {
    turn.write("-ERR (saymember) No Text!\n");
    return false;
  }
  const caller = findCallerByText(turn.room, target);
  if (!caller) {
    turn.write(`-ERR (saymember) Unknown Member ${target}!\n`);
    return false;
  }
  turn.write("+OK (saymember) OK\n");
  const spoken = caller.channel.expand(blank < 0 ? line : text);
  turn.fireMember("speak-text-member", caller.id, [["Text", spoken]]);
  return true;
}
