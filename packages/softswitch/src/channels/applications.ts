import type { CallSession } from "./call-session.js";
import { findCause } from "./states.js";

/** `done`: the dialplan goes on. `wait`: the call stays in this application. */
export type ApplicationResult = "done" | "wait";

export type Application = (call: CallSession, data: string) => ApplicationResult;

const assignment = (data: string): readonly [string, string] => {
  const equals = data.indexOf("=");
  return equals < 0 ? [data.trim(), ""] : [data.slice(0, equals).trim(), data.slice(equals + 1)];
};

const set: Application = (call, data) => {
  const [name, value] = assignment(data);
  if (name) call.setVariable(name, value);
  return "done";
};

/** `nolocal:` keeps the variable from this leg; the list of exported names only grows. */
const exportVariable: Application = (call, data) => {
  const [name, value] = assignment(data);
  if (!name) return "done";
  if (!name.startsWith("nolocal:")) call.setVariable(name, value);
  const known = call.channel.variables.get("export_vars");
  call.setVariable("export_vars", known === undefined ? name : `${known},${name}`);
  return "done";
};

/** Fields of the caller profile that `set_profile_var` may change here. */
const PROFILE_FIELDS = {
  caller_id_name: "callerIdName",
  caller_id_number: "callerIdNumber",
  ani: "ani",
  rdnis: "rdnis",
  username: "username",
} as const;

const setProfileVariable: Application = (call, data) => {
  const [name, value] = assignment(data);
  const field = Object.entries(PROFILE_FIELDS).find(([known]) => known === name)?.[1];
  const { profile } = call.channel.facts;
  if (field) call.channel.update({ profile: { ...profile, [field]: value } });
  return "done";
};

const transfer: Application = (call, data) => {
  const [extension, dialplan, context] = data.split(" ").filter(Boolean);
  if (extension) call.transfer(extension, dialplan, context);
  return "done";
};

const hangup: Application = (call, data) => {
  call.hangup(findCause(data) ?? "NORMAL_CLEARING");
  return "done";
};

/** Scripted telephones do not answer: a call to one ends as if nobody were there. */
const bridge: Application = (call, data) => {
  const missing = data === "" || data.startsWith("error/");
  const cause = missing
    ? (findCause(data.slice("error/".length)) ?? "USER_NOT_REGISTERED")
    : "NO_ANSWER";
  call.setVariable("originate_disposition", cause);
  call.setVariable("DIALSTATUS", missing ? "UNREGISTERED" : "NOANSWER");
  if (call.getVariable("continue_on_fail") !== "true") call.hangup(cause);
  return "done";
};

const answer: Application = (call) => {
  call.answer();
  return "done";
};

const wait: Application = (call) => {
  call.answer();
  return "wait";
};

const nothing: Application = () => "done";

const APPLICATIONS: Readonly<Record<string, Application>> = {
  set,
  set_profile_var: setProfileVariable,
  export: exportVariable,
  unset: (call, data) => {
    call.setVariable(data.trim(), undefined);
    return "done";
  },
  answer,
  pre_answer: nothing,
  ring_ready: nothing,
  transfer,
  conference: (call, data) => call.joinConference(data),
  bridge,
  hangup,
  park: wait,
  echo: wait,
  log: nothing,
  info: nothing,
  sleep: nothing,
  playback: nothing,
  presence: nothing,
};

/** The application of a name; undefined for one this switch does not have. */
export const findApplication = (name: string): Application | undefined =>
  Object.hasOwn(APPLICATIONS, name) ? APPLICATIONS[name] : undefined;

/** Applications a call stays in: they cannot run beside another. */
export const isStaying = (name: string): boolean =>
  name === "conference" || APPLICATIONS[name] === wait;
