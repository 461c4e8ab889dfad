import { decodeBytes } from "./utf8.js";

/** Bytes that switch_url_encode (switch_utils.c) writes as %XX: controls, everything beyond ~, and these. */
const ESCAPED = '\r\n #%&+:;<=>?@[\\]^`{|}"';
const ESCAPES: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte > 0x7e || ESCAPED.includes(String.fromCharCode(byte))
    ? `%${byte.toString(16).toUpperCase().padStart(2, "0")}`
    : String.fromCharCode(byte),
);
const NEEDS_ESCAPE = /[^!$'()*,\-./0-9A-Z_a-z~]/;
const PERCENT = 0x25;

/**
 * Encodes as FreeSWITCH does: a `%` before two upper-case hexadecimal digits stays as it is, so what was
 * encoded once is not encoded again (and raw `50%25` cannot be told from raw `50%`).
 */
export function urlEncode(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value;
  const bytes = Buffer.from(value, "utf8");
  let text = "";
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    text +=
      byte === PERCENT && isUpperHex(bytes[at + 1]) && isUpperHex(bytes[at + 2])
        ? "%"
        : ESCAPES[byte]!;
  }
  return text;
}

/**
 * Replaces %HH and nothing else (`+` is no blank here). Never throws: a bare `%` stays, bytes that are no UTF-8 become
 * U+FFFD and set `lossy`.
 */
export function urlDecode(value: string): { text: string; lossy: boolean } {
  if (!value.includes("%")) return { text: value, lossy: false };
  try {
    return { text: decodeURIComponent(value), lossy: false };
  } catch {
    return decodeBytes(unescapeBytes(Buffer.from(value, "utf8")));
  }
}

function unescapeBytes(bytes: Buffer): Buffer {
  let length = 0;
  for (let at = 0; at < bytes.length; at++, length++) {
    const byte = bytes[at]!;
    const high = byte === PERCENT ? hexValue(bytes[at + 1]) : -1;
    const low = high < 0 ? -1 : hexValue(bytes[at + 2]);
    bytes[length] = low < 0 ? byte : high * 16 + low;
    if (low >= 0) at += 2;
  }
  return bytes.subarray(0, length);
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isUpperHex(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46));
}
