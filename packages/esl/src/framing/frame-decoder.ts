import type { FrameLimits } from "../types.js";
import { ByteQueue } from "./byte-queue.js";
import { type Frame, SlabFrame } from "./frame.js";
import { type Head, readHead, readUsualHead } from "./frame-head.js";
import { DEFAULT_LIMITS } from "./limits.js";

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
      this.#head ??= nextHead(this.#queue, this.#limits);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    const frame = this.#head && take(this.#queue, this.#head);
    if (frame) this.#head = undefined;
    return frame;
  }

  /** The header block at hand as a frame although its end is missing, provided it starts like `pattern`. */
  takeUnterminated(pattern: RegExp): Frame | undefined {
    const queue = this.#queue;
    const { size } = queue;
    if (this.#head || size === 0 || !queue.gather(size)) return undefined;
    if (!pattern.test(queue.bytes!.toString("latin1", queue.start))) return undefined;
    return take(queue, { headLength: size, bodyLength: 0, contentType: "command/reply" });
  }
}

/** The frame of this head; undefined while it is not complete. */
function take(queue: ByteQueue, { headLength, bodyLength, contentType }: Head): Frame | undefined {
  const length = headLength + bodyLength;
  if (!queue.gather(length)) return undefined;
  const { bytes, start } = queue;
  queue.skip(length);
  return new SlabFrame(bytes!, contentType, start, start + headLength, start + length);
}

function nextHead(queue: ByteQueue, limits: FrameLimits): Head | undefined {
  queue.skipLineEnds();
  const { bytes, start } = queue;
  const usual = bytes && readUsualHead(bytes, start);
  if (usual && usual.bodyLength <= limits.maxBodyBytes) return usual;
  const length = queue.headerLength(limits.maxHeaderBytes);
  if (!length) return undefined;
  queue.gather(length);
  return readHead(queue.bytes!, queue.start, queue.start + length, limits);
}
