import type { Slab } from "./slab.js";

const LF = 0x0a;
const FOUR_LFS = 0x0a0a0a0a;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;
const ROOM_KEPT = 1024;
const LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/**
 * Bit 7 of every byte that is a line feed: `(x - 1) & ~x` has it where a byte of `x` is zero. A borrow may mark the byte
 * above a marked one too, so each is looked at again.
 */
function marks(word: number): number {
  const flipped = word ^ FOUR_LFS;
  return (flipped - ONES) & ~flipped & HIGH_BITS;
}

/**
 * Where the lines of a header block start. One table serves all blocks, one after the other: whoever filled it notes the
 * ticket and reads on while it is still the same.
 */
export class LineTable {
  /** One more than there are lines: line `n` ends one byte before `starts[n + 1]`. */
  starts = new Int32Array(ROOM_KEPT);
  count = 0;
  /** Where the empty line starts that ends the block; the end of the text when there is none. */
  stop = 0;
  /** False when a byte beyond ASCII was seen, which may lie just outside the block. */
  ascii = true;
  /** Never 0, which stands for "not filled". */
  ticket = 1;
  #lineStart = 0;

  /** Walks lines up to the first empty one. */
  fill(slab: Slab, from: number, to: number): void {
    const { bytes, shift } = slab;
    this.#begin(from);
    const first = (from + shift + 3) >> 2;
    const groups = LITTLE_ENDIAN ? Math.max(0, ((to + shift) >> 2) - first) >> 2 : 0;
    const found =
      this.#walk(bytes, from, Math.min(to, first * 4 - shift)) ||
      this.#walkWords(slab, first, first + groups * 4) ||
      this.#walk(bytes, (first + groups * 4) * 4 - shift, to);
    if (!found) this.#end(to);
  }

  /** Four words at a time; most of them have no line feed. */
  #walkWords({ bytes, words, shift }: Slab, first: number, end: number): boolean {
    let seen = 0;
    let found = false;
    for (let at = first; at < end && !found; at += 4) {
      const a = words[at]!;
      const b = words[at + 1]!;
      const c = words[at + 2]!;
      const d = words[at + 3]!;
      seen |= a | b | c | d;
      const inA = marks(a);
      const inB = marks(b);
      const inC = marks(c);
      const inD = marks(d);
      if ((inA | inB | inC | inD) === 0) continue;
      const place = at * 4 - shift;
      found =
        this.#take(bytes, place, inA) ||
        this.#take(bytes, place + 4, inB) ||
        this.#take(bytes, place + 8, inC) ||
        this.#take(bytes, place + 12, inD);
    }
    if ((seen & HIGH_BITS) !== 0) this.ascii = false;
    return found;
  }

  /** The line feeds among the marked bytes behind `place`. */
  #take(bytes: Buffer, place: number, marked: number): boolean {
    for (let left = marked; left !== 0; left &= left - 1) {
      const at = place + ((31 - Math.clz32(left & -left)) >> 3);
      if (bytes[at] === LF && this.#takeOne(at)) return true;
    }
    return false;
  }

  /** True when it ends an empty line. */
  #takeOne(at: number): boolean {
    if (at !== this.#lineStart) {
      this.#add(at + 1);
      return false;
    }
    this.starts[this.count] = at;
    this.stop = at;
    return true;
  }

  #begin(from: number): void {
    this.ticket++;
    this.count = 0;
    this.ascii = true;
    this.#lineStart = from;
    // After an unusually long block the room it took is given back.
    if (this.starts.length > ROOM_KEPT) this.starts = new Int32Array(ROOM_KEPT);
  }

  /** True when an empty line was found. */
  #walk(bytes: Buffer, from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      if (byte > 0x7f) this.ascii = false;
      else if (byte === LF && this.#takeOne(at)) return true;
    }
    return false;
  }

  /** The text ended without an empty line, maybe in the middle of a line. */
  #end(to: number): void {
    if (this.#lineStart < to) this.#add(to + 1);
    this.starts[this.count] = this.#lineStart;
    this.stop = to;
  }

  #add(next: number): void {
    if (this.count + 2 > this.starts.length) {
      const larger = new Int32Array(this.starts.length * 2);
      larger.set(this.starts);
      this.starts = larger;
    }
    this.starts[this.count++] = this.#lineStart;
    this.#lineStart = next;
  }
}
