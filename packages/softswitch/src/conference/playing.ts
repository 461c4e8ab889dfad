import type { Header } from "../core/index.js";
import { callersOf, countCallers } from "./rooms.js";
import { FILE_FAILED } from "./sources.js";
import type { Turn } from "./turn.js";
import type { Caller, FileNode, MemberChannel, Room } from "./types.js";

/** `{k=v,…}path`: the params that lead a file name, and the rest. */
export function splitFileParams(file: string): { params: readonly Header[]; path: string } {
  const match = /^\{([^}]*)\}\s*/.exec(file);
  if (!match) return { params: [], path: file };
  const params = (match[1] ?? "").split(",").flatMap((pair): Header[] => {
    const equals = pair.indexOf("=");
    return equals > 0 ? [[pair.slice(0, equals), pair.slice(equals + 1)]] : [];
  });
  return { params, path: file.slice(match[0].length) };
}

const isPath = (path: string): boolean => path.startsWith("/") || path.includes("://");

const paramOf = (file: string, name: string): string | undefined =>
  splitFileParams(file).params.find(([key]) => key === name)?.[1];

const loopsOf = (text: string | undefined): number =>
  /^inf(inite)?$/i.test(text ?? "") ? -1 : Number.parseInt(text ?? "", 10) || 0;

/**
 * Where a sound lies that is played to one channel beside the room: before it comes in, or after it was kicked
 * (conference_file_local_play). Undefined for none and for what would be spoken.
 */
export function soundBesideRoom(
  room: Room,
  channel: MemberChannel,
  sound: string | undefined,
): string | undefined {
  if (!sound || /^say:/i.test(sound)) return undefined;
  const path = channel.expand(sound);
  return isPath(path) || !room.soundPrefix ? path : `${room.soundPrefix}/${path}`;
}

/** Relative names live below the room's sound prefix; without one they would be spoken, which nobody here can. */
function resolve(room: Room, file: string): string | undefined {
  const { path } = splitFileParams(file);
  if (isPath(path)) return file;
  if (!room.soundPrefix || /^say:/i.test(path)) return undefined;
  return `${file.slice(0, file.length - path.length)}${room.soundPrefix}/${path}`;
}

function probe(turn: Turn, file: string): FileNode | undefined {
  const facts = turn.surroundings.probe(splitFileParams(file).path);
  if (!facts || facts.samples <= 0) return undefined;
  const id = turn.room.lastFileId + 1;
  turn.update({ lastFileId: id });
  const idle = { startedAt: undefined, position: 0, paused: false, stopped: false, async: false };
  const volume = Number.parseInt(paramOf(file, "vol") ?? "", 10) || 0;
  const loops = loopsOf(paramOf(file, "loops"));
  return { id, path: file, ...facts, ...idle, volume, loops, alone: false };
}

function fireFailure(turn: Turn, file: string, async: boolean): void {
  if (turn.isSuppressed("play-file")) return;
  turn.emit(
    [
      ...turn.roomData(),
      ["Action", "play-file"],
      ["File", file],
      ["Async", async ? "true" : "false"],
      ["Error", "File could not be played"],
    ],
    FILE_FAILED,
  );
}

const remainingMs = (node: FileNode): number =>
  Math.max(0, Math.ceil(((node.samples - node.position) * 1000) / node.rate));

function started(turn: Turn, node: FileNode): FileNode {
  turn.effect({ type: "schedule-file", fileId: node.id, afterMs: remainingMs(node) });
  return { ...node, startedAt: turn.now };
}

function startFirst(turn: Turn, files: readonly FileNode[]): readonly FileNode[] {
  const [first, ...rest] = files;
  if (!first || first.startedAt !== undefined || first.paused) return files;
  return [started(turn, first), ...rest];
}

function startAsync(turn: Turn, node: FileNode): void {
  const replaced = turn.room.asyncFile;
  turn.update({ asyncFile: started(turn, { ...node, async: true }) });
  if (replaced) fireDone(turn, replaced);
}

/**
 * Plays a file to everybody (conference_file_play). Files queue; an async one replaces the async one before it.
 * False when it cannot be played: then an event with `Error` says so, unless nobody would hear it or it is text.
 */
export function playSound(turn: Turn, file: string | undefined, async = false): boolean {
  if (!file || countCallers(turn.room) === 0) return false;
  const path = resolve(turn.room, file);
  if (path === undefined) return false;
  const node = probe(turn, path);
  if (!node) {
    fireFailure(turn, path, async);
    return false;
  }
  if (async) startAsync(turn, node);
  else turn.update({ files: startFirst(turn, [...turn.room.files, node]) });
  return true;
}

/**
 * Plays a file to one member, over the room or `alone`; silent when it is not there (conference_member_play_file).
 */
export function playToMember(turn: Turn, id: number, file: string, alone = false): boolean {
  const caller = turn.caller(id);
  const path = resolve(turn.room, file);
  if (!caller || path === undefined) return false;
  const node = probe(turn, path);
  if (!node) return false;
  turn.change(id, { files: startFirst(turn, [...caller.files, { ...node, alone }]) });
  return true;
}

function positionAt(node: FileNode, now: number): number {
  const run = node.startedAt === undefined ? 0 : ((now - node.startedAt) * node.rate) / 1000;
  return Math.min(node.samples, Math.max(0, Math.round(node.position + run)));
}

function played(turn: Turn, node: FileNode): Header[] {
  const samples = positionAt(node, turn.now);
  return [
    ["seconds", String(Math.floor(samples / node.rate))],
    ["milliseconds", String(Math.floor((samples * 1000) / node.rate))],
    ["samples", String(samples)],
    ...splitFileParams(node.path).params,
  ];
}

