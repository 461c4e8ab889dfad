import { ByteQueue, type FindEmptyLine } from "./byte-queue.js";
import { ProtocolError } from "./errors.js";
import { type Frame, outerHeaders, SlabFrame } from "./frame.js";
import { DEFAULT_LIMITS, parseContentLength } from "./limits.js";
import type { FrameLimits } from "./types.js";
import { type Head, readUsualHead } from "./usual-event.js";

/** These never come without a body, so a missing length means that the stream is not what we think it is. */
const NEEDS_LENGTH = /^(?:text\/event-|api\/response|log\/data)/;

const findEmptyLine: FindEmptyLine = (bytes, start, seen) => {
  const found = bytes.indexOf("\n\n", Math.max(start, seen - 1));
  return found < 0 ? found : found + 2;
};

/**
 * Bytes of the switch in, frames out. `push` what arrives, then call `next` until it answers undefined. After a
 * ProtocolError the position in the stream is lost: every further call throws the same error.
 */
export class FrameDecoder {
  readonly #limits: FrameLimits;
  readonly #queue = new ByteQueue();
  #head: Head | undefined;
  #failure: unknown;

  constructor(limits: Partial<FrameLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  push(chunk: Buffer): void {
    if (this.#failure === undefined) this.#queue.push(chunk);
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
    const { slab, start, end } = this.#queue;
    if (this.#head !== undefined || !pattern.test(slab.bytes.toString("latin1", start, end)))
      return undefined;
    return this.#take({ headLength: end - start, bodyLength: 0, contentType: "command/reply" });
  }

  #next(): Frame | undefined {
    this.#head ??= this.#readHead();
    const head = this.#head;
    if (head === undefined || !this.#queue.gather(head.headLength + head.bodyLength))
      return undefined;
    this.#head = undefined;
    return this.#take(head);
  }

  #take({ headLength, bodyLength, contentType }: Head): Frame {
    const queue = this.#queue;
    const { slab, start } = queue;
    const bodyStart = start + headLength;
    queue.skip(headLength + bodyLength);
    return new SlabFrame(slab, contentType, start, bodyStart, bodyStart + bodyLength);
  }

  #readHead(): Head | undefined {
    const queue = this.#queue;
    queue.skipLineEnds();
    const usual = readUsualHead(queue.slab.bytes, queue.start, queue.end);
    if (usual !== undefined && usual.bodyLength <= this.#limits.maxBodyBytes) return usual;
    const headLength = queue.headerLength(this.#limits.maxHeaderBytes, findEmptyLine);
    if (headLength === undefined) return undefined;
    const headers = outerHeaders(queue.slab, queue.start, queue.start + headLength);
    const contentType = headers.get("Content-Type")?.trim() ?? "";
    const length = headers.get("Content-Length");
    if (length === undefined && NEEDS_LENGTH.test(contentType))
      throw new ProtocolError("LENGTH_MISSING", `${contentType} without Content-Length`);
    const bodyLength = length === undefined ? 0 : parseContentLength(length, this.#limits);
    return { headLength, bodyLength, contentType };
  }
}
