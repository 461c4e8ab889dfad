import { BlockReader } from "./block-reader.js";
import { ByteText } from "./byte-text.js";
import { ProtocolError } from "./errors.js";
import { Headers } from "./headers.js";
import { DEFAULT_LIMITS, parseContentLength } from "./limits.js";
import { rawLines } from "./line-format.js";
import { SpanSource } from "./span-source.js";
import type { FrameLimits } from "./types.js";

/** One message of the switch. Outer header values are not URL-decoded (they are not encoded). */
export interface Frame {
  readonly headers: Headers;
  /** Empty when the peer sent none. */
  readonly contentType: string;
  /** Empty when the frame has none. */
  readonly body: Buffer;
  /** The header block as it came. */
  readonly block: Buffer;
}

const EMPTY = Buffer.alloc(0);
/** How the switch frames every event; anything else is read header by header. */
const USUAL_EVENT = /^Content-Length: (\d+)\nContent-Type: (text\/event-[a-z]+)\n\n$/;
/** These never come without a body, so a missing length means that the stream is not what we think it is. */
const NEEDS_LENGTH = /^(?:text\/event-|api\/response|log\/data)/;

class DecodedFrame implements Frame {
  readonly contentType: string;
  readonly body: Buffer;
  readonly block: Buffer;
  #headers: Headers | undefined;

  constructor(block: Buffer, contentType: string, body: Buffer) {
    this.block = block;
    this.contentType = contentType;
    this.body = body;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(new SpanSource(new ByteText(this.block), rawLines));
    return this.#headers;
  }
}

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
    return block === undefined ? undefined : new DecodedFrame(block, "command/reply", EMPTY);
  }

  #next(): Frame | undefined {
    this.#outer ??= this.#readOuter();
    if (this.#outer === undefined) return undefined;
    const { block, contentType, length } = this.#outer;
    const body = length === 0 ? EMPTY : this.#reader.body(length);
    if (body === undefined) return undefined;
    this.#outer = undefined;
    return new DecodedFrame(block, contentType, body);
  }

  #readOuter(): { block: Buffer; contentType: string; length: number } | undefined {
    const block = this.#reader.header();
    if (block === undefined) return undefined;
    const usual = USUAL_EVENT.exec(block.toString("latin1"));
    if (usual !== null) {
      return {
        block,
        contentType: usual[2] ?? "",
        length: parseContentLength(usual[1] ?? "", this.#limits),
      };
    }
    const headers = new Headers(new SpanSource(new ByteText(block), rawLines));
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
