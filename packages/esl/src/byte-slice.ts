import { type Decoded, decodeBytes } from "./utf8.js";

type Slicer = (this: Buffer, start: number, end: number) => string;

const { latin1Slice } = Buffer.prototype as unknown as { readonly latin1Slice?: Slicer };

/** `toString("latin1", start, end)` by the function under it, which costs half: most of a value's price is that call. */
export const latin1: (bytes: Buffer, start: number, end: number) => string =
  latin1Slice === undefined
    ? (bytes, start, end) => bytes.toString("latin1", start, end)
    : (bytes, start, end) => latin1Slice.call(bytes, start, end);

const PERCENT = 0x25;
const ASCII_END = 0x80;
/** Values of hexadecimal digits by their code; -1 for everything else. */
const HEX = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  HEX[text.charCodeAt(0)] = digit;
  HEX[text.toUpperCase().charCodeAt(0)] = digit;
}
const scratch = Buffer.allocUnsafeSlow(4096);

/** Replaces %HH and nothing else (`+` is no blank here); a bare `%` stays. Never throws. */
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
    : decodeBytes(room.subarray(0, length));
}
