/** What a file is written in; decides how a value is made safe. */
export const FORMATS = ["xml", "lines", "json", "vcard"] as const;
export type Format = (typeof FORMATS)[number];

/** A value that no file of that format can hold, e.g. a line break in `key = value`. The value is not repeated. */
export class UnfitValueError extends Error {
  override readonly name = "UnfitValueError";
  constructor(
    readonly value: string,
    readonly format: Format,
    reason: string,
  ) {
    super(`${value} ${reason}`);
  }
}

const XML_REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Everything outside the production Char (XML 1.0, section 2.2), lone surrogates among it. */
const NOT_XML =
  /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\ud800-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Safe in text and in attributes with either quote; white space as references, since attributes are normalised. */
function encodeXml(value: string): string {
  return value
    .replace(NOT_XML, "")
    .replace(/[&<>"'\t\n\r]/g, (character) => XML_REFERENCES[character] ?? "");
}

/** One line: a line break in a value would begin another key. */
function encodeLine(value: string, name: string): string {
  if (/[\r\n\0\u0085\u2028\u2029]/.test(value))
    throw new UnfitValueError(name, "lines", "must not hold a line break");
  return value;
}

/** RFC 6350, section 3.4. */
function encodeVcard(value: string): string {
  return value
    .replace(/[\0-\u0009\u000b\u000c\u000e-\u001f\u007f]/g, "")
    .replace(/[\\,;]/g, "\\$&")
    .replace(/\r\n|\r|\n/g, "\\n");
}

/** @throws {UnfitValueError} */
export function encode(format: Format, value: string, name: string): string {
  if (format === "xml") return encodeXml(value);
  // The inside of a JSON string; the quotes are the template's.
  if (format === "json") return JSON.stringify(value).slice(1, -1);
  return format === "lines" ? encodeLine(value, name) : encodeVcard(value);
}
