import { BlockReader } from "./block-reader.js";
import { ProtocolError } from "./errors.js";
import { blockHeaders, type Frame, ReadFrame } from "./frame.js";
import { DEFAULT_LIMITS, parseContentLength } from "./limits.js";
import type { FrameLimits } from "./types.js";

const EMPTY = Buffer.alloc(0);
/** These never come without a body, so a missing length means that the stream is not what we think it is. */
const NEEDS_LENGTH = /^(?:text\/event-|api\/response|log\/data)/;

/**
 * Bytes of the switch in, frames out. `push` what arrives, then call `next` until it answers undefined. After a
 * ProtocolError the position in the stream is lost: every further call throws the same error.
 */
export class FrameDecoder {
  readonly #limits: FrameLimits;
  readonly #reader: BlockReader;
  #outer: { block: Buffer; contentType: string; length: number } | undefined;
  #failure: unknown;

  constructor(limits: Partial<FrameLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#reader = new BlockReader(this.#limits, false);
  }

  push(chunk: Buffer): void {
    if (this.#failure === undefined) this.#reader.push(chunk);
  }

  /** @throws ProtocolError when a length is negative, too large, missing or no number, or a header block too large */
  next(): Frame | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return this.#next();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** The header block at hand as a frame although its end is missing, provided it starts like `pattern`. */
  takeUnterminated(pattern: RegExp): Frame | undefined {
    if (this.#failure !== undefined || this.#outer !== undefined) return undefined;
    const block = this.#reader.unterminatedHeader(pattern);
    return block === undefined ? undefined : new ReadFrame(block, "command/reply", EMPTY);
  }

  #next(): Frame | undefined {
    if (this.#outer === undefined) {
      const usual = this.#reader.usualEvent();
      if (usual !== undefined) return usual;
      this.#outer = this.#readOuter();
    }
    if (this.#outer === undefined) return undefined;
    const { block, contentType, length } = this.#outer;
    const body = length === 0 ? EMPTY : this.#reader.body(length);
    if (body === undefined) return undefined;
    this.#outer = undefined;
    return new ReadFrame(block, contentType, body);
  }

  #readOuter(): { block: Buffer; contentType: string; length: number } | undefined {
    const block = this.#reader.header();
    if (block === undefined) return undefined;
    const headers = blockHeaders(block);
    const contentType = headers.get("Content-Type")?.trim() ?? "";
    const length = headers.get("Content-Length");
    if (length !== undefined)
      return { block, contentType, length: parseContentLength(length, this.#limits) };
    if (NEEDS_LENGTH.test(contentType)) {
      throw new ProtocolError("LENGTH_MISSING", `${contentType} without Content-Length`);
    }
    return { block, contentType, length: 0 };
  }
}
