import { joinArray } from "./array-value.js";
import type { ByteText } from "./byte-text.js";
import type { SpanFormat, SpanIndex } from "./span-source.js";
import type { Decoded } from "./utf8.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The members of a text/event-json object. JSON.parse would keep one of several equal names only, and FreeSWITCH writes
 * equal names whenever a header repeats, so the text is walked by hand.
 */
export const jsonMembers: SpanFormat = {
  name(block, start, end) {
    const slice = block.text.slice(start, end);
    return slice.includes("\\")
      ? readJsonValue(block, start - 1, end + 1).text
      : block.name(start, end);
  },
  value: readJsonValue,
};

/** The text of a member's value: a string as it is, an array joined, anything else as it is written. */
export function readJsonValue(block: ByteText, start: number, end: number): Decoded {
  if (block.text.charCodeAt(start) === QUOTE) {
    const plain = block.slice(start + 1, end - 1);
    if (!plain.text.includes("\\")) return plain;
  }
  const raw = block.slice(start, end);
  const value = parse(raw.text);
  if (typeof value === "string") return { text: value, lossy: raw.lossy };
  if (Array.isArray(value)) return { text: joinArray(value.map(String)), lossy: raw.lossy };
  return { text: raw.text.trimEnd(), lossy: raw.lossy || value === undefined };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Walks one flat object; `complete` is false when the text stopped making sense, with the members up to there. */
export function scanJsonObject(text: string): { index: SpanIndex; complete: boolean } {
  const spans: number[] = [];
  let escapedNames = false;
  let backslash = text.indexOf("\\");
  let at = skipBlanks(text, 0);
  if (text[at] !== "{") return { index: { spans, escapedNames }, complete: false };
  at = skipBlanks(text, at + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const nameEnd = stringEnd(text, at);
    const start = nameEnd < 0 ? -1 : afterColon(text, nameEnd);
    const end = start < 0 ? -1 : valueEnd(text, start);
    if (end < 0) return { index: { spans, escapedNames }, complete: false };
    if (backslash >= 0 && backslash < at) backslash = text.indexOf("\\", at);
    escapedNames ||= backslash >= 0 && backslash < nameEnd;
    spans.push(at + 1, nameEnd - 1, start, end);
    at = skipBlanks(text, end);
    if (text[at] === ",") at = skipBlanks(text, at + 1);
  }
  return { index: { spans, escapedNames }, complete: text[at] === "}" };
}

function afterColon(text: string, at: number): number {
  const colon = skipBlanks(text, at);
  return text[colon] === ":" ? skipBlanks(text, colon + 1) : -1;
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
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

/** Just behind the value that starts at `from`, or -1; nested values are only walked over. */
function valueEnd(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return stringEnd(text, from);
  if (first === "[" || first === "{") return nestedEnd(text, from);
  let at = from;
  while (at < text.length && !",}]".includes(text[at]!)) at++;
  return at > from && at < text.length ? at : -1;
}

function nestedEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      at = stringEnd(text, at) - 1;
      if (at < 0) return -1;
    } else if (char === "[" || char === "{") depth++;
    else if ((char === "]" || char === "}") && --depth === 0) return at + 1;
  }
  return -1;
}
