import { latin1 } from "./byte-slice.js";
import { type Decoded, decodeBytes } from "./utf8.js";

const PERCENT = 0x25;
const ASCII_END = 0x80;
/** Values of hexadecimal digits by their code; -1 for everything else. */
const HEX = Int8Array.from({ length: 256 }, (_, code) =>
  "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase()),
);
const scratch = Buffer.allocUnsafeSlow(4096);

/** The text of a range with its escapes undone, as `urlDecode` does it. */
export function unescapeBytes(bytes: Buffer, start: number, end: number): Decoded {
  const room = end - start > scratch.length ? Buffer.allocUnsafe(end - start) : scratch;
  let length = 0;
  let seen = 0;
  for (let at = start; at < end; at++) {
    let byte = bytes[at]!;
    if (byte === PERCENT && at + 2 < end) {
      // Negative when either is no digit.
      const value = (HEX[bytes[at + 1]!]! << 4) | HEX[bytes[at + 2]!]!;
      if (value >= 0) {
        byte = value;
        at += 2;
      }
    }
    seen |= byte;
    room[length++] = byte;
  }
  return seen < ASCII_END
    ? { text: latin1(room, 0, length), lossy: false }
    : decodeBytes(room, 0, length);
}

/**
 * Replaces %HH and nothing else (`+` is no blank here). Never throws: a bare `%` stays, bytes that are no UTF-8 become
 * U+FFFD and set `lossy`.
 */
export function urlDecode(value: string): { text: string; lossy: boolean } {
  if (!value.includes("%")) return { text: value, lossy: false };
  const bytes = Buffer.from(value, "utf8");
  return unescapeBytes(bytes, 0, bytes.length);
}
