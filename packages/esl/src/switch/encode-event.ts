import { isArrayValue, splitArray } from "../decoding/array-value.js";
import { InvalidArgumentError } from "../errors.js";
import type { EventFormat } from "../types.js";
import { urlEncode } from "./url-encode.js";

type Entry = readonly [string, string];

/** In a name, these would end the header or start another one; names are not encoded. */
const FORBIDDEN_IN_NAME: Readonly<Record<EventFormat, RegExp>> = {
  plain: /[\p{Cc}:]/u,
  json: /[\p{Cc}:]/u,
  xml: /[\p{Cc}:<>&/\s]/u,
};

/**
 * One event frame with its outer headers, byte for byte as mod_event_socket sends it. A value that starts `ARRAY::` is an
 * array; the length of the body is added by this function.
 * @throws InvalidArgumentError for a header name that is empty or would break the format
 */
export function encodeEvent(
  headers: Iterable<Entry>,
  body: string | undefined,
  format: EventFormat,
): Buffer {
  const entries = [...headers];
  for (const [name] of entries) {
    if (name === "" || FORBIDDEN_IN_NAME[format].test(name)) {
      throw new InvalidArgumentError("headers", `${JSON.stringify(name)} is no header name`);
    }
  }
  const payload = Buffer.from(ENCODERS[format](entries, body), "utf8");
  const outer = Buffer.from(
    `Content-Length: ${payload.length}\nContent-Type: text/event-${format}\n\n`,
    "latin1",
  );
  return Buffer.concat([outer, payload]);
}

const ENCODERS: Readonly<
  Record<EventFormat, (headers: Iterable<Entry>, body: string | undefined) => string>
> = {
  plain: encodePlain,
  json: encodeJson,
  xml: encodeXml,
};

function encodePlain(headers: Iterable<Entry>, body: string | undefined): string {
  let text = "";
  for (const [name, value] of headers) text += `${name}: ${urlEncode(bare(value)) || "_undef_"}\n`;
  return body === undefined || body === ""
    ? `${text}\n`
    : `${text}Content-Length: ${Buffer.byteLength(body)}\n\n${body}`;
}

/** Unlike the two others, JSON carries an empty body too. Repeated names become repeated keys. */
function encodeJson(headers: Iterable<Entry>, body: string | undefined): string {
  const members: string[] = [];
  for (const [name, value] of headers) {
    members.push(
      `${JSON.stringify(name)}:${JSON.stringify(isArrayValue(value) ? splitArray(value) : value)}`,
    );
  }
  if (body !== undefined) {
    members.push(
      `"Content-Length":"${Buffer.byteLength(body)}"`,
      `"_body":${JSON.stringify(body)}`,
    );
  }
  return `{${members.join(",")}}`;
}

function encodeXml(headers: Iterable<Entry>, body: string | undefined): string {
  let text = "<event>\n  <headers>\n";
  for (const [name, value] of headers) {
    for (const element of splitArray(value))
      text += `    <${name}>${urlEncode(element)}</${name}>\n`;
  }
  text += "  </headers>\n";
  if (body !== undefined && body !== "") {
    const indent = body.endsWith("\n") ? "  " : "";
    text += `  <Content-Length>${Buffer.byteLength(body)}</Content-Length>\n  <body>${escapeXml(body)}${indent}</body>\n`;
  }
  return `${text}</event>\n`;
}

/** An array of one element is written as that element. */
function bare(value: string): string {
  if (!isArrayValue(value)) return value;
  const elements = splitArray(value);
  return elements.length === 1 ? (elements[0] ?? "") : value;
}

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\r": "&#xD;",
};

/**
 * As switch_xml_ampencode writes text: beyond ASCII numeric, quotes bare. It leaves everything behind a `<!` raw; the
 * `<` is escaped here nevertheless, which every reader understands.
 */
function escapeXml(text: string): string {
  return text.replace(
    /[&<>\r]|[^\0-\x7f]/gu,
    (char) => NAMED[char] ?? `&#x${char.codePointAt(0)!.toString(16).toUpperCase()};`,
  );
}
