import type { Slab } from "./slab.js";

const LF = 0x0a;
const FOUR_LFS = 0x0a0a0a0a;
const LOW_BITS = 0x7f7f7f7f;
const HIGH_BITS = 0x80808080;
const ROOM_KEPT = 1024;
const LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** Bit 7 of every byte that is a line feed. The sum stays within its byte, so none is marked for its neighbour. */
function marks(word: number): number {
  const flipped = word ^ FOUR_LFS;
  return ~(((flipped & LOW_BITS) + LOW_BITS) | flipped) & HIGH_BITS;
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
    const end = first + groups * 4;
    const found =
      this.#walk(bytes, from, Math.min(to, first * 4 - shift)) ||
      this.#walkWords(slab, first, end) ||
      this.#walk(bytes, end * 4 - shift, to);
    if (!found) this.#end(to);
  }

  /** Four words at a time: hardly any four have more than one line feed. True when an empty line was found. */
  #walkWords({ bytes, words, shift }: Slab, first: number, end: number): boolean {
    let { starts, count } = this;
    let lineStart = this.#lineStart;
    let seen = 0;
    for (let at = first; at < end; at += 4) {
      const a = words[at]!;
      const b = words[at + 1]!;
      const c = words[at + 2]!;
      const d = words[at + 3]!;
      seen |= a | b | c | d;
      // Bit 8n stands for byte n of `a`, the bits above it for byte n of the words behind.
      const all = (marks(a) >>> 7) | (marks(b) >>> 6) | (marks(c) >>> 5) | (marks(d) >>> 4);
      if (all === 0) continue;
      const place = at * 4 - shift;
      const bit = 31 - Math.clz32(all);
      const lf = place + ((bit & 7) << 2) + (bit >> 3);
      if (all === 1 << bit && lf !== lineStart && count + 2 <= starts.length) {
        starts[count++] = lineStart;
        lineStart = lf + 1;
        continue;
      }
      this.#leave(count, lineStart, seen);
      if (this.#walk(bytes, place, place + 16)) return true;
      ({ starts, count } = this);
      lineStart = this.#lineStart;
    }
    this.#leave(count, lineStart, seen);
    return false;
  }

  #leave(count: number, lineStart: number, seen: number): void {
    this.count = count;
    this.#lineStart = lineStart;
    if ((seen & HIGH_BITS) !== 0) this.ascii = false;
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
