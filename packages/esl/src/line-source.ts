import type { ByteText } from "./byte-text.js";
import { foldCase, isAsciiText } from "./fold-case.js";
import type { HeaderPlace, HeaderSource } from "./header-source.js";
import { urlDecode } from "./url-coding.js";
import type { Decoded } from "./utf8.js";

/** How values stand on the wire: outer headers and commands raw, events and the `connect` reply URL-encoded. */
export type LineCoding = "raw" | "url";

/** What switch_event_serialize writes for a value that encodes to nothing. */
const UNDEFINED_VALUE = "_undef_";
const BLANK = 0x20;

/** `Name: value` lines. Looking up a few names searches the text; walking all of them builds an index of the lines. */
export class LineSource implements HeaderSource {
  readonly #block: ByteText;
  readonly #coding: LineCoding;
  #lines: readonly Line[] | undefined;

  /** @param block ends with the LF of its last line; lines without a colon are ignored */
  constructor(block: ByteText, coding: LineCoding) {
    this.#block = block;
    this.#coding = coding;
  }

  get size(): number {
    return this.#index().length;
  }

  nameAt(index: number): string {
    const line = this.#index()[index];
    return line === undefined ? "" : this.#block.slice(line.start, line.colon).text;
  }

  valueAt(index: number): Decoded {
    const line = this.#index()[index];
    return line === undefined ? { text: "", lossy: false } : this.read(line.colon + 1);
  }

  /** A line feed never stands inside a value, so `LF name colon` is found at the start of lines only. */
  find(lowerName: string): HeaderPlace | undefined {
    if (lowerName.includes(":") || lowerName.includes("\n")) return undefined;
    if (!isAsciiText(lowerName)) return this.#walkTo(lowerName);
    const { lower } = this.#block;
    let place = lower.startsWith(`${lowerName}:`) ? lowerName.length + 1 : undefined;
    const needle = `\n${lowerName}:`;
    for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + needle.length)) {
      place = at + needle.length;
    }
    return place;
  }

  #walkTo(lowerName: string): HeaderPlace | undefined {
    const line = this.#index().findLast((_, index) => foldCase(this.nameAt(index)) === lowerName);
    return line === undefined ? undefined : line.colon + 1;
  }

  /** @param place just behind the colon */
  read(place: HeaderPlace): Decoded {
    const { bytes } = this.#block;
    let start = place;
    while (bytes[start] === BLANK) start++;
    const raw = this.#block.slice(start, this.#lineEnd(start));
    if (this.#coding === "raw") return raw;
    if (raw.text === UNDEFINED_VALUE) return { text: "", lossy: false };
    const decoded = urlDecode(raw.text);
    return raw.lossy ? { text: decoded.text, lossy: true } : decoded;
  }

  #lineEnd(start: number): number {
    const { text } = this.#block;
    const lf = text.indexOf("\n", start);
    return lf < 0 ? text.length : lf;
  }

  #index(): readonly Line[] {
    this.#lines ??= indexLines(this.#block.text);
    return this.#lines;
  }
}

interface Line {
  readonly start: number;
  readonly colon: number;
}

/** The next colon is searched once, not once per line: many lines without any must not cost a scan each. */
function indexLines(text: string): Line[] {
  const lines: Line[] = [];
  let colon = -1;
  for (let start = 0; start < text.length; ) {
    const lf = text.indexOf("\n", start);
    const end = lf < 0 ? text.length : lf;
    if (colon < start) colon = text.indexOf(":", start);
    if (colon < 0) break;
    if (colon > start && colon < end) lines.push({ start, colon });
    start = end + 1;
  }
  return lines;
}
