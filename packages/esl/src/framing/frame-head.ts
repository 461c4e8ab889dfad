import { ProtocolError } from "../errors.js";
import { EVENT_FORMATS, type FrameLimits } from "../types.js";
import { parseContentLength } from "./limits.js";

/** A header block that was read: its length with the empty line, and what it announces. */
export interface Head {
  readonly headLength: number;
  readonly bodyLength: number;
  readonly contentType: string;
}

/** The header block of an event as the switch writes it: this, up to nine digits, and what stands behind them. */
const LENGTH = Buffer.from("Content-Length: ");
const MOST_DIGITS = 9;
const USUAL = EVENT_FORMATS.map((format) => {
  const contentType = `text/event-${format}`;
  return { contentType, rest: Buffer.from(`\nContent-Type: ${contentType}\n\n`) };
});
const ZERO = 0x30;
/** No usual block is as long: behind it nothing has to be asked whether it is there, which would cost as much as reading it. */
const LONGEST = 64;

/** The header block at `start` when it is one that is usual for events; any other is read line by line. */
export function readUsualHead(bytes: Buffer, start: number): Head | undefined {
  if (start + LONGEST > bytes.length || !startsWith(bytes, start, LENGTH)) return undefined;
  let at = start + LENGTH.length;
  const last = at + MOST_DIGITS;
  let bodyLength = 0;
  for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9 && at < last; ) {
    bodyLength = bodyLength * 10 + digit;
    digit = bytes[++at]! - ZERO;
  }
  for (const { contentType, rest } of USUAL) {
    if (bodyLength > 0 && startsWith(bytes, at, rest))
      return { headLength: at + rest.length - start, bodyLength, contentType };
  }
  return undefined;
}

function startsWith(bytes: Buffer, at: number, wanted: Buffer): boolean {
  let same = 0;
  while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
  return same === wanted.length;
}

const CONTENT_LINES = /(?:^|\n)content-(type|length):([^\n]*)/gi;
/** These never come without a body, so a missing length means that the stream is not what we think it is. */
const NEEDS_LENGTH = /^(?:text\/event-|api\/response|log\/data)/;

/** @throws ProtocolError for a length that is negative, too large, missing or no number */
export function readHead(bytes: Buffer, start: number, end: number, limits: FrameLimits): Head {
  let contentType = "";
  let length: string | undefined;
  for (const [, name, value] of bytes.toString("utf8", start, end).matchAll(CONTENT_LINES)) {
    if (name!.length === "type".length) contentType = value!.trim();
    else length = value;
  }
  if (length === undefined && NEEDS_LENGTH.test(contentType))
    throw new ProtocolError("LENGTH_MISSING", `${contentType} without Content-Length`);
  return { headLength: end - start, bodyLength: parseContentLength(length, limits), contentType };
}
