import { latin1 } from "./byte-slice.js";
import type { Decode, Format, Layout } from "./fields.js";
import { isAsciiText } from "./fold-case.js";
import { ROW_NUMBERS, scannerWith, sharedRows } from "./scanner.js";
import { unescapeBytes } from "./url-decode.js";
import { decodeBytes } from "./utf8.js";

const LF = 0x0a;
const COLON = 0x3a;
const BLANK = 0x20;
/** What switch_event_serialize writes for a value that encodes to nothing. */
const UNDEFINED_VALUE = "_undef_";
/** The line the switch adds in front of a body: it is syntax and not one of the event's headers. */
const LENGTH_LINE = /^Content-Length: *(\d{1,9})$/;

/**
 * Finds `Name: value` lines, the empty line that ends them, and the body that the last line announced. Lines without a
 * colon, or with nothing before it, are ignored.
 */
function locate(bytes: Buffer, start: number, end: number): Layout {
  const count = scannerWith(bytes)?.lines(start, end) ?? -1;
  const own: number[] = [];
  const bodyStart = 1 + (count < 0 ? walkLines(own, bytes, start, end) : sharedRows![ROW_NUMBERS]!);
  const rows = count < 0 ? own : sharedRows!;
  const length = count < 0 ? own.length : count * 4;
  const layout: Layout = { rows, length, damaged: bodyStart > end };
  if (bodyStart >= end) return layout;
  const line = length ? latin1(bytes, rows[length - 4]!, rows[length - 1]!) : "";
  const announced = LENGTH_LINE.exec(line)?.[1];
  const bodyEnd = announced ? bodyStart + Number(announced) : end;
  layout.body = [bodyStart, Math.min(end, bodyEnd)];
  layout.damaged = bodyEnd > end;
  if (announced) layout.length -= 4;
  return layout;
}

/**
 * What the scanner does, byte by byte: where there is none, and for what it has no room for. Answers where the empty line
 * starts, the end when there is none.
 */
function walkLines(rows: number[], bytes: Buffer, start: number, end: number): number {
  let line = start;
  let colon = -1;
  for (let at = start; ; at++) {
    const byte = at < end ? bytes[at] : LF;
    if (byte === COLON && colon < line) colon = at;
    if (byte !== LF) continue;
    if (colon > line) {
      let value = colon + 1;
      while (value < at && bytes[value] === BLANK) value++;
      rows.push(line, colon, value, at);
    }
    if (at === line || at === end) return at;
    line = at + 1;
  }
}

/** What stands there, with UTF-8 decoded. */
export const decodeRaw: Decode = (bytes, start, end) => {
  const text = latin1(bytes, start, end);
  return isAsciiText(text) ? { text, lossy: false } : decodeBytes(bytes, start, end);
};

const decodeValue: Decode = (bytes, start, end) => {
  const value = unescapeBytes(bytes, start, end);
  const isUndefined = value.text === UNDEFINED_VALUE && end - start === UNDEFINED_VALUE.length;
  return isUndefined ? { text: "", lossy: false } : value;
};

/** Outer headers and those of commands: values are not encoded. */
export const outerFormat: Format = {
  locate,
  name: decodeRaw,
  value: decodeRaw,
  body: decodeBytes,
  kind: 0,
};

/** Plain events, and the reply to `connect`. */
export const plainFormat: Format = { ...outerFormat, value: decodeValue, kind: 1 };
