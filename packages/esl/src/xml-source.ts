import { joinArray } from "./array-value.js";
import type { ByteText } from "./byte-text.js";
import { foldCase } from "./fold-case.js";
import type { HeaderPlace, HeaderSource } from "./header-source.js";
import { urlDecode } from "./url-coding.js";
import type { Decoded } from "./utf8.js";

/** One header: the ranges of its texts, several when neighbouring elements of one name make an array. */
export interface XmlHeader {
  readonly name: string;
  readonly ranges: { readonly start: number; readonly end: number }[];
}

/** The children of `<headers>`. Neighbours of one name are an array: so switch_event_xmlize writes arrays. */
export class XmlSource implements HeaderSource {
  readonly #block: ByteText;
  readonly #headers: readonly XmlHeader[];

  constructor(block: ByteText, headers: readonly XmlHeader[]) {
    this.#block = block;
    this.#headers = headers;
  }

  get size(): number {
    return this.#headers.length;
  }

  nameAt(index: number): string {
    return this.#headers[index]?.name ?? "";
  }

  valueAt(index: number): Decoded {
    const values = (this.#headers[index]?.ranges ?? []).map((range) =>
      this.#value(range.start, range.end),
    );
    if (values.length === 1) return values[0]!;
    return {
      text: joinArray(values.map(({ text }) => text)),
      lossy: values.some(({ lossy }) => lossy),
    };
  }

  find(lowerName: string): HeaderPlace | undefined {
    for (let index = this.#headers.length - 1; index >= 0; index--) {
      const { name } = this.#headers[index]!;
      if (name.length === lowerName.length && foldCase(name) === lowerName) return index;
    }
    return undefined;
  }

  read(place: HeaderPlace): Decoded {
    return this.valueAt(place);
  }

  #value(start: number, end: number): Decoded {
    const raw = this.#block.slice(start, end);
    const decoded = urlDecode(unescapeXml(raw.text));
    return raw.lossy ? { text: decoded.text, lossy: true } : decoded;
  }
}

/** Reads `<Name>value</Name>` one after the other in a range; `complete` is false when it is something else. */
export function scanXmlHeaders(
  block: ByteText,
  from: number,
  to: number,
): { headers: XmlHeader[]; complete: boolean } {
  const { text } = block;
  const headers: XmlHeader[] = [];
  for (let at = text.indexOf("<", from); at >= 0 && at < to; at = text.indexOf("<", at)) {
    const nameEnd = text.indexOf(">", at);
    if (nameEnd < 0 || nameEnd >= to) return { headers, complete: false };
    const empty = text[nameEnd - 1] === "/";
    const name = block.slice(at + 1, empty ? nameEnd - 1 : nameEnd).text;
    const start = nameEnd + 1;
    const end = empty ? start : text.indexOf("<", start);
    if (end < 0 || end > to) return { headers, complete: false };
    addHeader(headers, name, { start, end });
    const close = empty ? nameEnd : text.indexOf(">", end);
    if (close < 0) return { headers, complete: false };
    at = close + 1;
  }
  return { headers, complete: true };
}

function addHeader(
  headers: XmlHeader[],
  name: string,
  range: { start: number; end: number },
): void {
  const previous = headers.at(-1);
  if (previous !== undefined && previous.name === name) previous.ranges.push(range);
  else headers.push({ name, ranges: [range] });
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/**
 * Undoes switch_xml_ampencode: named and numeric references up to the first raw `<!`, behind which that function
 * copies everything as it is.
 */
export function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  const verbatim = text.indexOf("<!");
  if (verbatim >= 0) return unescapeXml(text.slice(0, verbatim)) + text.slice(verbatim);
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[name as string] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
        ? "\ufffd"
        : String.fromCodePoint(code);
    },
  );
}
