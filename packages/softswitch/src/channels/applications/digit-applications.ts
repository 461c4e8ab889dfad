import type { CallSession } from "../call-session.js";
import type { Application } from "./applications.js";
import { playTo } from "./playing.js";
import { withMedia } from "./sound-applications.js";
import type { Task } from "./task.js";

interface Wanted {
  readonly min: number;
  readonly max: number;
  readonly timeoutMs: number;
  readonly betweenMs: number;
  readonly terminators: string;
  readonly sound: string;
}

interface Entered {
  readonly digits: string;
  readonly terminator: string;
}

/** Collects digits while the prompt plays and after it; the first digit silences the prompt. */
function collect(call: CallSession, wanted: Wanted, task: Task): Promise<Entered> {
  return new Promise((resolve) => {
    let digits = "";
    let serial = 0;
    const prompt =
      wanted.sound && wanted.sound !== "silence" ? playTo(call, wanted.sound) : undefined;
    const finish = (terminator = ""): void => {
      serial = -1;
      prompt?.stop();
      endDigits();
      resolve({ digits, terminator });
    };
    const wait = (ms: number): void => {
      serial += 1;
      const mine = serial;
      call.input.after(ms, () => {
        if (mine === serial) finish();
      });
    };
    const endDigits = call.digits.listen((digit) => {
      prompt?.stop();
      if (wanted.terminators.includes(digit)) {
        finish(digit);
        return;
      }
      digits += digit;
      if (digits.length >= wanted.max) finish();
      else wait(wanted.betweenMs);
    });
    task.onStop = () => finish();
    if (!prompt) wait(wanted.timeoutMs);
    else {
      void prompt.done.then((whole) => {
        if (whole && serial === 0) wait(wanted.timeoutMs);
      });
    }
  });
}

/** `min max tries timeout terminators file invalid_file var regexp [digit_timeout]` */
export const playAndGetDigits: Application = (call, data, task) =>
  withMedia(call, async () => {
    const [min, max, tries, timeout, terminators = "", sound = "", bad = "", ...rest] =
      data.split(" ");
    const [variable = "", regexp, between] = rest;
    const timeoutMs = Number(timeout) || 5000;
    const wanted: Wanted = {
      min: Number(min) || 0,
      max: Number(max) || 128,
      timeoutMs,
      betweenMs: Number(between) || timeoutMs,
      terminators,
      sound,
    };
    for (let left = Number(tries) || 1; left > 0 && !task.stopped && !call.isOver; left -= 1) {
      const { digits, terminator } = await collect(call, wanted, task);
      const fits = digits.length >= wanted.min && matches(digits, regexp);
      call.setVariable("read_terminator_used", terminator);
      call.setVariable(variable, fits ? digits : undefined);
      call.setVariable("read_result", fits ? "success" : digits ? "failure" : "timeout");
      if (fits || task.stopped) return;
      if (bad) await (playTo(call, bad)?.done ?? Promise.resolve());
    }
  });

function matches(digits: string, expression: string | undefined): boolean {
  if (!expression) return true;
  try {
    return new RegExp(expression).test(digits);
  } catch {
    return false;
  }
}

/** `min max file variable timeout terminators` */
export const read: Application = (call, data, task) =>
  withMedia(call, async () => {
    const [min, max, sound = "", variable = "", timeout, terminators = "#"] = data.split(" ");
    const timeoutMs = Number(timeout) || 5000;
    const wanted: Wanted = {
      min: Number(min) || 0,
      max: Number(max) || 128,
      timeoutMs,
      betweenMs: timeoutMs,
      terminators,
      sound,
    };
    const { digits, terminator } = await collect(call, wanted, task);
    const enough = digits.length >= wanted.min;
    call.setVariable("read_terminator_used", terminator);
    call.setVariable(variable, digits || undefined);
    call.setVariable("read_result", enough ? "success" : digits ? "failure" : "timeout");
  });
