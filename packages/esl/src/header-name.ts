import { foldCase, isAsciiText } from "./fold-case.js";

/** A name that is searched for. */
export interface HeaderName {
  /** In lower case. */
  readonly lower: string;
  /** ASCII and not empty: its bytes can be looked for. */
  readonly ascii: boolean;
  /** Code of its last character with the bit set that tells lower from upper case: most names differ there. */
  readonly last: number;
}

const CASE_BIT = 0x20;
const REMEMBERED = 1000;
const LONGEST_REMEMBERED = 100;
const known = new Map<string, HeaderName>();

/** Programs ask for few names, and for the same ones in every event. */
export function headerName(name: string): HeaderName {
  const found = known.get(name);
  if (found) return found;
  const lower = foldCase(name);
  const ascii = name !== "" && isAsciiText(name);
  const made = { lower, ascii, last: lower.charCodeAt(lower.length - 1) | CASE_BIT };
  if (name.length <= LONGEST_REMEMBERED) {
    if (known.size >= REMEMBERED) known.clear();
    known.set(name, made);
  }
  return made;
}
