import { Slab } from "./slab.js";

const LF = 10;
const CR = 13;

/**
 * Bytes that arrived and were not consumed yet, as the list of chunks they came in. One scan position moves forward
 * only: no byte is looked at twice and none is copied before it is known how many belong together.
 */
export class ChunkList {
  readonly #ignoreCr: boolean;
  #chunks: Slab[] = [];
  #head = 0;
  #start = 0;
  #scanChunk = 0;
  #scanAt = 0;
  #scanned = 0;
  #afterLf = true;

  /** @param ignoreCr a CR between two LFs does not part them (commands may come with CRLF, frames never do) */
  constructor(ignoreCr = false) {
    this.#ignoreCr = ignoreCr;
  }

  push(chunk: Buffer): void {
    if (chunk.length > 0) this.#chunks.push(new Slab(chunk));
  }

  /** What came first of what is left. */
  get front(): Slab | undefined {
    return this.#chunks[this.#head];
  }

  /** Where it goes on in there. */
  get start(): number {
    return this.#start;
  }

  /** Consumes all up to this place in `front`. */
  skipTo(place: number): void {
    const chunk = this.#first;
    if (chunk !== undefined) this.#advance(chunk, place - this.#start);
    this.#rewindScan();
  }

  /** Bytes looked at so far without finding an empty line. */
  get scanned(): number {
    return this.#scanned;
  }

  /** Drops line ends at the front, which may pad messages. */
  skipLineEnds(): void {
    if (this.#scanned > 0) return;
    for (let chunk = this.#first; chunk !== undefined; chunk = this.#first) {
      while (this.#start < chunk.length && isLineEnd(chunk[this.#start])) this.#start++;
      if (this.#start < chunk.length) break;
      this.#dropHead();
    }
    this.#rewindScan();
  }

  /** Length of the block that ends with the next empty line (that line included), or -1 while it is not complete. */
  findBlankLine(): number {
    for (; this.#scanChunk < this.#chunks.length; this.#scanChunk++, this.#scanAt = 0) {
      const chunk = this.#chunks[this.#scanChunk]!.bytes;
      const from = this.#scanAt;
      const end = this.#scanIn(chunk);
      if (end >= 0) {
        this.#scanned += end - from;
        return this.#scanned;
      }
      this.#scanned += chunk.length - from;
    }
    return -1;
  }

  /** Consumes `length` bytes, which must be there; a view when they lie in one chunk, else a copy. */
  take(length: number): Buffer {
    const chunk = this.#first;
    if (chunk !== undefined && chunk.length - this.#start >= length) {
      const view = chunk.subarray(this.#start, this.#start + length);
      this.#advance(chunk, length);
      this.#rewindScan();
      return view;
    }
    const copy = Buffer.allocUnsafe(length);
    this.takeInto(copy, 0);
    return copy;
  }

  /** Moves what is there into `target` from `at` on, at most to its end; answers how many bytes. */
  takeInto(target: Buffer, at: number): number {
    let filled = at;
    for (
      let chunk = this.#first;
      chunk !== undefined && filled < target.length;
      chunk = this.#first
    ) {
      const count = chunk.copy(target, filled, this.#start);
      filled += count;
      this.#advance(chunk, count);
    }
    this.#rewindScan();
    return filled - at;
  }

  /** A copy of the first `length` bytes, which stay. */
  peek(length: number): Buffer {
    const rest = this.#chunks.slice(this.#head).map(({ bytes }) => bytes);
    return Buffer.concat(rest).subarray(this.#start, this.#start + length);
  }

  /** Bytes in the first chunk: what `take` can hand out without copying. */
  get contiguous(): number {
    const chunk = this.#first;
    return chunk === undefined ? 0 : chunk.length - this.#start;
  }

  get #first(): Buffer | undefined {
    return this.#chunks[this.#head]?.bytes;
  }

  #scanIn(chunk: Buffer): number {
    const ignoreCr = this.#ignoreCr;
    let afterLf = this.#afterLf;
    for (let at = this.#scanAt; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === LF) {
        if (afterLf) {
          this.#scanAt = at + 1;
          this.#afterLf = true;
          return at + 1;
        }
        afterLf = true;
      } else if (!(ignoreCr && byte === CR)) afterLf = false;
    }
    this.#afterLf = afterLf;
    return -1;
  }

  #advance(chunk: Buffer, count: number): void {
    this.#start += count;
    if (this.#start >= chunk.length) this.#dropHead();
  }

  #dropHead(): void {
    this.#start = 0;
    this.#head++;
    if (this.#head === this.#chunks.length) {
      this.#chunks.length = 0;
      this.#head = 0;
    } else if (this.#head >= 64 && this.#head * 2 > this.#chunks.length) {
      this.#chunks.splice(0, this.#head);
      this.#head = 0;
    }
  }

  #rewindScan(): void {
    this.#scanChunk = this.#head;
    this.#scanAt = this.#start;
    this.#scanned = 0;
    this.#afterLf = true;
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}
