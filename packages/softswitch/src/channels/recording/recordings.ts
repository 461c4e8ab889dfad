import type { Header } from "../../core/index.js";
import { soundPath } from "../applications/playing.js";
import type { CallSession } from "../call-session.js";
import { BUG_START, BUG_STOP, RECORD_START, RECORD_STOP } from "../event-sources.js";
import { CallRecording } from "./call-recording.js";

/** Why a recording came to its end, in the words of `record_completion_cause`. */
type Cause = "success-maxtime" | "success-silence" | "uri-failure";

const DEFAULT_RATE = 8000;

/** The recordings of each call by path, those that run. */
const running = new WeakMap<CallSession, Map<string, CallRecording>>();

const of = (call: CallSession): Map<string, CallRecording> => running.get(call) ?? new Map();

const bugHeaders = (path: string): Header[] => [
  ["Media-Bug-Function", "session_record"],
  ["Media-Bug-Target", path],
];

function fail(call: CallSession, text: string): false {
  call.input.core.log("err", `${call.name}: ${text}`);
  return false;
}

const isTrue = (text: string | undefined): boolean => /^(true|yes|on|1)$/i.test(text ?? "");

/**
 * Records a call into a WAV file, what it says and what it hears mixed, with `limit` seconds at most (0: without end);
 * false when that cannot be. Media must flow. A name without a folder goes where prompts are, as in FreeSWITCH; a
 * path that is recorded already stays as it is (switch_ivr_async.c, switch_ivr_record_session_event).
 */
export function startRecording(call: CallSession, name: string, limit = 0): boolean {
  if (!call.channel.facts.writeCodec) return fail(call, "Can not record: no media");
  const path = soundPath(call, name);
  const all = of(call);
  if (all.has(path)) return true;
  if (!/\.wav$/i.test(path)) return failed(call, path, "not a file type we write");
  try {
    all.set(
      path,
      new CallRecording(call, path, call.sound.rate ?? DEFAULT_RATE, {
        limit,
        said: !isTrue(call.getVariable("RECORD_WRITE_ONLY")),
        heard: !isTrue(call.getVariable("RECORD_READ_ONLY")),
        full: () => end(call, path, "success-maxtime"),
      }),
    );
  } catch (error) {
    return failed(call, path, String(error));
  }
  running.set(call, all);
  call.channel.fireExtended("RECORD_START", RECORD_START, [["Record-File-Path", path]]);
  call.channel.fireExtended("MEDIA_BUG_START", BUG_START, bugHeaders(path));
  return true;
}

function failed(call: CallSession, path: string, why: string): false {
  call.setVariable("record_completion_cause", "uri-failure" satisfies Cause);
  return fail(call, `Error opening ${path}: ${why}`);
}

/** One that runs, by the name it was started with. */
export const recordingOf = (call: CallSession, name: string): CallRecording | undefined =>
  of(call).get(name) ?? of(call).get(soundPath(call, name));

/** Ends one by its name, or `all`; false when there is none of that name. */
export function stopRecording(call: CallSession, name: string): boolean {
  const paths = [...of(call).keys()];
  const meant =
    name.toLowerCase() === "all"
      ? paths
      : paths.filter((path) => path === name || path === soundPath(call, name));
  for (const path of meant) end(call, path, "success-maxtime");
  return meant.length > 0 || name.toLowerCase() === "all";
}

/** The call is over. */
export function endRecordings(call: CallSession): void {
  for (const path of [...of(call).keys()]) end(call, path, "success-silence");
}

function end(call: CallSession, path: string, cause: Cause): void {
  const recording = of(call).get(path);
  if (!recording) return;
  of(call).delete(path);
  const { samples, rate, size } = recording.stop();
  if (recording.failure !== undefined) fail(call, `Error writing ${path}: ${recording.failure}`);
  const ms = Math.floor((samples * 1000) / rate);
  call.channel.variables.setAll([
    ["record_file_size", size === undefined ? undefined : String(size)],
    ["record_samples", String(samples)],
    ["record_seconds", String(Math.floor(ms / 1000))],
    ["record_ms", String(ms)],
    ["record_completion_cause", cause],
  ]);
  call.channel.fireExtended("RECORD_STOP", RECORD_STOP, [
    ["Record-File-Path", path],
    ["Record-Completion-Cause", cause],
  ]);
  call.channel.fireExtended("MEDIA_BUG_STOP", BUG_STOP, bugHeaders(path));
}
