import { Fields } from "../decoding/fields.js";
import { outerFormat } from "../decoding/line-format.js";
import { Headers } from "../events/headers.js";

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
export function outerHeaders(bytes: Buffer, start: number, end: number): Headers {
  return new Headers(new Fields(bytes, start, end, outerFormat));
}

/** A frame that lies in one piece: views of it are made when asked for, since each costs as much as a search. */
export class SlabFrame implements Frame {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Where the body starts and ends. */
  readonly start: number;
  readonly end: number;
  readonly #blockStart: number;

  constructor(bytes: Buffer, contentType: string, blockStart: number, start: number, end: number) {
    this.contentType = contentType;
    this.bytes = bytes;
    this.#blockStart = blockStart;
    this.start = start;
    this.end = end;
  }

  get headers(): Headers {
    return outerHeaders(this.bytes, this.#blockStart, this.start);
  }

  get body(): Buffer {
    return this.bytes.subarray(this.start, this.end);
  }

  get block(): Buffer {
    return this.bytes.subarray(this.#blockStart, this.start);
  }
}

/** Where a frame's body lies; for a body that is not ours, in a view that is (see ByteQueue). */
export function placeOf(frame: Pick<Frame, "body">): Pick<SlabFrame, "bytes" | "start" | "end"> {
  if (frame instanceof SlabFrame) return frame;
  return { bytes: frame.body.subarray(), start: 0, end: frame.body.length };
}
