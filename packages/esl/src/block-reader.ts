import { ChunkList } from "./chunk-list.js";
import { ProtocolError } from "./errors.js";
import type { SlabFrame } from "./frame.js";
import type { FrameLimits } from "./types.js";
import { readUsualEvent } from "./usual-event.js";

/** Cuts a byte stream into header blocks and the bodies they announce, whatever the chunks it comes in. */
export class BlockReader {
  readonly #limits: FrameLimits;
  readonly #chunks: ChunkList;
  #body: Buffer | undefined;
  #filled = 0;

  constructor(limits: FrameLimits, ignoreCr: boolean) {
    this.#limits = limits;
    this.#chunks = new ChunkList(ignoreCr);
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  /** The next event, when it is framed as usual and lies in one piece. */
  usualEvent(): SlabFrame | undefined {
    const chunks = this.#chunks;
    const { front } = chunks;
    if (front === undefined || chunks.scanned > 0) return undefined;
    const frame = readUsualEvent(front, chunks.start, this.#limits.maxBodyBytes);
    if (frame !== undefined) chunks.skipTo(frame.end);
    return frame;
  }

  /** The next header block with its empty line; undefined until it is complete. */
  header(): Buffer | undefined {
    this.#chunks.skipLineEnds();
    const length = this.#chunks.findBlankLine();
    const seen = length < 0 ? this.#chunks.scanned : length;
    if (seen > this.#limits.maxHeaderBytes) {
      throw new ProtocolError(
        "HEADER_TOO_LARGE",
        `header block over ${this.#limits.maxHeaderBytes} bytes`,
      );
    }
    return length < 0 ? undefined : this.#chunks.take(length);
  }

  /** Consumes the incomplete header block when it starts like `pattern`. */
  unterminatedHeader(pattern: RegExp): Buffer | undefined {
    if (this.#body !== undefined || this.#chunks.scanned === 0) return undefined;
    const start = this.#chunks.peek(this.#chunks.scanned).toString("latin1");
    return pattern.test(start) ? this.#chunks.take(this.#chunks.scanned) : undefined;
  }

  /** Exactly `length` bytes; undefined until they are there. Call again with the same length until it answers. */
  body(length: number): Buffer | undefined {
    if (this.#body === undefined) {
      if (this.#chunks.contiguous >= length) return this.#chunks.take(length);
      this.#body = Buffer.allocUnsafe(length);
      this.#filled = 0;
    }
    this.#filled += this.#chunks.takeInto(this.#body, this.#filled);
    if (this.#filled < length) return undefined;
    const body = this.#body;
    this.#body = undefined;
    return body;
  }
}
