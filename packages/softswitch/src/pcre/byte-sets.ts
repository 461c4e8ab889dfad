import type { ByteSet } from "./types.js";

const BYTES = 256;

/** The bytes of some characters and of ranges given by their two ends. */
export function byteSet(characters: string, ...ranges: readonly string[]): ByteSet {
  const set = new Uint8Array(BYTES);
  for (const each of characters) set[each.charCodeAt(0)] = 1;
  for (const range of ranges) addRange(set, range.charCodeAt(0), range.charCodeAt(1));
  return set;
}

export function addRange(set: ByteSet, from: number, to: number): void {
  for (let byte = from; byte <= to; byte += 1) set[byte] = 1;
}

export function addAll(set: ByteSet, other: ByteSet): void {
  for (let byte = 0; byte < BYTES; byte += 1) if (other[byte]) set[byte] = 1;
}

export const complement = (set: ByteSet): ByteSet => set.map((held) => (held ? 0 : 1));

const isLetter = (byte: number): boolean =>
  (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

/** The other case of a letter; PCRE's built-in tables know those of ASCII only. */
export const otherCase = (byte: number): number => (isLetter(byte) ? byte ^ 32 : byte);

/** With the other case of every letter it holds. */
export function folded(set: ByteSet): ByteSet {
  const result = Uint8Array.from(set);
  set.forEach((held, byte) => {
    if (held) result[otherCase(byte)] = 1;
  });
  return result;
}

const DIGIT = byteSet("", "09");
const WORD = byteSet("_", "09", "az", "AZ");
const SPACE = byteSet(" ", "\t\r");
const HORIZONTAL = byteSet("\t \xa0");
const VERTICAL = byteSet("\x85", "\n\r");

export const NEWLINE = byteSet("\n");
export const ANY = byteSet("", "\x00\xff");
export const NOT_NEWLINE = complement(NEWLINE);

/** Classes named by a letter after a backslash. */
export const ESCAPED: Readonly<Record<string, ByteSet>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
  h: HORIZONTAL,
  H: complement(HORIZONTAL),
  v: VERTICAL,
  V: complement(VERTICAL),
};

export const isWordByte = (byte: number): boolean => WORD[byte] === 1;

/** Classes as `[:name:]` names them. */
export const POSIX: Readonly<Record<string, ByteSet>> = {
  alpha: byteSet("", "az", "AZ"),
  lower: byteSet("", "az"),
  upper: byteSet("", "AZ"),
  alnum: byteSet("", "09", "az", "AZ"),
  ascii: byteSet("", "\x00\x7f"),
  blank: byteSet("\t "),
  cntrl: byteSet("\x7f", "\x00\x1f"),
  digit: DIGIT,
  graph: byteSet("", "!~"),
  print: byteSet("", " ~"),
  punct: byteSet("", "!/", ":@", "[`", "{~"),
  space: SPACE,
  word: WORD,
  xdigit: byteSet("", "09", "af", "AF"),
};
