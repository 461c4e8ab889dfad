import type { Slab } from "./slab.js";

const LF = 0x0a;
const FOUR_LFS = 0x0a0a0a0a;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;
const ROOM_KEPT = 1024;

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
    const { bytes } = slab;
    const shift = bytes.byteOffset;
    this.#begin(from);
    const firstWord = (from + shift + 3) >> 2;
    const endWord = Math.max(firstWord, (to + shift) >> 2);
    const found =
      this.#walk(bytes, from, Math.min(to, firstWord * 4 - shift)) ||
      this.#walkWords(slab, firstWord, endWord) ||
      this.#walk(bytes, endWord * 4 - shift, to);
    if (!found) this.#end(to);
  }

  /**
   * Four bytes at a time: `(x - 1) & ~x` leaves no high bit set where no byte of `x` is zero. A bit that a borrow
   * left behind only costs a second look.
   */
  #walkWords({ bytes, words }: Slab, first: number, end: number): boolean {
    const shift = bytes.byteOffset;
    let seen = 0;
    let found = false;
    for (let at = first; at < end && !found; at++) {
      const word = words[at]!;
      seen |= word;
      const flipped = word ^ FOUR_LFS;
      if (((flipped - ONES) & ~flipped & HIGH_BITS) === 0) continue;
      const byte = at * 4 - shift;
      found = this.#walk(bytes, byte, byte + 4);
    }
    if ((seen & HIGH_BITS) !== 0) this.ascii = false;
    return found;
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
      if (byte === LF) {
        if (at === this.#lineStart) {
          this.starts[this.count] = at;
          this.stop = at;
          return true;
        }
        this.#add(at + 1);
      } else if (byte > 0x7f) this.ascii = false;
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
