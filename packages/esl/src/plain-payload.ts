import type { EventParts } from "./event-parts.js";
import { LineSource } from "./line-source.js";
import type { Slab } from "./slab.js";
import { type Decoded, decodeBytes } from "./utf8.js";

/** The line the switch adds in front of a body: it is syntax and not one of the event's headers. */
const LENGTH_LINE = /^Content-Length: *(\d{1,9})$/;
const COLON = 0x3a;

/** `Name: value` lines, an empty line, and the body its last line announced. */
export class PlainPayload extends LineSource implements EventParts {
  /** Bytes of body announced; undefined when the payload does not say. */
  #length: number | undefined;

  constructor(slab: Slab, start: number, end: number) {
    super(slab, start, end, true);
  }

  get source(): this {
    return this;
  }

  body(): Decoded | undefined {
    const start = this.stop + 1;
    const length = this.#length;
    if (start >= this.end || length === 0) return undefined;
    const end = length === undefined ? this.end : Math.min(this.end, start + length);
    return decodeBytes(this.slab.bytes, start, end);
  }

  isDamaged(): boolean {
    const { stop } = this;
    return stop >= this.end || (this.#length ?? 0) > this.end - stop - 1;
  }

  protected override headerLines(starts: Int32Array, count: number, stop: number): number {
    if (stop + 1 >= this.end) return count;
    const { bytes } = this.slab;
    for (let line = count - 1; line >= 0; line--) {
      const start = starts[line]!;
      const end = starts[line + 1]! - 1;
      let colon = start;
      while (colon < end && bytes[colon] !== COLON) colon++;
      if (colon === start || colon === end) continue;
      const digits = LENGTH_LINE.exec(bytes.toString("latin1", start, end))?.[1];
      if (digits === undefined) return count;
      this.#length = Number(digits);
      return line;
    }
    return count;
  }
}
