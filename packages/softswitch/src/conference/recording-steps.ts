import type { RecordingFacts } from "../audio/index.js";
import { RECORDING_FAILED } from "./sources.js";
import type { Turn } from "./turn.js";

/** The file is open: the recorder joins the members (conference_record_thread_run). */
export function recordingStarted(turn: Turn, id: number, path: string, automatic: boolean): void {
  turn.fire("start-recording", [["Path", path]]);
  const node = { type: "recording_node", id, path, automatic, paused: false } as const;
  turn.update({ members: [{ ...node, joinedAt: turn.now }, ...turn.room.members] });
  turn.presence();
}

/** The file cannot be made: two events say so, the second as if a recording had ended. */
export function recordingFailed(turn: Turn, path: string): void {
  if (!turn.isSuppressed("start-recording")) {
    const error = ["Error", "File could not be opened for recording"] as const;
    const what = [["Action", "start-recording"] as const, ["Path", path] as const, error];
    turn.emit([...turn.roomData(), ...what], RECORDING_FAILED);
  }
  turn.update({ recorders: turn.room.recorders.filter((recorder) => recorder.path !== path) });
  const rate = turn.room.profile.rate;
  recordingStopped(turn, path, { samples: 0, rate, size: undefined });
}

export function recordingStopped(turn: Turn, path: string, facts: RecordingFacts): void {
  const recordCount = Math.max(0, turn.room.recordCount - 1);
  turn.update({
    recordCount,
    members: turn.room.members.filter((member) => member.type === "caller" || member.path !== path),
  });
  turn.fire("stop-recording", [
    ["Path", path],
    ["Other-Recordings", recordCount > 0 ? "true" : "false"],
    ["Samples-Out", String(facts.samples)],
    ["Samplerate", String(facts.rate)],
    ["Milliseconds-Elapsed", String(Math.floor((facts.samples * 1000) / facts.rate))],
    ["Record-File-Size", facts.size === undefined ? "" : String(facts.size)],
  ]);
}
