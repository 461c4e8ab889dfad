import type { Frame } from "../framing/frame.js";

/** A line of the switch's log, as `log` delivers it. */
export interface LogLine {
  /** 0 console, 1 alert, 2 crit, 3 err, 4 warning, 5 notice, 6 info, 7 debug. */
  readonly level: number;
  readonly text: string;
  readonly file: string;
  readonly function: string;
  readonly line: number;
  /** The session's UUID where there is one, else empty. */
  readonly userData: string;
}

export function toLogLine(frame: Frame): LogLine {
  const value = (name: string) => frame.headers.get(name) ?? "";
  return {
    level: Number(value("Log-Level")),
    text: frame.body.toString("utf8"),
    file: value("Log-File"),
    function: value("Log-Func"),
    line: Number(value("Log-Line")),
    userData: value("User-Data"),
  };
}
