import { latin1 } from "./byte-slice.js";
import type { Decode, Format, Layout } from "./fields.js";
import { isAsciiText } from "./fold-case.js";
import { copyToScanner, ROOM, ROW_NUMBERS, scanner, sharedRows } from "./scanner.js";
import { unescapeBytes } from "./url-decode.js";
import { decodeBytes } from "./utf8.js";

const LF = 0x0a;
const COLON = 0x3a;
const BLANK = 0x20;
/** What switch_event_serialize writes for a value that encodes to nothing. */
const UNDEFINED_VALUE = "_undef_";
/** The line the switch adds in front of a body: it is syntax and not one of the event's headers. */
const LENGTH_LINE = /^Content-Length: *(\d{1,9})$/;

/** `Name: value` lines up to the first empty one; lines without a colon, or with nothing before it, are ignored. */
interface Lines extends Omit<Layout, "damaged"> {
  /** Where the empty line starts; the end of the text when there is none. */
  readonly stop: number;
}

function findLines(bytes: Buffer, start: number, end: number): Lines {
  if (scanner && sharedRows) {
    const base = copyToScanner(bytes, start, end);
    const to = Math.min(end - base, ROOM);
    const count = scanner.lines(start - base, to);
    const stop = base + sharedRows[ROW_NUMBERS]!;
    if (count >= 0 && (stop < base + to || stop === end)) {
      const ascii = sharedRows[ROW_NUMBERS + 1] === 0;
      return { rows: sharedRows, base, length: count * 4, ascii, stop };
    }
  }
  return walkLines(bytes, start, end);
}

/** The same byte by byte: where there is no scanner, and for lines that are more than it has room for. */
function walkLines(bytes: Buffer, start: number, end: number): Lines {
  const rows: number[] = [];
  let ascii = true;
  let line = start;
  let colon = -1;
  for (let at = start; ; at++) {
    const byte = at < end ? bytes[at]! : LF;
    if (byte === COLON && colon < line) colon = at;
    if (byte > 0x7f) ascii = false;
    if (byte !== LF) continue;
    if (colon > line) rows.push(line, colon, skipBlanks(bytes, colon + 1, at), at);
    if (at === line || at === end) return { rows, base: 0, length: rows.length, ascii, stop: at };
    line = at + 1;
  }
}

function skipBlanks(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === BLANK) at++;
  return at;
}

/** What stands there, with UTF-8 decoded. */
export const decodeRaw: Decode = (bytes, start, end, ascii) => {
  if (!ascii) return decodeBytes(bytes, start, end);
  return { text: latin1(bytes, start, end), lossy: false };
};

const decodeValue: Decode = (bytes, start, end, ascii) => {
  const text = latin1(bytes, start, end);
  if (text.includes("%") || !(ascii || isAsciiText(text))) return unescapeBytes(bytes, start, end);
  return { text: text === UNDEFINED_VALUE ? "" : text, lossy: false };
};

/** Outer headers and those of commands: values are not encoded. */
export const outerFormat: Format = {
  locate: (bytes, start, end) => ({ ...findLines(bytes, start, end), damaged: false }),
  name: decodeRaw,
  value: decodeRaw,
  body: decodeRaw,
  kind: 0,
};

/** Plain events, and the reply to `connect`: lines, an empty line, and the body that the last line announced. */
export const plainFormat: Format = {
  ...outerFormat,
  locate(bytes, start, end) {
    const lines = findLines(bytes, start, end);
    const { rows, base, length, ascii, stop } = lines;
    const bodyStart = stop + 1;
    const layout = { rows, base, length, ascii, damaged: stop >= end };
    if (bodyStart >= end) return layout;
    const announced = announcedLength(lines, bytes);
    const bodyEnd = announced === undefined ? end : bodyStart + announced;
    return {
      ...layout,
      length: announced === undefined ? length : length - 4,
      body: [bodyStart, Math.min(end, bodyEnd)],
      damaged: bodyEnd > end,
    };
  },
  value: decodeValue,
  kind: 1,
};

function announcedLength({ rows, base, length }: Lines, bytes: Buffer): number | undefined {
  if (length === 0) return undefined;
  const line = latin1(bytes, base + rows[length - 4]!, base + rows[length - 1]!);
  const digits = LENGTH_LINE.exec(line)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
