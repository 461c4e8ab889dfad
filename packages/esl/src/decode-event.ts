import { ByteText } from "./byte-text.js";
import { EslEvent } from "./event.js";
import type { Frame } from "./frame-decoder.js";
import { Headers } from "./headers.js";
import { JsonPayload } from "./json-payload.js";
import { encodedLines } from "./line-format.js";
import { PlainPayload } from "./plain-payload.js";
import { SpanSource } from "./span-source.js";
import { XmlPayload } from "./xml-payload.js";

/**
 * The event in a text/event-plain, -json or -xml frame. Never throws: what cannot be decoded is named in the event's
 * `undecodable`. Headers and body are parsed when first asked for.
 */
export function decodeEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const { contentType, body } = frame;
  if (contentType.endsWith("json")) return new EslEvent(new JsonPayload(body));
  if (contentType.endsWith("xml")) return new EslEvent(new XmlPayload(body));
  return new EslEvent(new PlainPayload(body));
}

/** The event in the header block that answers `connect` on an outbound socket: plain form without an outer frame. */
export function decodeReplyEvent(frame: Pick<Frame, "block">): EslEvent {
  const headers = new Headers(new SpanSource(new ByteText(frame.block), encodedLines));
  return new EslEvent({ headers, body: () => undefined, isDamaged: () => false });
}
