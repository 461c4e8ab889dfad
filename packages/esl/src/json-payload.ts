import { ByteText } from "./byte-text.js";
import type { EventParts } from "./event-parts.js";
import { jsonMembers, readJsonValue, scanJsonObject } from "./json-format.js";
import { type SpanIndex, SpanSource } from "./span-source.js";
import type { Decoded } from "./utf8.js";

interface Layout {
  readonly index: SpanIndex;
  readonly body: { readonly start: number; readonly end: number } | undefined;
  readonly complete: boolean;
}

export const readJson = (payload: Buffer): EventParts => new JsonPayload(payload);

/** One flat object; a body comes last, as `_body` behind its length. */
export class JsonPayload implements EventParts {
  readonly source: SpanSource;
  readonly #block: ByteText;
  #laidOut: Layout | undefined;

  constructor(payload: Buffer) {
    this.#block = new ByteText(payload);
    this.source = new SpanSource(this.#block, jsonMembers, () => this.#layout().index);
  }

  /** JSON carries empty bodies too, the other formats do not: they count as none. */
  body(): Decoded | undefined {
    const { body } = this.#layout();
    const decoded =
      body === undefined ? undefined : readJsonValue(this.#block, body.start, body.end);
    return decoded?.text === "" ? undefined : decoded;
  }

  isDamaged(): boolean {
    return !this.#layout().complete;
  }

  #layout(): Layout {
    this.#laidOut ??= this.#findLayout();
    return this.#laidOut;
  }

  #findLayout(): Layout {
    const { text } = this.#block;
    const { index, complete } = scanJsonObject(text);
    const nameFromEnd = (distance: number) => {
      const at = index.spans.length - 4 * distance;
      return at < 0 ? undefined : text.slice(index.spans[at], index.spans[at + 1]);
    };
    if (nameFromEnd(1) !== "_body") return { index, body: undefined, complete };
    const [start = 0, end = 0] = index.spans.slice(-2);
    const syntax = nameFromEnd(2) === "Content-Length" ? 2 : 1;
    return {
      index: { ...index, spans: index.spans.slice(0, -4 * syntax) },
      body: { start, end },
      complete,
    };
  }
}
