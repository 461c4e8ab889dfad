import { SlabFrame } from "./frame.js";
import type { Slab } from "./slab.js";

const codes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const LENGTH = codes("Content-Length: ");
const TYPE = codes("\nContent-Type: text/event-");
const PLAIN = codes("plain\n\n");
const JSON_TYPE = codes("json\n\n");
const ZERO = 0x30;
/** The longest outer header read here, and more: behind it nothing has to be asked whether it is there. */
const LONGEST = 64;

/**
 * The frame at `at` when it is an event framed as the switch frames every event, lies in one piece and is no longer than
 * `maxBodyBytes`; anything else is read header by header.
 */
export function readUsualEvent(
  slab: Slab,
  at: number,
  maxBodyBytes: number,
): SlabFrame | undefined {
  const { bytes } = slab;
  if (at + LONGEST > bytes.length || !startsWith(bytes, at, LENGTH)) return undefined;
  const digitsAt = at + LENGTH.length;
  let next = digitsAt;
  let length = 0;
  // Of more than eight digits no length is usual.
  for (let digit = bytes[next]! - ZERO; digit >= 0 && digit <= 9 && next < digitsAt + 9; ) {
    length = length * 10 + digit;
    digit = bytes[++next]! - ZERO;
  }
  if (next === digitsAt || length > maxBodyBytes || !startsWith(bytes, next, TYPE))
    return undefined;
  next += TYPE.length;
  const isPlain = startsWith(bytes, next, PLAIN);
  if (!isPlain && !startsWith(bytes, next, JSON_TYPE)) return undefined;
  const start = next + (isPlain ? PLAIN : JSON_TYPE).length;
  if (start + length > bytes.length) return undefined;
  const contentType = isPlain ? "text/event-plain" : "text/event-json";
  return new SlabFrame(slab, contentType, at, start, start + length);
}

function startsWith(bytes: Buffer, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
