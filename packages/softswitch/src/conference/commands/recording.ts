import { splitFileParams } from "../playing.js";
import { leadingNumber } from "../rooms.js";
import type { Turn } from "../turn.js";
import type { Recorder } from "../types.js";
import type { RoomCommand } from "./settings.js";

const withoutParams = (path: string): string => splitFileParams(path).path;

/** A canvas is only spoken of in mixing rooms; a wrong number is complained about, and recording starts all the same. */
function canvasOf(turn: Turn, word: string | undefined): number {
  const id = leadingNumber(word);
  if (word !== undefined && (id < 1 || id > 21)) turn.write("-ERR Invalid canvas\n");
  return turn.room.profile.videoMode === "mux" ? Math.max(1, id) : 0;
}

/** The recorder counts from now on; its file is opened a moment later. */
export function beginRecorder(turn: Turn, path: string, automatic: boolean): void {
  turn.update({
    recordFilename: path,
    recordCount: turn.room.recordCount + 1,
    recorders: [{ path, automatic }, ...turn.room.recorders],
  });
  turn.effect({ type: "record", path, automatic });
}

/** The `+OK` comes before the file is open: whether that works, the start-recording event tells. */
export const record: RoomCommand = (turn, argv) => {
  const [, , path, canvasWord] = argv;
  if (path === undefined) return false;
  const canvas = canvasOf(turn, canvasWord);
  const used = turn.room.recorders.find(
    (recorder) => withoutParams(recorder.path) === withoutParams(path),
  );
  if (used) {
    turn.write(`-ERR file [${used.path}] is already being used for recording.\n`);
    return true;
  }
  turn.write(`+OK Record file ${path}${canvas > 0 ? ` canvas ${canvas}` : ""}\n`);
  beginRecorder(turn, path, false);
  return true;
};

function stopText(node: Recorder): string {
  return node.automatic
    ? `Stopped AUTO recording file ${node.path} (Auto Recording Now Disabled)\n`
    : `Stopped recording file ${node.path}\n`;
}

/** The number in the last line is 0: the recorders count themselves off later. */
export const stopRecording: RoomCommand = (turn, argv) => {
  const [, , path] = argv;
  if (path === undefined) return false;
  const all = path.toLowerCase() === "all";
  const nodes = turn.room.recorders.filter((node) => all || node.path === path);
  turn.update({ recorders: turn.room.recorders.filter((node) => !nodes.includes(node)) });
  for (const node of nodes) {
    turn.write(stopText(node));
    turn.effect({ type: "record-stop", path: node.path });
  }
  if (nodes.length === 0 && !all) turn.write(`-ERR non-existant recording '${path}'\n`);
  turn.write("+OK Stopped recording 0 files\n");
  return true;
};

const pauseOrResume =
  (paused: boolean): RoomCommand =>
  (turn, argv) => {
    const [, , path] = argv;
    if (path === undefined) return false;
    turn.write(`+OK ${paused ? "Pause" : "Resume"} recording file ${path}\n`);
    if (!turn.room.recorders.some((node) => node.path === path)) {
      turn.write(`-ERR non-existant recording '${path}'\n`);
      return true;
    }
    const members = turn.room.members.map((member) =>
      member.type === "recording_node" && member.path === path ? { ...member, paused } : member,
    );
    turn.update({ members });
    turn.effect({ type: "record-pause", path, paused });
    turn.fire(paused ? "pause-recording" : "resume-recording", [
      ["Path", path],
      ["Other-Recordings", turn.room.recordCount > 0 ? "true" : "false"],
    ]);
    return true;
  };

export const pauseRecording = pauseOrResume(true);
export const resumeRecording = pauseOrResume(false);

export const checkRecording: RoomCommand = (turn) => {
  const nodes = turn.room.recorders;
  if (nodes.length === 0) turn.write("-ERR Conference is not being recorded.\n");
  for (const node of nodes) {
    turn.write(`+OK Record file ${node.path}${node.automatic ? " (Auto)" : ""}\n`);
  }
  return true;
};

const SUBCOMMANDS: Readonly<Record<string, RoomCommand>> = {
  start: record,
  stop: stopRecording,
  check: checkRecording,
  pause: pauseRecording,
  resume: resumeRecording,
};

/** `recording start <path>` and its kin; with one word only it is the old form: a path (even `start`). */
export const recording: RoomCommand = (turn, argv) => {
  const [name = "", , word = ""] = argv;
  const lower = word.toLowerCase();
  const bare = argv.length === 3 && (lower === "stop" || lower === "check");
  if (argv.length <= 3 && !bare) return record(turn, argv);
  const command = SUBCOMMANDS[lower];
  if (!command) return false;
  return command(turn, [name, lower, ...(bare ? ["all"] : argv.slice(3))]);
};
