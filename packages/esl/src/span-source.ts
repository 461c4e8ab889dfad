import type { ByteText } from "./byte-text.js";
import { foldCase, isCodeFolded } from "./fold-case.js";
import type { HeaderName } from "./header-name.js";
import type { HeaderSource, HeaderVisit } from "./header-source.js";
import type { Decoded } from "./utf8.js";

/** Four numbers a header, one after the other: where its name starts and ends, where its value starts and ends. */
export interface SpanIndex {
  readonly spans: readonly number[];
  /** Some names stand escaped in the text, so comparing texts does not find them. */
  readonly escapedNames: boolean;
}

/** What differs between the formats. */
export interface SpanFormat {
  name(block: ByteText, start: number, end: number): string;
  value(block: ByteText, start: number, end: number): Decoded;
}

const CASE_BIT = 0x20;

/** Headers still in their wire form: found by their places in the text, decoded one by one when asked for. */
export class SpanSource implements HeaderSource {
  readonly #block: ByteText;
  readonly #format: SpanFormat;
  readonly #locate: () => SpanIndex;
  #index: SpanIndex | undefined;

  /** @param locate finds the headers */
  constructor(block: ByteText, format: SpanFormat, locate: () => SpanIndex) {
    this.#block = block;
    this.#format = format;
    this.#locate = locate;
  }

  get(name: HeaderName): string | undefined {
    const at = this.#find(name);
    return at < 0 ? undefined : this.#valueAt(at).text;
  }

  each(visit: HeaderVisit): void {
    const { spans } = this.#indexed();
    for (let at = 0; at < spans.length; at += 4) {
      const { text, lossy } = this.#valueAt(at);
      visit(this.#nameAt(at), text, lossy);
    }
  }

  /** Compares lengths and two characters before it compares names: most headers differ there. */
  #find({ lower, plain, middle, last }: HeaderName): number {
    const { spans, escapedNames } = this.#indexed();
    if (escapedNames || !plain) return this.#walkTo(lower);
    const { text } = this.#block;
    const { length } = lower;
    for (let at = spans.length - 4; at >= 0; at -= 4) {
      const start = spans[at]!;
      const end = spans[at + 1]!;
      if (end - start !== length) continue;
      if ((text.charCodeAt(end - 1) | CASE_BIT) !== last) continue;
      if ((text.charCodeAt(start + (length >> 1)) | CASE_BIT) !== middle) continue;
      if (equalsFolded(text, start, lower)) return at;
    }
    return -1;
  }

  #walkTo(lowerName: string): number {
    let at = this.#indexed().spans.length - 4;
    while (at >= 0 && foldCase(this.#nameAt(at)) !== lowerName) at -= 4;
    return at;
  }

  #nameAt(at: number): string {
    const { spans } = this.#indexed();
    return this.#format.name(this.#block, spans[at]!, spans[at + 1]!);
  }

  #valueAt(at: number): Decoded {
    const { spans } = this.#indexed();
    return this.#format.value(this.#block, spans[at + 2]!, spans[at + 3]!);
  }

  #indexed(): SpanIndex {
    this.#index ??= this.#locate();
    return this.#index;
  }
}

/** Whether the text at `start` is `lower`, an ASCII name in lower case, in whatever case. */
function equalsFolded(text: string, start: number, lower: string): boolean {
  for (let i = 0; i < lower.length; i++) {
    if (!isCodeFolded(text.charCodeAt(start + i), lower.charCodeAt(i))) return false;
  }
  return true;
}
