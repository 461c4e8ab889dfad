import { ProtocolError } from "./errors.js";
import { parseContentLength } from "./limits.js";
import type { FrameLimits } from "./types.js";

/** A header block that was read: its length with the empty line, and what it announces. */
export interface Head {
  readonly headLength: number;
  readonly bodyLength: number;
  readonly contentType: string;
}

/** The header block of an event as the switch writes it; `#` stands for digits. */
const USUAL = Buffer.from("Content-Length: #\nContent-Type: text/event-");
const PLAIN = Buffer.from("plain\n\n");
const JSON_TYPE = Buffer.from("json\n\n");
const DIGITS = 0x23;
const ZERO = 0x30;
/** The longest header block read here, and more: behind it nothing has to be asked whether it is there. */
const LONGEST = 64;

/** The header block at `start` when it is written as the switch writes that of every event; any other is read line by line. */
export function readUsualHead(bytes: Buffer, start: number, end: number): Head | undefined {
  if (start + LONGEST > end) return undefined;
  let at = start;
  let bodyLength = 0;
  for (let i = 0; i < USUAL.length; i++) {
    if (USUAL[i] !== DIGITS) {
      if (bytes[at++] !== USUAL[i]) return undefined;
      continue;
    }
    // Of more than eight digits no length is usual.
    const first = at;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9 && at < first + 9; ) {
      bodyLength = bodyLength * 10 + digit;
      digit = bytes[++at]! - ZERO;
    }
    if (at === first) return undefined;
  }
  const isPlain = bytes[at] === PLAIN[0];
  const type = isPlain ? PLAIN : JSON_TYPE;
  for (let i = 0; i < type.length; i++) if (bytes[at++] !== type[i]) return undefined;
  const contentType = isPlain ? "text/event-plain" : "text/event-json";
  return { headLength: at - start, bodyLength, contentType };
}

const TYPE_LINES = /(?:^|\n)content-type:([^\n]*)/gi;
const LENGTH_LINES = /(?:^|\n)content-length:([^\n]*)/gi;
/** These never come without a body, so a missing length means that the stream is not what we think it is. */
const NEEDS_LENGTH = /^(?:text\/event-|api\/response|log\/data)/;

/** @throws ProtocolError for a length that is negative, too large, missing or no number */
export function readHead(bytes: Buffer, start: number, end: number, limits: FrameLimits): Head {
  const text = bytes.toString("utf8", start, end);
  const contentType = lastOf(TYPE_LINES, text)?.trim() ?? "";
  const length = lastOf(LENGTH_LINES, text);
  if (length === undefined && NEEDS_LENGTH.test(contentType))
    throw new ProtocolError("LENGTH_MISSING", `${contentType} without Content-Length`);
  const bodyLength = length === undefined ? 0 : parseContentLength(length, limits);
  return { headLength: end - start, bodyLength, contentType };
}

function lastOf(lines: RegExp, text: string): string | undefined {
  return [...text.matchAll(lines)].at(-1)?.[1];
}
