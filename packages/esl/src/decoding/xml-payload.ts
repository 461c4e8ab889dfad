import { joinArray } from "./array-value.js";
import { latin1 } from "./byte-slice.js";
import type { EventParts } from "./event-parts.js";
import { type Decode, Fields, type Format } from "./fields.js";
import { decodeRaw } from "./line-format.js";
import { urlDecode } from "./url-decode.js";

const OPEN = "<headers>";
const CLOSE = "</headers>";
/** Parts the elements of an array: `</Name>` line end `<Name>`. */
const BETWEEN_ELEMENTS = /<\/[^<>]*>\s*<[^<>]*>/;
/** What stands around a body's text, in which anything may stand behind a raw "<!" (switch_xml_ampencode). */
const BODY_OPEN = "<body>";
const BODY_CLOSE = "</body>";

/** The event in a text/event-xml payload: `<event>` with `<headers>`, and `<Content-Length>` and `<body>` when it has one. */
export const readXml = (bytes: Buffer, start: number, end: number): EventParts =>
  new Fields(bytes, start, end, xmlFormat);

const decodeValue: Decode = (bytes, start, end) => {
  const raw = decodeRaw(bytes, start, end);
  const values = raw.text.split(BETWEEN_ELEMENTS).map((text) => urlDecode(unescapeXml(text)));
  return {
    text: joinArray(values.map(({ text }) => text)),
    lossy: raw.lossy || values.some(({ lossy }) => lossy),
  };
};

/** The range of a body starts behind the headers: its length, which says where its text ends, stands in front of it. */
const decodeBody: Decode = (bytes, start, end) => {
  const before = latin1(bytes, start, bytes.indexOf(BODY_OPEN, start));
  const raw = decodeRaw(bytes, start + before.length + BODY_OPEN.length, end);
  const length = /<Content-Length>(\d{1,9})<\/Content-Length>/.exec(before)?.[1];
  const text = dropIndent(unescapeXml(raw.text), length);
  // The switch's XML writer drops bytes that are no UTF-8.
  const shortened = length !== undefined && Buffer.byteLength(text) !== Number(length);
  return { text, lossy: raw.lossy || shortened };
};

const xmlFormat: Format = {
  locate(bytes, start, end) {
    const text = latin1(bytes, start, end);
    const open = text.indexOf(OPEN);
    const close = text.indexOf(CLOSE);
    const to = close < 0 ? text.length : close;
    const rows: number[] = [];
    const isWhole = open >= 0 && addElements(rows, text, open + OPEN.length, to);
    const bodyEnd = text.lastIndexOf(BODY_CLOSE);
    const hasBody = bodyEnd > text.indexOf(BODY_OPEN, to) && text.includes(BODY_OPEN, to);
    return {
      rows: rows.map((at) => start + at),
      length: rows.length,
      body: hasBody ? [start + to, start + bodyEnd] : undefined,
      damaged: !isWhole || close < 0 || !text.trimEnd().endsWith("</event>"),
    };
  },
  name: decodeRaw,
  value: decodeValue,
  body: decodeBody,
  kind: 3,
};

/**
 * Finds `<Name>value</Name>` one after the other; false when it is something else. Neighbours of one name are an array: so
 * switch_event_xmlize writes arrays.
 */
function addElements(rows: number[], text: string, from: number, to: number): boolean {
  let last: string | undefined;
  let at = text.indexOf("<", from);
  while (at >= 0 && at < to) {
    const nameEnd = text.indexOf(">", at);
    const isEmpty = text[nameEnd - 1] === "/";
    const end = isEmpty ? nameEnd + 1 : text.indexOf("<", nameEnd);
    const close = isEmpty ? nameEnd : text.indexOf(">", end);
    if (nameEnd < 0 || nameEnd >= to || end < 0 || end > to || close < 0) return false;
    const name = text.slice(at + 1, isEmpty ? nameEnd - 1 : nameEnd);
    if (name === last) rows[rows.length - 1] = end;
    else rows.push(at + 1, at + 1 + name.length, nameEnd + 1, end);
    last = name;
    at = text.indexOf("<", close);
  }
  return true;
}

/**
 * switch_xml_toxml_r indents a closing tag that follows a line feed, even when that line feed ends the text. How much is
 * told by the length, unless the text was shortened: `</body>` stands two blanks deep.
 */
function dropIndent(text: string, length: string | undefined): string {
  if (length === undefined) return text;
  const extra = Buffer.byteLength(text) - Number(length);
  if (extra < 0) return text.replace(/\n {2}$/, "\n");
  return extra > 0 && text.endsWith(" ".repeat(Math.min(extra, text.length)))
    ? text.slice(0, -extra)
    : text;
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
