import { UnsafeValueError } from "../errors.js";

/** The parts of `data` of the dialplan application `conference`: `name@profile+pin+flags{a|b}`. */
export interface ConferenceData {
  name: string;
  /** `default` when the data names none. */
  profile: string;
  /** Empty: no pin. */
  pin: string;
  /** Text between the braces, channel variables not expanded: `${conf_flags}`, `mute|deaf`, or empty. */
  flags: string;
}

const FLAGS_PREFIX = "+flags{";

/**
 * Takes the data apart in mod_conference's order: flags first, then the pin after the first `+`, then the profile after the last `@`.
 * @returns undefined for the form `bridge:…`, which names no room that others can join
 */
export function parseConferenceData(data: string): ConferenceData | undefined {
  if (/^bridge:/i.test(data)) return undefined;
  const flagsAt = data.indexOf(FLAGS_PREFIX);
  const flags = flagsAt < 0 ? "" : bracedText(data, flagsAt + FLAGS_PREFIX.length);
  const room = (flagsAt < 0 ? data : data.slice(0, flagsAt)).replace(/^ +/, "");
  const [nameAndProfile = "", pin = ""] = splitOnce(room, room.indexOf("+"));
  const [name = "", profile = "default"] = splitOnce(
    nameAndProfile,
    nameAndProfile.lastIndexOf("@"),
  );
  return { name, profile, pin, flags };
}

/**
 * The data for a room, in the form `name@profile`, `name@profile+pin`, `name@profile+pin+flags{…}`.
 * @throws UnsafeValueError naming the part that would be read back as something else
 */
export function formatConferenceData(parts: {
  name: string;
  profile: string;
  pin?: string;
  flags?: string;
}): string {
  const { name, profile, pin = "", flags = "" } = parts;
  requirePart(name, "name", /[+{}]|^bridge:/i);
  requirePart(profile, "profile", /[+@{}]/);
  if (/[+{}]/.test(pin)) throw new UnsafeValueError("pin", "conference-delimiter");
  if (!isBalanced(flags)) throw new UnsafeValueError("flags", "conference-delimiter");
  const room = `${name}@${profile}`;
  if (flags !== "") return `${room}+${pin}${FLAGS_PREFIX}${flags}}`;
  return pin === "" ? room : `${room}+${pin}`;
}

function requirePart(value: string, field: string, forbidden: RegExp): void {
  if (value === "") throw new UnsafeValueError(field, "empty");
  // mod_conference eats blanks before a name, so it would answer to another one.
  if (value.startsWith(" ")) throw new UnsafeValueError(field, "leading-blank");
  if (forbidden.test(value)) throw new UnsafeValueError(field, "conference-delimiter");
}

function splitOnce(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

// The data of a dialplan still holds `${conf_flags}`; its brace must not end the flags, as it is gone when mod_conference reads them.
function bracedText(data: string, start: number): string {
  let depth = 1;
  for (let at = start; at < data.length; at++) {
    if (data[at] === "{") depth++;
    else if (data[at] === "}" && --depth === 0) return data.slice(start, at);
  }
  return data.slice(start);
}

function isBalanced(flags: string): boolean {
  return bracedText(`${flags}}`, 0) === flags;
}
