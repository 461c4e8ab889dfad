import { ProtocolError } from "../errors.js";

const LF = 10;
const CR = 13;

/**
 * Bytes that arrived and were not consumed yet. A message that lies in one chunk is never copied; one that does not is
 * gathered once, in a piece of its own. No chunk is ever written to.
 */
export class ByteQueue {
  /** Where in `bytes` that begins what comes next. */
  start = 0;
  /** How many bytes are there in all. */
  size = 0;
  readonly #chunks: Buffer[] = [];
  /** How many chunks were searched for an empty line, how many bytes that was, and line feeds at their end. */
  #searched = 0;
  #length = 0;
  #feeds = 0;

  /** The first chunk. */
  get bytes(): Buffer | undefined {
    return this.#chunks[0];
  }

  push(chunk: Buffer): void {
    // A view of our own: the scanner knows by it what it has copied, and a caller may fill its buffer again.
    if (chunk.length > 0) this.#chunks.push(chunk.subarray());
    this.size += chunk.length;
  }

  /** Consumes bytes of the first chunk. */
  skip(length: number): void {
    const chunks = this.#chunks;
    this.start += length;
    this.size -= length;
    this.#searched = this.#length = this.#feeds = 0;
    while (chunks[0] && this.start >= chunks[0].length) this.start -= chunks.shift()!.length;
  }

  /** Drops line ends, which may pad messages. */
  skipLineEnds(): void {
    for (;;) {
      const byte = this.bytes?.[this.start];
      if (byte !== LF && byte !== CR) return;
      this.skip(1);
    }
  }

  /** Makes that many bytes lie in the first chunk; false while fewer have come. */
  gather(length: number): boolean {
    if (this.size < length) return false;
    const chunks = this.#chunks;
    if (chunks[0]!.length - this.start >= length) return true;
    const piece = Buffer.allocUnsafe(length);
    let used = 0;
    let from = this.start;
    for (let at = 0; at < length; ) {
      const copied = chunks[used]!.copy(piece, at, from);
      at += copied;
      from += copied;
      if (from < chunks[used]!.length) continue;
      used++;
      from = 0;
    }
    if (from > 0) chunks[used] = chunks[used]!.subarray(from);
    chunks.splice(0, used, piece);
    this.start = 0;
    return true;
  }

  /**
   * Length of the header block that comes next, with the empty line that ends it; undefined while that has not come. The
   * byte `ignored` does not part two line feeds.
   * @throws ProtocolError when the block is longer than `limit`
   */
  headerLength(limit: number, ignored?: number): number | undefined {
    for (; this.#searched < this.#chunks.length; this.#searched++) {
      const chunk = this.#chunks[this.#searched]!;
      for (let at = this.#searched ? 0 : this.start; at < chunk.length; at++) {
        if (++this.#length > limit)
          throw new ProtocolError("HEADER_TOO_LARGE", `header block over ${limit} bytes`);
        const byte = chunk[at];
        if (byte === LF && this.#feeds++) return this.#length;
        if (byte !== LF && byte !== ignored) this.#feeds = 0;
      }
    }
    return undefined;
  }
}
