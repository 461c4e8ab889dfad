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

function isUpperHex(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46));
}
