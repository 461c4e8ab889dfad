import type { Application } from "./applications.js";

const assignment = (data: string): readonly [string, string] => {
  const equals = data.indexOf("=");
  return equals < 0 ? [data.trim(), ""] : [data.slice(0, equals).trim(), data.slice(equals + 1)];
};

/** The value is expanded once more, after the whole argument was (base_set in mod_dptools.c). */
export const set: Application = (call, data) => {
  const [name, value] = assignment(data);
  if (name) call.setVariable(name, call.expand(value));
  return "done";
};

export const unset: Application = (call, data) => {
  call.setVariable(data.trim(), undefined);
  return "done";
};

/** `nolocal:` keeps the variable from this leg; the list of exported names only grows. */
export const exportVariable: Application = (call, data) => {
  const [name, value] = assignment(data);
  if (!name) return "done";
  const plain = name.replace(/^(nolocal|_nolocal_):?/, "");
  call.setVariable(plain === name ? name : `${plain}`, plain === name ? value : undefined);
  if (plain !== name) call.setVariable(name, value);
  const known = call.channel.variables.get("export_vars");
  call.setVariable("export_vars", known === undefined ? name : `${known},${name}`);
  return "done";
};

/** Fields of the caller profile that `set_profile_var` may change here. */
const PROFILE_FIELDS = {
  caller_id_name: "callerIdName",
  caller_id_number: "callerIdNumber",
  callee_id_name: "calleeIdName",
  callee_id_number: "calleeIdNumber",
  ani: "ani",
  rdnis: "rdnis",
  username: "username",
} as const;

export const setProfileVariable: Application = (call, data) => {
  const [name, value] = assignment(data);
  const field = Object.entries(PROFILE_FIELDS).find(([known]) => known === name)?.[1];
  const { profile } = call.channel.facts;
  if (field) call.channel.update({ profile: { ...profile, [field]: value } });
  return "done";
};
