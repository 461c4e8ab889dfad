import { ByteText } from "./byte-text.js";
import { EslEvent } from "./event.js";
import type { Frame } from "./frame-decoder.js";
import { Headers } from "./headers.js";
import { JsonSource, readJsonValue, scanJsonObject } from "./json-source.js";
import { LineSource } from "./line-source.js";
import { type Decoded, decodeBytes } from "./utf8.js";
import { scanXmlHeaders, unescapeXml, XmlSource } from "./xml-source.js";

const CONTENT_LENGTH = "Content-Length";
/** The line the switch adds in front of a body: it is syntax and not one of the event's headers. */
const LENGTH_LINE = `${CONTENT_LENGTH}: `;
const LF = 10;

/**
 * The event in a text/event-plain, -json or -xml frame. Never throws: what cannot be decoded is named in the event's
 * `undecodable`. Headers and body are parsed when first asked for.
 */
export function decodeEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  if (frame.contentType.endsWith("json")) return decodeJson(frame.body);
  if (frame.contentType.endsWith("xml")) return decodeXml(frame.body);
  return decodePlain(frame.body);
}

/** The event in the header block that answers `connect` on an outbound socket: plain form without an outer frame. */
export function decodeReplyEvent(frame: Pick<Frame, "block">): EslEvent {
  const block = new ByteText(frame.block);
  return new EslEvent({
    headers: new Headers(new LineSource(block, "url")),
    body: () => undefined,
  });
}

function decodePlain(payload: Buffer): EslEvent {
  // Without any header the empty line comes first.
  const blank = payload[0] === LF ? -1 : payload.indexOf("\n\n");
  const complete = blank >= 0 || payload[0] === LF;
  const end = complete ? blank + 1 : payload.length;
  const rest = payload.subarray(end + 1);
  const block = payload.subarray(0, end);
  if (rest.length === 0) {
    const headers = new Headers(new LineSource(new ByteText(block), "url"));
    return new EslEvent({ headers, body: () => undefined, damaged: !complete });
  }
  const { headersEnd, length } = splitLengthLine(block);
  const headers = new Headers(new LineSource(new ByteText(block.subarray(0, headersEnd)), "url"));
  const damaged = length !== undefined && length > rest.length;
  return new EslEvent({
    headers,
    body: () => decodeBytes(rest.subarray(0, length ?? rest.length)),
    damaged,
  });
}

/** Cuts off the last line when it is the length of the body that follows. */
function splitLengthLine(block: Buffer): { headersEnd: number; length: number | undefined } {
  const start = block.lastIndexOf(LF, block.length - 2) + 1;
  const line = block.toString("latin1", start, block.length - 1);
  const digits = line.startsWith(LENGTH_LINE) ? line.slice(LENGTH_LINE.length) : "";
  return /^\d{1,9}$/.test(digits)
    ? { headersEnd: start, length: Number(digits) }
    : { headersEnd: block.length, length: undefined };
}

function decodeJson(payload: Buffer): EslEvent {
  const block = new ByteText(payload);
  const { members, complete } = scanJsonObject(block);
  const body = members.at(-1)?.name === "_body" ? members.pop() : undefined;
  if (body !== undefined && members.at(-1)?.name === CONTENT_LENGTH) members.pop();
  return new EslEvent({
    headers: new Headers(new JsonSource(block, members)),
    body: () => (body === undefined ? undefined : nonEmpty(readJsonValue(block, body))),
    damaged: !complete,
  });
}

function decodeXml(payload: Buffer): EslEvent {
  const block = new ByteText(payload);
  const open = block.text.indexOf("<headers>");
  const close = block.text.indexOf("</headers>");
  const from = open < 0 ? block.text.length : open + "<headers>".length;
  const { headers, complete } = scanXmlHeaders(block, from, close < 0 ? block.text.length : close);
  return new EslEvent({
    headers: new Headers(new XmlSource(block, headers)),
    body: () => (close < 0 ? undefined : readXmlBody(block, close)),
    damaged: !complete || open < 0 || close < 0 || !block.text.trimEnd().endsWith("</event>"),
  });
}

function readXmlBody(block: ByteText, from: number): Decoded | undefined {
  const { text } = block;
  const open = text.indexOf("<body>", from);
  // The last one: behind a raw "<!" the body may hold anything (switch_xml_ampencode).
  const close = text.lastIndexOf("</body>");
  if (open < 0 || close < open) return undefined;
  const raw = block.slice(open + "<body>".length, close);
  const length = /<Content-Length>(\d{1,9})<\/Content-Length>/.exec(text.slice(from, open))?.[1];
  return nonEmpty({ text: dropIndent(unescapeXml(raw.text), length), lossy: raw.lossy });
}

/** switch_xml_toxml_r indents a closing tag that follows a line feed, even when that line feed ends the text. */
function dropIndent(text: string, length: string | undefined): string {
  const extra = length === undefined ? 0 : Buffer.byteLength(text) - Number(length);
  return extra > 0 && text.endsWith(" ".repeat(Math.min(extra, text.length)))
    ? text.slice(0, -extra)
    : text;
}

function nonEmpty(body: Decoded): Decoded | undefined {
  return body.text === "" ? undefined : body;
}
