import { addAll, addRange, complement, ESCAPED, folded, POSIX } from "./byte-sets.js";
import { escapedByte } from "./escapes.js";
import type { Reader } from "./reader.js";
import type { ByteSet } from "./types.js";

type Item = number | ByteSet;

function posix(reader: Reader, caseless: boolean): ByteSet | undefined {
  const found = reader.match(/^\[:(\^?)([a-z]+):\]/);
  if (!found) {
    if (/^\[[.=][^\]]*[.=]\]/.test(reader.text.slice(reader.at)))
      reader.fail("POSIX collating elements are not supported");
    return undefined;
  }
  const [, not, name = ""] = found;
  const cased = caseless && (name === "lower" || name === "upper");
  const set = POSIX[cased ? "alpha" : name];
  if (!set) return reader.fail("unknown POSIX class name");
  return not ? complement(set) : set;
}

function item(reader: Reader, caseless: boolean): Item {
  const named = posix(reader, caseless);
  if (named) return named;
  const character = reader.take();
  if (character !== "\\") return character.charCodeAt(0);
  const letter = reader.take();
  const set = ESCAPED[letter];
  if (set) return set;
  if (letter === "b") return 8;
  if (/[BRX]/.test(letter)) reader.fail(`\\${letter} in a character class`);
  return escapedByte(reader, letter);
}

/** `\Q…\E` stands for its characters, one after the other. */
class Quotation {
  #on = false;

  constructor(readonly reader: Reader) {}

  next(caseless: boolean): Item | undefined {
    const { reader } = this;
    for (;;) {
      if (this.#on && reader.skip("\\E")) this.#on = false;
      else if (!this.#on && reader.skip("\\Q")) this.#on = true;
      else if (!this.#on && reader.skip("\\E")) continue;
      else break;
    }
    if (this.#on) return reader.take().charCodeAt(0);
    return reader.done
      ? reader.fail("missing terminating ] for character class")
      : item(reader, caseless);
  }

  get on(): boolean {
    return this.#on;
  }
}

/** Reads a class behind its opening bracket, the closing one too. */
export function readClass(reader: Reader, caseless: boolean): ByteSet {
  const negative = reader.skip("^");
  const set = new Uint8Array(256);
  const quotation = new Quotation(reader);
  // A bracket that comes first is a character of the class.
  for (let first = true; first || quotation.on || !reader.skip("]"); first = false) {
    if (reader.done) reader.fail("missing terminating ] for character class");
    const low = quotation.next(caseless);
    if (low === undefined) break;
    if (typeof low !== "number") addAll(set, low);
    else addRange(set, low, rangeEnd(reader, low, caseless, set, quotation.on));
  }
  const wanted = caseless ? folded(set) : set;
  return negative ? complement(wanted) : wanted;
}

function rangeEnd(
  reader: Reader,
  low: number,
  caseless: boolean,
  set: ByteSet,
  quoted: boolean,
): number {
  if (quoted || !/^-[^\]]/s.test(reader.text.slice(reader.at))) return low;
  reader.take();
  const high = item(reader, caseless);
  if (typeof high !== "number") {
    addAll(set, high);
    set["-".charCodeAt(0)] = 1;
    return low;
  }
  if (high < low) reader.fail("range out of order in character class");
  return high;
}