function fireDone(turn: Turn, node: FileNode): void {
  const after: Header[] = [["File", splitFileParams(node.path).path]];
  if (node.async) after.push(["Async", "true"]);
  turn.fire("play-file-done", after, played(turn, node));
}

function fireMemberDone(turn: Turn, node: FileNode, memberId: number): void {
  const file: Header = ["File", splitFileParams(node.path).path];
  const data = turn.caller(memberId) ? turn.dataOf(memberId) : [];
  turn.fire("play-file-member-done", [...data, file], played(turn, node));
}

/** Closes what still plays to a member who leaves. */
export function closeMemberFiles(turn: Turn, gone: Caller): void {
  for (const node of gone.files) fireMemberDone(turn, node, gone.id);
}

/** Closes what still plays to a room that ends. */
export function closeRoomFiles(turn: Turn): void {
  const { files, asyncFile } = turn.room;
  turn.update({ files: [], asyncFile: undefined });
  for (const node of files) fireDone(turn, node);
  if (asyncFile) fireDone(turn, asyncFile);
}

const isOver = (turn: Turn, node: FileNode): boolean =>
  node.stopped || (!node.paused && positionAt(node, turn.now) >= node.samples);

/** A file of the room that is to be heard once more begins anew; undefined when it is really over. */
function nextLoop(turn: Turn, node: FileNode): FileNode | undefined {
  const loops = node.loops < 0 ? -1 : node.loops - 1;
  if (node.stopped || node.loops === 0 || loops === 0) return undefined;
  return started(turn, { ...node, position: 0, loops });
}

function again(turn: Turn, node: FileNode): void {
  if (node.paused || node.startedAt === undefined) return;
  const left = { ...node, position: positionAt(node, turn.now) };
  turn.effect({ type: "schedule-file", fileId: node.id, afterMs: Math.max(1, remainingMs(left)) });
}

/** A scheduled moment of a file: it ends if it is over or stopped, and the next one starts. */
export function fileDue(turn: Turn, fileId: number): void {
  const { asyncFile, files } = turn.room;
  const own = files.find((node) => node.id === fileId);
  if (own) queuedFileDue(turn, own);
  else if (asyncFile?.id === fileId) asyncFileDue(turn, asyncFile);
  else memberFileDue(turn, fileId);
}

function queuedFileDue(turn: Turn, own: FileNode): void {
  if (!isOver(turn, own)) {
    again(turn, own);
    return;
  }
  const { files } = turn.room;
  const looped = nextLoop(turn, own);
  if (looped) {
    turn.update({ files: files.map((node) => (node === own ? looped : node)) });
    return;
  }
  fireDone(turn, own);
  turn.update({
    files: startFirst(
      turn,
      files.filter((node) => node !== own),
    ),
  });
}

function asyncFileDue(turn: Turn, own: FileNode): void {
  if (!isOver(turn, own)) {
    again(turn, own);
    return;
  }
  const looped = nextLoop(turn, own);
  turn.update({ asyncFile: looped });
  if (!looped) fireDone(turn, own);
}

function memberFileDue(turn: Turn, fileId: number): void {
  const caller = callersOf(turn.room).find(({ files }) => files.some(({ id }) => id === fileId));
  const node = caller?.files.find(({ id }) => id === fileId);
  if (!caller || !node) return;
  if (!isOver(turn, node)) {
    again(turn, node);
    return;
  }
  const rest = caller.files.filter((other) => other !== node);
  turn.change(caller.id, { files: startFirst(turn, rest) });
  fireMemberDone(turn, node, caller.id);
}

const stop = (turn: Turn, node: FileNode): FileNode => {
  turn.effect({ type: "schedule-file", fileId: node.id, afterMs: 0 });
  return { ...node, stopped: true };
};

/** Stops what plays to the room; gives how many files. They end in the room's next moment. */
export function stopFiles(turn: Turn, what: "current" | "all" | "async"): number {
  const { files } = turn.room;
  if (what === "async") return stopAsync(turn);
  const count = what === "all" ? files.length : Math.min(1, files.length);
  turn.update({ files: files.map((node, at) => (at < count ? stop(turn, node) : node)) });
  return what === "all" ? count + stopAsync(turn) : count;
}

export function stopAsync(turn: Turn): number {
  const { asyncFile } = turn.room;
  if (!asyncFile) return 0;
  turn.update({ asyncFile: stop(turn, asyncFile) });
  return 1;
}

export function stopMemberFiles(
  turn: Turn,
  caller: Caller,
  what: "current" | "all" | "async",
): number {
  if (what === "async") return 0;
  const count = what === "all" ? caller.files.length : Math.min(1, caller.files.length);
  const files = caller.files.map((node, at) => (at < count ? stop(turn, node) : node));
  turn.change(caller.id, { files });
  return count;
}

/** Freezes or goes on; the schedule is set anew when it goes on. */
export function togglePause(turn: Turn, node: FileNode): FileNode {
  if (!node.paused) {
    return { ...node, paused: true, position: positionAt(node, turn.now), startedAt: undefined };
  }
  return started(turn, { ...node, paused: false });
}

export function seekTo(turn: Turn, node: FileNode, samples: number): FileNode {
  const position = Math.min(node.samples, Math.max(0, samples));
  const moved = { ...node, position };
  return node.paused ? moved : started(turn, moved);
}

export const currentPosition = (turn: Turn, node: FileNode): number => positionAt(node, turn.now);
