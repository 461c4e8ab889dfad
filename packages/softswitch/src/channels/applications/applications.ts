import type { CallSession } from "../call-session.js";
import { findCause } from "../causes.js";
import { huntElsewhere } from "../dialplan/hunting.js";
import { bridge } from "./bridge-application.js";
import { playAndGetDigits, read } from "./digit-applications.js";
import {
  maskRecording,
  pauseRecording,
  recordSession,
  stopRecordSession,
} from "./recording-applications.js";
import { socket } from "./socket-application.js";
import { echo, park, playback, sleep } from "./sound-applications.js";
import type { Task } from "./task.js";
import { exportVariable, set, setProfileVariable, unset } from "./variable-applications.js";

/** `done`: the dialplan goes on. `wait`: until the task is finished. A promise: until it settles. */
export type ApplicationResult = "done" | "wait" | Promise<void>;

export type Application = (call: CallSession, data: string, task: Task) => ApplicationResult;

/** What an application that waits for something answers. */
export const settled = (later: void | Promise<void>): ApplicationResult =>
  later instanceof Promise ? later : "done";

const transfer: Application = (call, data) => {
  const [extension, dialplan, context] = data.split(" ").filter(Boolean);
  if (extension) call.transfer(extension, dialplan, context);
  return "done";
};

const hangup: Application = (call, data) => {
  call.hangup(findCause(data) ?? "NORMAL_CLEARING");
  return "done";
};

/** A conference answers; a real telephone agrees on media first. */
const conference: Application = (call, data, task) => {
  const ready = call.answer();
  if (!(ready instanceof Promise)) return call.joinConference(data, task);
  return ready.then(async () => {
    if (call.isOver || task.stopped) return;
    const result = call.joinConference(data, task);
    if (result === "wait") await task.whenFinished;
    else if (result !== "done") await result;
  });
};

const sendDtmf: Application = (call, data) => {
  const [digits = "", ms] = data.split("@");
  call.leg.sendDtmf(digits, Number(ms) || undefined);
  return "done";
};

/** The extension's own conditions and actions, then back here. */
const executeExtension: Application = async (call, data) => {
  const [extension = "", , context] = data.split(" ").filter(Boolean);
  for (const action of huntElsewhere(call, extension, context)) {
    if (call.isOver) return;
    await call.execute(action.application, action.data);
  }
};

const log: Application = (call, data) => {
  const [level = "", ...words] = data.split(" ");
  call.input.core.log("debug", `${call.name} ${level} ${words.join(" ")}`.trim());
  return "done";
};

const nothing: Application = () => "done";

const APPLICATIONS: Readonly<Record<string, Application>> = {
  set,
  set_profile_var: setProfileVariable,
  export: exportVariable,
  unset,
  answer: (call) => settled(call.answer()),
  pre_answer: (call) => settled(call.preAnswer()),
  ring_ready: (call) => {
    call.ringReady();
    return "done";
  },
  transfer,
  conference,
  bridge,
  hangup,
  park,
  echo,
  sleep,
  playback,
  play_and_get_digits: playAndGetDigits,
  read,
  send_dtmf: sendDtmf,
  execute_extension: executeExtension,
  socket,
  record_session: recordSession,
  stop_record_session: stopRecordSession,
  record_session_mask: maskRecording(true),
  record_session_unmask: maskRecording(false),
  record_session_pause: pauseRecording(true),
  record_session_resume: pauseRecording(false),
  log,
  eval: nothing,
  info: nothing,
  presence: nothing,
  start_dtmf: nothing,
  stop_dtmf: nothing,
};

/** The application of a name; undefined for one this switch does not have. */
export const findApplication = (name: string): Application | undefined =>
  Object.hasOwn(APPLICATIONS, name) ? APPLICATIONS[name] : undefined;
