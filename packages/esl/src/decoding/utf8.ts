import { isUtf8 } from "node:buffer";

/** A text and whether bytes were lost on the way to it. */
export interface Decoded {
  readonly text: string;
  readonly lossy: boolean;
}

/** Decodes the UTF-8 of a range without ever throwing: what is none becomes U+FFFD and sets `lossy`. */
export function decodeBytes(bytes: Buffer, start: number, end: number): Decoded {
  const text = bytes.toString("utf8", start, end);
  // A U+FFFD may have been sent as such; only then the bytes are looked at again.
  return { text, lossy: text.includes("\ufffd") && !isUtf8(bytes.subarray(start, end)) };
}
