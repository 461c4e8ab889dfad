/** What the dialplan application `conference` is asked for. */
export interface ConferenceRequest {
  readonly name: string;
  readonly profile: string;
  readonly pin: string;
  /** The inside of `flags{…}`; undefined when the data has none. */
  readonly flags: string | undefined;
}

/**
 * Takes `name@profile+pin+flags{a|b}` apart in FreeSWITCH's order: flags first, then the pin after the first `+`,
 * then the profile after the last `@`.
 */
export function parseConferenceRequest(data: string): ConferenceRequest {
  const match = /\+flags\{([^}]*)\}?/.exec(data);
  const rest = match
    ? data.slice(0, match.index) + data.slice(match.index + match[0].length)
    : data;
  const plus = rest.indexOf("+");
  const pin = plus < 0 ? "" : rest.slice(plus + 1).trim();
  const address = (plus < 0 ? rest : rest.slice(0, plus)).trim();
  const at = address.lastIndexOf("@");
  return {
    name: at < 0 ? address : address.slice(0, at),
    profile: at < 0 ? "default" : address.slice(at + 1) || "default",
    pin,
    flags: match?.[1],
  };
}
