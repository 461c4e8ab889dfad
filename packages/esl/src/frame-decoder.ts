import { ByteQueue, type FindEmptyLine } from "./byte-queue.js";
import { type Frame, SlabFrame } from "./frame.js";
import { type Head, readHead, readUsualHead } from "./frame-head.js";
import { DEFAULT_LIMITS } from "./limits.js";
import type { FrameLimits } from "./types.js";

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
    if (!this.#failure) this.#queue.push(chunk);
  }

  /** @throws ProtocolError when a length is negative, too large, missing or no number, or a header block too large */
  next(): Frame | undefined {
    if (this.#failure) throw this.#failure;
    try {
      this.#head ??= readNextHead(this.#queue, this.#limits);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    const head = this.#head;
    if (!head || !this.#queue.gather(head.headLength + head.bodyLength)) return undefined;
    this.#head = undefined;
    return take(this.#queue, head);
  }

  /** The header block at hand as a frame although its end is missing, provided it starts like `pattern`. */
  takeUnterminated(pattern: RegExp): Frame | undefined {
    const queue = this.#queue;
    const { bytes, start, end } = queue;
    if (this.#head || !pattern.test(bytes.toString("latin1", start, end))) return undefined;
    return take(queue, { headLength: end - start, bodyLength: 0, contentType: "command/reply" });
  }
}

function take(queue: ByteQueue, { headLength, bodyLength, contentType }: Head): Frame {
  const { bytes, start } = queue;
  const bodyStart = start + headLength;
  queue.skip(headLength + bodyLength);
  return new SlabFrame(bytes, contentType, start, bodyStart, bodyStart + bodyLength);
}

function readNextHead(queue: ByteQueue, limits: FrameLimits): Head | undefined {
  queue.skipLineEnds();
  const usual = readUsualHead(queue.bytes, queue.start, queue.end);
  if (usual && usual.bodyLength <= limits.maxBodyBytes) return usual;
  const length = queue.headerLength(limits.maxHeaderBytes, findEmptyLine);
  return length ? readHead(queue.bytes, queue.start, queue.start + length, limits) : undefined;
}
