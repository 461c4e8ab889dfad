import { joinArray } from "./array-value.js";
import { latin1 } from "./byte-slice.js";
import type { EventParts } from "./event-parts.js";
import { type Decode, Fields, type Format, type Layout } from "./fields.js";
import { decodeRaw } from "./line-format.js";
import { scanMembers } from "./member-scanner.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The event in a text/event-json payload: one flat object; a body comes last, as `_body` behind its length. */
export const readJson = (bytes: Buffer, start: number, end: number): EventParts =>
  new Fields(bytes, start, end, jsonFormat);

/** The text of a member's value: a string as it is, an array joined, anything else as it is written. */
const decodeValue: Decode = (bytes, start, end) => {
  const isText = bytes[start] === QUOTE;
  const inner = isText ? decodeRaw(bytes, start + 1, end - 1) : undefined;
  if (inner && !inner.text.includes("\\")) return inner;
  const { text, lossy } = decodeRaw(bytes, start, end);
  const value = parse(text);
  if (typeof value === "string") return { text: value, lossy };
  if (Array.isArray(value)) return { text: joinArray(value.map(String)), lossy };
  return { text: text.trimEnd(), lossy: lossy || value === undefined };
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const jsonFormat: Format = {
  locate(bytes, start, end) {
    const members = scanMembers(bytes, start, end) ?? walkMembers(bytes, start, end);
    const { rows, length } = members;
    const isNamed = (name: string, fromEnd: number) => {
      const at = length - fromEnd;
      const to = at < 0 ? 0 : rows[at + 1]!;
      return to - name.length === rows[at]! && latin1(bytes, rows[at]!, to) === name;
    };
    if (!isNamed("_body", 4)) return members;
    const syntax = isNamed("Content-Length", 8) ? 8 : 4;
    const body = [rows[length - 2]!, rows[length - 1]!] as const;
    return { ...members, length: length - syntax, body };
  },
  name: (bytes, start, end) => decodeValue(bytes, start - 1, end + 1),
  value: decodeValue,
  body: decodeValue,
  kind: 2,
};

/**
 * Walks one flat object; it is damaged when the text stops making sense, with the members up to there. JSON.parse would keep
 * one of several equal names only, and FreeSWITCH writes equal names whenever a header repeats.
 */
function walkMembers(bytes: Buffer, start: number, end: number): Layout {
  const text = latin1(bytes, start, end);
  const rows: number[] = [];
  let escapedNames = false;
  let at = skipBlanks(text, 0);
  let damaged = text[at] !== "{";
  if (!damaged) at = skipBlanks(text, at + 1);
  while (!damaged && text[at] === '"') {
    const nameEnd = stringEnd(text, at);
    const colon = nameEnd < 0 ? nameEnd : skipBlanks(text, nameEnd);
    const value = text[colon] === ":" ? skipBlanks(text, colon + 1) : -1;
    const valueEnd = value < 0 ? value : endOfValue(text, value);
    damaged = valueEnd < 0;
    if (damaged) break;
    escapedNames ||= text.slice(at, nameEnd).includes("\\");
    rows.push(start + at + 1, start + nameEnd - 1, start + value, start + valueEnd);
    at = skipBlanks(text, valueEnd);
    if (text[at] === ",") at = skipBlanks(text, at + 1);
  }
  damaged ||= text[at] !== "}";
  return { rows, length: rows.length, damaged, escapedNames };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** Just behind the string that starts at `from`, or -1. */
function stringEnd(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (quote >= 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1 || -1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}

/** Just behind the value that starts at `from`, or -1; nested values are only walked over. */
function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return stringEnd(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') at = stringEnd(text, at) - 1;
    else if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}" || char === ",") {
      if (depth === 0) return at > from ? at : -1;
      if (char !== "," && --depth === 0) return at + 1;
    }
    if (at < 0) return -1;
  }
  return -1;
}
