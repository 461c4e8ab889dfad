import { ProtocolError } from "./errors.js";
import { Slab } from "./slab.js";

const LF = 10;
const CR = 13;
/** How much of a later chunk is joined to a header block whose end is not in sight; most are shorter. */
const STEP = 1024;

/** Finds the end of the first empty line behind `seen` in a block that starts at `start`; -1 when there is none. */
export type FindEmptyLine = (bytes: Buffer, start: number, seen: number) => number;

/**
 * Bytes that arrived and were not consumed yet. Most messages lie in one chunk and are never copied; one that does not is
 * joined in a piece of its own.
 */
export class ByteQueue {
  /** What comes next lies here, from `start` to `end`; bytes behind that are none. */
  slab = new Slab(Buffer.alloc(0));
  start = 0;
  end = 0;
  readonly #later: Buffer[] = [];
  #laterBytes = 0;
  /** Up to here there is no empty line. */
  #seen = 0;

  push(chunk: Buffer): void {
    this.#later.push(chunk);
    this.#laterBytes += chunk.length;
    this.skip(0);
  }

  /** Consumes bytes of `slab`. */
  skip(length: number): void {
    this.start += length;
    this.#seen = 0;
    while (this.start === this.end && this.#later.length > 0) this.#begin(this.#later.shift()!);
  }

  /** Drops line ends, which may pad messages. */
  skipLineEnds(): void {
    for (;;) {
      const byte = this.start < this.end ? this.slab.bytes[this.start] : undefined;
      if (byte !== LF && byte !== CR) return;
      this.skip(1);
    }
  }

  /** Makes that many bytes lie in `slab`; false while fewer have come. */
  gather(length: number, room = length): boolean {
    const { start, end } = this;
    if (end - start >= length) return true;
    if (end - start + this.#laterBytes < length) return false;
    if (start + length > this.slab.bytes.length) this.#move(room);
    let used = 0;
    while (this.end - this.start < length) {
      const chunk = this.#later[used]!;
      const count = chunk.copy(this.slab.bytes, this.end, 0, length - this.end + this.start);
      this.end += count;
      this.#laterBytes -= count;
      if (count === chunk.length) used++;
      else this.#later[used] = chunk.subarray(count);
    }
    this.#later.splice(0, used);
    return true;
  }

  /**
   * Length of the header block that comes next, with its empty line; undefined while that has not come. All there is of an
   * incomplete one lies in `slab`.
   * @throws ProtocolError when it is longer than `limit`
   */
  headerLength(limit: number, find: FindEmptyLine): number | undefined {
    for (;;) {
      const { bytes } = this.slab;
      const found = find(bytes, this.start, Math.max(this.#seen, this.start));
      const end = found < 0 || found > this.end ? this.end : found;
      const length = end - this.start;
      if (length > limit)
        throw new ProtocolError("HEADER_TOO_LARGE", `header block over ${limit} bytes`);
      if (end === found) return length;
      this.#seen = end;
      const more = length + Math.min(this.#laterBytes, STEP);
      if (more === length) return undefined;
      this.gather(more, more * 2);
    }
  }

  #begin(chunk: Buffer): void {
    this.#laterBytes -= chunk.length;
    this.slab = new Slab(chunk);
    this.start = 0;
    this.end = chunk.length;
  }

  #move(room: number): void {
    const bytes = Buffer.allocUnsafe(room);
    this.end = this.slab.bytes.copy(bytes, 0, this.start, this.end);
    this.#seen = Math.max(0, this.#seen - this.start);
    this.slab = new Slab(bytes);
    this.start = 0;
  }
}
