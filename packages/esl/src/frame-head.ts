const codes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const LENGTH = codes("Content-Length: ");
const TYPE = codes("\nContent-Type: text/event-");
const PLAIN = codes("plain\n\n");
const JSON_TYPE = codes("json\n\n");
const ZERO = 0x30;
/** The longest header block read here, and more: behind it nothing has to be asked whether it is there. */
const LONGEST = 64;

/** A header block that was read: its length with the empty line, and what it announces. */
export interface Head {
  readonly headLength: number;
  readonly bodyLength: number;
  readonly contentType: string;
}

/** The header block at `at` when it is written as the switch writes that of every event; any other is read line by line. */
export function readUsualHead(bytes: Buffer, at: number, end: number): Head | undefined {
  if (at + LONGEST > end || !startsWith(bytes, at, LENGTH)) return undefined;
  const digitsAt = at + LENGTH.length;
  let next = digitsAt;
  let bodyLength = 0;
  // Of more than eight digits no length is usual.
  for (let digit = bytes[next]! - ZERO; digit >= 0 && digit <= 9 && next < digitsAt + 9; ) {
    bodyLength = bodyLength * 10 + digit;
    digit = bytes[++next]! - ZERO;
  }
  if (next === digitsAt || !startsWith(bytes, next, TYPE)) return undefined;
  next += TYPE.length;
  const isPlain = startsWith(bytes, next, PLAIN);
  if (!isPlain && !startsWith(bytes, next, JSON_TYPE)) return undefined;
  const headLength = next + (isPlain ? PLAIN : JSON_TYPE).length - at;
  return { headLength, bodyLength, contentType: isPlain ? "text/event-plain" : "text/event-json" };
}

function startsWith(bytes: Buffer, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
