import { Headers } from "./headers.js";
import { LineSource } from "./line-source.js";
import { Slab } from "./slab.js";

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

/** Outer headers, values as they are. */
export function outerHeaders(slab: Slab, start: number, end: number): Headers {
  return new Headers(new LineSource(slab, start, end, false));
}

/** A frame that lies in one piece: views of it are made when asked for, since each costs as much as a search. */
export class SlabFrame implements Frame {
  readonly contentType: string;
  readonly slab: Slab;
  /** Where the body starts and ends. */
  readonly start: number;
  readonly end: number;
  readonly #blockStart: number;

  constructor(slab: Slab, contentType: string, blockStart: number, start: number, end: number) {
    this.contentType = contentType;
    this.slab = slab;
    this.#blockStart = blockStart;
    this.start = start;
    this.end = end;
  }

  get headers(): Headers {
    return outerHeaders(this.slab, this.#blockStart, this.start);
  }

  get body(): Buffer {
    return this.slab.bytes.subarray(this.start, this.end);
  }

  get block(): Buffer {
    return this.slab.bytes.subarray(this.#blockStart, this.start);
  }
}

/** A frame's body and where it lies. */
export function slabOf(frame: Pick<Frame, "body">): Pick<SlabFrame, "slab" | "start" | "end"> {
  if (frame instanceof SlabFrame) return frame;
  return { slab: new Slab(frame.body), start: 0, end: frame.body.length };
}
