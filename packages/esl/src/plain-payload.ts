import { ByteText } from "./byte-text.js";
import type { EventParts } from "./event-parts.js";
import { Headers } from "./headers.js";
import { encodedLines, indexLines } from "./line-format.js";
import { type SpanIndex, SpanSource } from "./span-source.js";
import { type Decoded, decodeBytes } from "./utf8.js";

/** Up to here a payload is searched as a whole; of a larger one the headers are cut off first. */
const SMALL = 64 * 1024;
/** The line the switch adds in front of a body: it is syntax and not one of the event's headers. */
const LENGTH_NAME = "Content-Length";

interface Layout {
  readonly index: SpanIndex;
  /** Where the body starts; the payload's length when there is none. */
  readonly bodyStart: number;
  /** Bytes of body announced; undefined when the payload does not say. */
  readonly length: number | undefined;
  readonly complete: boolean;
}

/** `Name: value` lines, an empty line, and the body its last line announced. */
export class PlainPayload implements EventParts {
  readonly headers: Headers;
  readonly #payload: Buffer;
  readonly #block: ByteText;
  #laidOut: Layout | undefined;

  constructor(payload: Buffer) {
    this.#payload = payload;
    this.#block = new ByteText(payload.length <= SMALL ? payload : cutHeaders(payload));
    this.headers = new Headers(
      new SpanSource(this.#block, encodedLines, () => this.#layout().index),
    );
  }

  body(): Decoded | undefined {
    const { bodyStart, length } = this.#layout();
    const rest = this.#payload.subarray(bodyStart);
    return rest.length === 0 || length === 0 ? undefined : decodeBytes(rest.subarray(0, length));
  }

  isDamaged(): boolean {
    const { bodyStart, length = 0, complete } = this.#layout();
    return !complete || length > this.#payload.length - bodyStart;
  }

  #layout(): Layout {
    this.#laidOut ??= this.#findLayout();
    return this.#laidOut;
  }

  #findLayout(): Layout {
    const { text } = this.#block;
    const { index, end } = indexLines(text);
    const complete = end < text.length;
    const bodyStart = end + 1;
    if (bodyStart >= this.#payload.length) return { index, bodyStart, length: undefined, complete };
    const spans = [...index.spans];
    const [nameStart = 0, nameEnd = 0, start, stop] = spans.splice(-4);
    const digits = text.slice(start, stop);
    const isLength = text.slice(nameStart, nameEnd) === LENGTH_NAME && /^\d{1,9}$/.test(digits);
    return isLength
      ? { index: { ...index, spans }, bodyStart, length: Number(digits), complete }
      : { index, bodyStart, length: undefined, complete };
  }
}

function cutHeaders(payload: Buffer): Buffer {
  const blank = payload[0] === 10 ? -1 : payload.indexOf("\n\n");
  return blank < 0 && payload[0] !== 10 ? payload : payload.subarray(0, blank + 2);
}
