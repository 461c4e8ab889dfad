import type { ByteText } from "./byte-text.js";
import { foldCase, isAsciiText } from "./fold-case.js";
import type { HeaderPlace, HeaderSource } from "./header-source.js";
import type { Decoded } from "./utf8.js";

/** Four numbers a header, one after the other: where its name starts and ends, where its value starts and ends. */
export interface SpanIndex {
  readonly spans: readonly number[];
  /** Some names stand escaped in the text, so comparing texts does not find them. */
  readonly escapedNames: boolean;
}

/** What differs between the formats. */
export interface SpanFormat {
  index(block: ByteText): SpanIndex;
  name(block: ByteText, start: number, end: number): string;
  value(block: ByteText, start: number, end: number): Decoded;
}

const UPPER_A = 0x41;
const UPPER_Z = 0x5a;

/** Headers still in their wire form: found by their places in the text, decoded one by one when asked for. */
export class SpanSource implements HeaderSource {
  readonly #block: ByteText;
  readonly #format: SpanFormat;
  readonly #locate: (() => SpanIndex) | undefined;
  #index: SpanIndex | undefined;

  /** @param locate finds the headers instead of the format, when they are only a part of the block */
  constructor(block: ByteText, format: SpanFormat, locate?: () => SpanIndex) {
    this.#block = block;
    this.#format = format;
    this.#locate = locate;
  }

  get size(): number {
    return this.#indexed().spans.length / 4;
  }

  nameAt(index: number): string {
    const { spans } = this.#indexed();
    return this.#format.name(this.#block, spans[index * 4] ?? 0, spans[index * 4 + 1] ?? 0);
  }

  valueAt(index: number): Decoded {
    return this.read(index * 4);
  }

  /** Compares lengths and two characters before it compares names: most headers differ there. */
  find(lowerName: string): HeaderPlace | undefined {
    const { spans, escapedNames } = this.#indexed();
    // The empty name, which damaged JSON and XML may hold, has no characters to compare.
    if (escapedNames || lowerName === "" || !isAsciiText(lowerName)) return this.#walkTo(lowerName);
    const { text } = this.#block;
    const { length } = lowerName;
    const middle = lowerName.charCodeAt(length >> 1) | 0x20;
    const last = lowerName.charCodeAt(length - 1) | 0x20;
    for (let at = spans.length - 4; at >= 0; at -= 4) {
      const start = spans[at]!;
      const end = spans[at + 1]!;
      if (end - start !== length) continue;
      if ((text.charCodeAt(end - 1) | 0x20) !== last) continue;
      if ((text.charCodeAt(start + (length >> 1)) | 0x20) !== middle) continue;
      if (equalsFolded(text, start, lowerName)) return at;
    }
    return undefined;
  }

  read(place: HeaderPlace): Decoded {
    const { spans } = this.#indexed();
    return this.#format.value(this.#block, spans[place + 2] ?? 0, spans[place + 3] ?? 0);
  }

  #walkTo(lowerName: string): HeaderPlace | undefined {
    for (let index = this.size - 1; index >= 0; index--) {
      if (foldCase(this.nameAt(index)) === lowerName) return index * 4;
    }
    return undefined;
  }

  #indexed(): SpanIndex {
    this.#index ??= this.#locate === undefined ? this.#format.index(this.#block) : this.#locate();
    return this.#index;
  }
}

/** Whether the text at `start` is `lowerName`, an ASCII name in lower case, in whatever case. */
function equalsFolded(text: string, start: number, lowerName: string): boolean {
  for (let i = 0; i < lowerName.length; i++) {
    const wanted = lowerName.charCodeAt(i);
    const code = text.charCodeAt(start + i);
    if (code !== wanted && (code < UPPER_A || code > UPPER_Z || code + 0x20 !== wanted))
      return false;
  }
  return true;
}
