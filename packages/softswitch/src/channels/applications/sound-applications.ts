import { echo as echoPort } from "../../audio/index.js";
import type { CallSession } from "../call-session.js";
import type { Application } from "./applications.js";
import { RESPONSE } from "./execution.js";
import { beginRest } from "./parking.js";
import { playTold } from "./playing.js";
import type { Task } from "./task.js";

/** Media flows, then this: every application with sound begins so. */
export async function withMedia(call: CallSession, work: () => Promise<void>): Promise<void> {
  await call.preAnswer();
  if (!call.isOver) await work();
}

/** Settles when the task is stopped. */
export const stopped = (task: Task): Promise<void> =>
  new Promise((resolve) => {
    if (task.stopped) resolve();
    task.onStop = resolve;
  });

/** Rests until something else is wanted of the call. */
export const park: Application = (call, _data, task) => {
  const rest = (): void => {
    if (call.isOver || task.stopped) {
      task.finish();
      return;
    }
    const end = beginRest(call);
    task.onStop = () => {
      end();
      task.finish();
    };
  };
  const ready = call.preAnswer();
  if (ready instanceof Promise) void ready.then(rest);
  else rest();
  return "wait";
};

export const echo: Application = (call, _data, task) => {
  const begin = (): void => {
    const port = call.isOver || task.stopped ? undefined : call.sound.borrow();
    const running = port && echoPort(port, call.input.clock);
    const end = (): void => {
      running?.stop();
      port?.release();
      task.finish();
    };
    if (call.isOver || task.stopped) end();
    else task.onStop = end;
  };
  const ready = call.preAnswer();
  if (ready instanceof Promise) void ready.then(begin);
  else begin();
  return "wait";
};

export const sleep: Application = (call, data, task) => {
  const ms = Number.parseInt(data, 10);
  if (!(ms > 0)) return "done";
  const ready = call.preAnswer();
  const wait = (): void => call.input.after(ms, () => task.finish());
  if (ready instanceof Promise) void ready.then(wait);
  else wait();
  return "wait";
};

/** Plays one sound with its events; true when it came to its end, undefined when there is none of that name. */
export async function playWithEvents(
  call: CallSession,
  path: string,
  task: Task,
  endsWith: (digit: string) => boolean,
): Promise<boolean | undefined> {
  const playing = playTold(call, path);
  if (!playing) return undefined;
  task.onStop = () => playing.stop();
  const endDigits = call.digits.listen((digit) => {
    if (endsWith(digit)) playing.stop();
  });
  const whole = await playing.done;
  endDigits();
  return whole;
}

/** As mod_dptools.c reports it; a key that ends a sound is no error. */
function responseOf(call: CallSession, whole: boolean | undefined): string {
  if (whole === undefined) return "FILE NOT FOUND";
  return call.isOver ? "PLAYBACK ERROR" : "FILE PLAYED";
}

/** `*` ends it unless `playback_terminators` says otherwise; `a!b` are sounds one after the other. */
export const playback: Application = (call, data, task) =>
  withMedia(call, async () => {
    const terminators = call.getVariable("playback_terminators") ?? "*";
    const ends = (digit: string): boolean => {
      const does = terminators === "any" || (terminators !== "none" && terminators.includes(digit));
      if (does) call.setVariable("playback_terminator_used", digit);
      return does;
    };
    const delimiter = call.getVariable("playback_delimiter");
    for (const path of delimiter ? data.split(delimiter) : [data]) {
      if (task.stopped || call.isOver) return;
      const whole = await playWithEvents(call, path, task, ends);
      call.setVariable(RESPONSE, responseOf(call, whole));
      if (whole === false) return;
    }
  });
