import { joinArray } from "./array-value.js";
import type { ByteText } from "./byte-text.js";
import { foldCase } from "./fold-case.js";
import type { HeaderPlace, HeaderSource } from "./header-source.js";
import type { Decoded } from "./utf8.js";

/** Where a member of the object stands: name and value with their quotes or brackets. */
export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The members of a text/event-json object. JSON.parse would keep one of several equal names only, and FreeSWITCH writes
 * equal names whenever a header repeats, so the text is walked by hand.
 */
export class JsonSource implements HeaderSource {
  readonly #block: ByteText;
  readonly #members: readonly JsonMember[];

  constructor(block: ByteText, members: readonly JsonMember[]) {
    this.#block = block;
    this.#members = members;
  }

  get size(): number {
    return this.#members.length;
  }

  nameAt(index: number): string {
    return this.#members[index]?.name ?? "";
  }

  valueAt(index: number): Decoded {
    const member = this.#members[index];
    return member === undefined ? { text: "", lossy: false } : readJsonValue(this.#block, member);
  }

  find(lowerName: string): HeaderPlace | undefined {
    for (let index = this.#members.length - 1; index >= 0; index--) {
      const { name } = this.#members[index]!;
      if (name.length === lowerName.length && foldCase(name) === lowerName) return index;
    }
    return undefined;
  }

  read(place: HeaderPlace): Decoded {
    return this.valueAt(place);
  }
}

/** The text of a member's value: a string as it is, an array joined, anything else as it is written. */
export function readJsonValue(
  block: ByteText,
  { start, end }: { start: number; end: number },
): Decoded {
  const raw = block.slice(start, end);
  if (raw.text.startsWith('"') && !raw.text.includes("\\"))
    return { text: raw.text.slice(1, -1), lossy: raw.lossy };
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
export function scanJsonObject(block: ByteText): { members: JsonMember[]; complete: boolean } {
  const { text } = block;
  const members: JsonMember[] = [];
  let at = skipBlanks(text, 0);
  if (text[at] !== "{") return { members, complete: false };
  at = skipBlanks(text, at + 1);
  while (text[at] === '"') {
    const nameEnd = stringEnd(text, at);
    const start = nameEnd < 0 ? -1 : afterColon(text, nameEnd);
    const end = start < 0 ? -1 : valueEnd(text, start);
    if (end < 0) return { members, complete: false };
    members.push({ name: readJsonValue(block, { start: at, end: nameEnd }).text, start, end });
    at = skipBlanks(text, end);
    if (text[at] === ",") at = skipBlanks(text, at + 1);
  }
  return { members, complete: text[at] === "}" };
}

function afterColon(text: string, at: number): number {
  const colon = skipBlanks(text, at);
  return text[colon] === ":" ? skipBlanks(text, colon + 1) : -1;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** Just behind the string that starts at `from`, or -1. */
function stringEnd(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (quote >= 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote < 0 ? -1 : quote + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
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
