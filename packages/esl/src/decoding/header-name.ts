import { foldCase } from "./fold-case.js";
import { nameForScanner } from "./scanner.js";

/** A name that is searched for. */
export interface HeaderName {
  /** In lower case. */
  readonly lower: string;
  /** ASCII without NUL, and not empty: its bytes can be looked for. */
  readonly ascii: boolean;
  /** Where the scanner finds the name; 0 when it does not know it. */
  readonly place: number;
}

const known = new Map<string, HeaderName>();
/** What the scanner has room for. */
const REMEMBERED = 1000;
const LONGEST_REMEMBERED = 64;

/** Programs ask for few names, and for the same ones in every event. */
export function headerName(name: string): HeaderName {
  const found = known.get(name);
  if (found) return found;
  const lower = foldCase(name);
  const ascii = /^[\x01-\x7f]+$/.test(name);
  const isKept = ascii && name.length <= LONGEST_REMEMBERED;
  // The places are given anew: whoever was given a name has looked for it already.
  if (known.size >= REMEMBERED) known.clear();
  const made = { lower, ascii, place: isKept ? nameForScanner(known.size, lower) : 0 };
  if (isKept) known.set(name, made);
  return made;
}
