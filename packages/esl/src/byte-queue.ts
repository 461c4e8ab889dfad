import { ProtocolError } from "./errors.js";

const LF = 10;
const CR = 13;
/** How much of what came later is joined to a header block whose end is not in sight; most are shorter. */
const STEP = 1024;

/** Finds the end of the first empty line behind `seen` in a block that starts at `start`; -1 when there is none. */
export type FindEmptyLine = (bytes: Buffer, start: number, seen: number) => number;

/**
 * Bytes that arrived and were not consumed yet. A message that lies in one chunk is never copied; one that does not is
 * joined in a piece of its own. What was once consumed from a piece stays as it is: later bytes go to another piece.
 */
export class ByteQueue {
  /** What comes next lies here, from `start` to `end`; bytes behind that are none. */
  bytes: Buffer = Buffer.alloc(0);
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

  /** Consumes bytes of the piece. */
  skip(length: number): void {
    this.start += length;
    this.#seen = 0;
    while (this.start === this.end && this.#later.length > 0) {
      this.bytes = this.#later.shift()!;
      this.start = 0;
      this.end = this.bytes.length;
      this.#laterBytes -= this.end;
    }
  }

  /** Drops line ends, which may pad messages. */
  skipLineEnds(): void {
    while (this.start < this.end) {
      const byte = this.bytes[this.start];
      if (byte !== LF && byte !== CR) return;
      this.skip(1);
    }
  }

  /** Makes that many bytes lie in one piece; false while fewer have come. */
  gather(length: number, room = length): boolean {
    const { start, end, bytes } = this;
    const have = end - start;
    if (have >= length) return true;
    if (have + this.#laterBytes < length) return false;
    const later = this.#later;
    let at = end;
    if (start > 0 || length > bytes.length) {
      this.bytes = Buffer.allocUnsafe(room);
      at = bytes.copy(this.bytes, 0, start, end);
      this.#seen = Math.max(0, this.#seen - start);
      this.start = 0;
    }
    this.end = length;
    this.#laterBytes -= length - have;
    let used = 0;
    while (at < length) {
      const chunk = later[used]!;
      const count = chunk.copy(this.bytes, at, 0, length - at);
      at += count;
      if (count === chunk.length) used++;
      else later[used] = chunk.subarray(count);
    }
    later.splice(0, used);
    return true;
  }

  /**
   * Length of the header block that comes next, with its empty line; undefined while that has not come. All there is of an
   * incomplete one lies in one piece.
   * @throws ProtocolError when it is longer than `limit`
   */
  headerLength(limit: number, find: FindEmptyLine): number | undefined {
    for (;;) {
      const { bytes, start, end } = this;
      const found = find(bytes, start, Math.max(this.#seen, start));
      const isFound = found >= 0 && found <= end;
      const length = (isFound ? found : end) - start;
      if (length > limit)
        throw new ProtocolError("HEADER_TOO_LARGE", `header block over ${limit} bytes`);
      if (isFound) return length;
      this.#seen = end;
      const more = length + Math.min(this.#laterBytes, STEP);
      if (more === length) return undefined;
      this.gather(more, more * 2);
    }
  }
}
