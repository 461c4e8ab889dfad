import { foldCase, isAsciiText } from "./fold-case.js";

/** A name that is searched for, with what a search compares first. */
export interface HeaderName {
  /** In lower case. */
  readonly lower: string;
  /** ASCII, not empty and without colon and line feed: its bytes can be looked for in a block of lines. */
  readonly plain: boolean;
  /** Codes of two of its characters with the bit set that tells lower from upper case: most names differ there. */
  readonly middle: number;
  readonly last: number;
}

const CASE_BIT = 0x20;
const REMEMBERED = 1000;
const LONGEST_REMEMBERED = 100;
const known = new Map<string, HeaderName>();

/** Programs ask for few names, and for the same ones in every event. */
export function headerName(name: string): HeaderName {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = make(name);
  if (name.length <= LONGEST_REMEMBERED) {
    if (known.size >= REMEMBERED) known.clear();
    known.set(name, made);
  }
  return made;
}

function make(name: string): HeaderName {
  const lower = foldCase(name);
  return {
    lower,
    plain: name !== "" && isAsciiText(name) && !/[:\n]/.test(name),
    middle: lower.charCodeAt(lower.length >> 1) | CASE_BIT,
    last: lower.charCodeAt(lower.length - 1) | CASE_BIT,
  };
}
