/** Why a value must not be written into the configuration tree. */
export const UNSAFE_REASONS = [
  "control-character",
  "line-separator",
  "lone-surrogate",
  "unsupported-character",
  "global-variable",
  "channel-variable",
  "preprocessor-tag",
  "processing-instruction",
  "include-tag",
  "server-side-include",
] as const;

export type UnsafeReason = (typeof UNSAFE_REASONS)[number];

/** What a caller deliberately permits; everything else stays refused. */
export interface EncodeOptions {
  /** `["modconpin"]` permits exactly `$${modconpin}` as the complete value. */
  readonly allowVariables?: readonly string[];
  /** `["conf_flags"]` permits `${conf_flags}` anywhere in the value. */
  readonly allowChannelVariables?: readonly string[];
}

const TRIGGERS: readonly (readonly [RegExp, UnsafeReason])[] = [
  // C0 with CR, LF, TAB and NUL, then DEL and C1.
  [/[\u0000-\u001f\u007f-\u009f]/, "control-character"],
  // Legal XML, but the line ends of JavaScript and of many log readers: a name with one in it forges a line there.
  [/[\u2028\u2029]/, "line-separator"],
  // U+FFFE and U+FFFF are no XML characters. From U+100000 on the reference printed by switch_xml.c (switch_xml_ampencode)
  // is one byte longer than the room it keeps, so FreeSWITCH 1.10.12 writes past its buffer.
  [/[\ufffe\uffff]|[\udbc0-\udbff][\udc00-\udfff]/, "unsupported-character"],
  [/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/, "lone-surrogate"],
  [/\$\$\{/, "global-variable"],
  // switch_string_var_check looks through backslashes between `$` and `{`.
  [/\$\\*\{/, "channel-variable"],
  [/x-pre-process/i, "preprocessor-tag"],
  [/<\?/, "processing-instruction"],
  [/<\/?include>/i, "include-tag"],
  [/<!--#/, "server-side-include"],
];

/**
 * The reason why `value` must not be written, or undefined when it may be. Escaping would defuse some of these for the file
 * at hand, but FreeSWITCH's preprocessor reads lines before it reads XML, and people copy values between files.
 */
export function checkValue(value: string, options: EncodeOptions = {}): UnsafeReason | undefined {
  return unsafeReasons(value, options)[0];
}

/** All reasons, for callers who accept some of them. */
export function unsafeReasons(value: string, options: EncodeOptions = {}): UnsafeReason[] {
  if (isAllowedVariable(value, options.allowVariables)) return [];
  const rest = withoutChannelVariables(value, options.allowChannelVariables);
  return TRIGGERS.filter(([pattern]) => pattern.test(rest)).map(([, reason]) => reason);
}

function isAllowedVariable(value: string, allowed: readonly string[] = []): boolean {
  return allowed.some((name) => value === `$\${${name}}`);
}

function withoutChannelVariables(value: string, allowed: readonly string[] = []): string {
  let rest = value;
  // A word stays in its place: removing it could join its neighbours to something that was not there.
  for (const name of allowed) rest = rest.replace(channelVariable(name), "_");
  return rest;
}

function channelVariable(name: string): RegExp {
  return new RegExp(`(?<!\\$)\\$\\{${name.replace(/[^\w]/g, "\\$&")}\\}`, "g");
}
