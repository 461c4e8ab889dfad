import { granularFactor } from "../../audio/index.js";
import { splitArguments } from "../../conference/index.js";
import type { SwitchCore } from "../../core/index.js";
import type { SoundWay } from "../applications/sound-desk.js";
import type { CallSession } from "../call-session.js";
import type { Calls } from "../calls.js";
import { recordingOf, startRecording, stopRecording } from "../recording/recordings.js";

const RECORD = "<uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]";
const AUDIO = "<uuid> [start [read|write] [mute|level <level>]|stop]";

interface RecordWish {
  readonly call: CallSession;
  readonly path: string;
  readonly limit: number;
}

type Verb = (wish: RecordWish) => boolean | Promise<boolean>;

const begin: Verb = ({ call, path, limit }) => {
  const start = (): boolean => !call.isOver && startRecording(call, path, limit);
  const ready = call.preAnswer();
  return ready instanceof Promise ? ready.then(start) : start();
};

const mask =
  (masked: boolean): Verb =>
  ({ call, path }) => {
    const recording = recordingOf(call, path);
    if (recording) recording.masked = masked;
    return recording !== undefined;
  };

const pause =
  (paused: boolean): Verb =>
  ({ call, path }) => {
    const recording = recordingOf(call, path);
    recording?.pause(paused);
    return recording !== undefined;
  };

/** What each does, and what could not be done (mod_commands.c, session_record_function). */
const VERBS: Readonly<Record<string, readonly [verb: Verb, failure: string]>> = {
  start: [begin, "record session"],
  stop: [({ call, path }) => stopRecording(call, path), "stop record session"],
  mask: [mask(true), "mask recording session"],
  unmask: [mask(false), "unmask recording session"],
  pause: [pause(true), "pause recording session"],
  resume: [pause(false), "resume recording session"],
};

function record(calls: Calls, args: string): string | Promise<string> {
  const [uuid, word = "", path, limit = ""] = splitArguments(args);
  if (uuid === undefined || path === undefined) return `-USAGE: ${RECORD}\n`;
  const call = calls.get(uuid);
  if (!call) return "-ERR Cannot locate session!\n";
  const verb = word.toLowerCase();
  const found = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!found) return `-USAGE: ${RECORD}\n`;
  const [run, failure] = found;
  const answer = (done: boolean): string => (done ? "+OK Success\n" : `-ERR Cannot ${failure}!\n`);
  const done = run({ call, path, limit: Number.parseInt(limit, 10) || 0 });
  return done instanceof Promise ? done.then(answer) : answer(done);
}

const isWay = (word: string | undefined): word is SoundWay => word === "read" || word === "write";

/** Muted with any level but 0; a level is in decibels (switch_ivr_async.c, switch_ivr_session_audio). */
function audio(calls: Calls, args: string): string {
  const [uuid, ...words] = args.split(" ");
  const [verb, way, what, text = ""] = words.map((word) => word.toLowerCase());
  if (!uuid || !verb) return `-USAGE: ${AUDIO}\n`;
  const call = calls.get(uuid);
  if (!call) return "-ERR No such channel!\n";
  if (verb === "stop") {
    call.sound.shape("read", 1);
    call.sound.shape("write", 1);
    return "+OK\n";
  }
  const level = Number.parseInt(text, 10) || 0;
  if (verb !== "start" || text === "" || !isWay(way)) return `-USAGE: ${AUDIO}\n`;
  if (what !== "mute" && what !== "level") return `-USAGE: ${AUDIO}\n`;
  if (what === "mute") call.sound.shape(way, level === 0 ? 1 : 0);
  else call.sound.shape(way, level === 0 ? 1 : granularFactor(level));
  return "+OK\n";
}

/** `uuid_record` and `uuid_audio`: what a client does with the sound of a call. */
export function registerMediaCommands(core: SwitchCore, calls: Calls): void {
  core.api.register("uuid_record", (args) => record(calls, args), {
    syntax: RECORD,
    module: "mod_commands",
  });
  core.api.register("uuid_audio", (args) => audio(calls, args), {
    syntax: AUDIO,
    module: "mod_commands",
  });
}
