import { joinArray } from "./array-value.js";
import type { ByteText } from "./byte-text.js";
import type { SpanFormat, SpanIndex } from "./span-source.js";
import { urlDecode } from "./url-decode.js";
import type { Decoded } from "./utf8.js";

const OPEN = "<headers>";
const CLOSE = "</headers>";
/** Parts the elements of an array: `</Name>` line end `<Name>`. */
const BETWEEN_ELEMENTS = /<\/[^<>]*>\s*<[^<>]*>/;

/** The children of `<headers>`. Neighbours of one name are an array: so switch_event_xmlize writes arrays. */
export const xmlElements: SpanFormat = {
  name: (block, start, end) => block.name(start, end),
  value(block: ByteText, start: number, end: number): Decoded {
    const raw = block.slice(start, end);
    const values = raw.text.split(BETWEEN_ELEMENTS).map((text) => urlDecode(unescapeXml(text)));
    const lossy = raw.lossy || values.some((value) => value.lossy);
    return { text: joinArray(values.map(({ text }) => text)), lossy };
  },
};

/** Finds `<Name>value</Name>` one after the other; `complete` is false when it is something else. */
export function scanXmlHeaders(text: string): { index: SpanIndex; complete: boolean; end: number } {
  const spans: number[] = [];
  const open = text.indexOf(OPEN);
  const close = text.indexOf(CLOSE);
  const to = close < 0 ? text.length : close;
  let at = open < 0 ? to : text.indexOf("<", open + OPEN.length);
  while (at >= 0 && at < to) {
    at = addElement(spans, text, at, to);
    if (at > 0) at = text.indexOf("<", at);
  }
  const complete = open >= 0 && close >= 0 && at !== MALFORMED;
  return { index: { spans, escapedNames: false }, complete, end: close < 0 ? text.length : close };
}

const MALFORMED = -2;

/** Adds the element that opens at `at`; answers the place behind it. */
function addElement(spans: number[], text: string, at: number, to: number): number {
  const nameEnd = text.indexOf(">", at);
  if (nameEnd < 0 || nameEnd >= to) return MALFORMED;
  const isEmpty = text[nameEnd - 1] === "/";
  const start = nameEnd + 1;
  const end = isEmpty ? start : text.indexOf("<", start);
  const close = isEmpty ? nameEnd : text.indexOf(">", end);
  if (end < 0 || end > to || close < 0) return MALFORMED;
  addSpan(spans, text, [at + 1, isEmpty ? nameEnd - 1 : nameEnd, start, end]);
  return close + 1;
}

function addSpan(
  spans: number[],
  text: string,
  span: readonly [number, number, number, number],
): void {
  const [nameStart, nameEnd, , end] = span;
  const at = spans.length - 4;
  const previous = at < 0 ? undefined : text.slice(spans[at], spans[at + 1]);
  if (previous === text.slice(nameStart, nameEnd)) spans[at + 3] = end;
  else spans.push(...span);
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
