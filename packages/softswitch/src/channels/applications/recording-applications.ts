import { recordingOf, startRecording, stopRecording } from "../recording/recordings.js";
import type { Application } from "./applications.js";
import { withMedia } from "./sound-applications.js";

/** `path [+seconds]`; variables in braces behind them are not looked at. */
export const recordSession: Application = (call, data) => {
  const [path, limit = ""] = data.split(" ").filter(Boolean);
  if (!path) return "done";
  return withMedia(call, async () => {
    startRecording(call, path, Number.parseInt(limit.replace(/^\+/, ""), 10) || 0);
  });
};

export const stopRecordSession: Application = (call, data) => {
  stopRecording(call, data || "all");
  return "done";
};

export const maskRecording =
  (masked: boolean): Application =>
  (call, data) => {
    const recording = recordingOf(call, data);
    if (recording) recording.masked = masked;
    return "done";
  };

export const pauseRecording =
  (paused: boolean): Application =>
  (call, data) => {
    recordingOf(call, data)?.pause(paused);
    return "done";
  };
