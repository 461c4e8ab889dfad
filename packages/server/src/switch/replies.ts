import { ReloadRefusedError, SwitchRefusedError } from "./errors.js";

const SKIPPED = /^Skipping moderator /;

/**
 * Conference commands say no in several ways: `-ERR …` on any line (even after a `+OK`, as `pause` does), or their
 * usage without any sign (conference_api.c). An empty answer means that there was nobody to do it to, and so do the
 * moderators that `non_moderator` names. `energy` says what it has set without a sign.
 */
export function assertDone(command: string, reply: string): void {
  const lines = reply.split("\n").filter((line) => line !== "" && !SKIPPED.test(line));
  const refusal = lines.find((line) => line.startsWith("-"));
  if (refusal !== undefined) throw new SwitchRefusedError(command, refusal);
  if (lines.length > 0 && !lines.some((line) => /^(\+OK|Energy \d+ = )/.test(line)))
    throw new SwitchRefusedError(command, reply);
}

/** `reloadxml` begins with `+OK` whatever happened; only this one text means success (mod_commands.c). */
export function assertReloaded(reply: string): void {
  const text = reply.trim();
  if (text === "+OK [Success]") return;
  throw new ReloadRefusedError(/^\+OK \[([\s\S]*)\]$/.exec(text)?.[1] ?? text);
}

/** Reads `global_getvar` without a name: `name=value` a line; a value may hold `=` itself. */
export function readGlobals(reply: string): Record<string, string> {
  const globals: Record<string, string> = Object.create(null);
  for (const line of reply.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0) globals[line.slice(0, at)] = line.slice(at + 1);
  }
  return globals;
}

/** `get profile_name` answers the bare name; usage, errors and unknown conferences do not look like one. */
export function readProfileName(reply: string): string {
  const name = reply.trim();
  return /^[^\s<>-][^\s<>]*$/.test(name) && name !== "none" ? name : "";
}
