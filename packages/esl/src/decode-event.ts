import { EslEvent } from "./event.js";
import { type Frame, slabOf } from "./frame.js";
import { JsonPayload } from "./json-payload.js";
import { LineSource } from "./line-source.js";
import { PlainPayload } from "./plain-payload.js";
import { Slab } from "./slab.js";
import { XmlPayload } from "./xml-payload.js";

/**
 * The event in a text/event-plain, -json or -xml frame. Never throws: what cannot be decoded is named in the event's
 * `undecodable`. Headers and body are parsed when first asked for.
 */
export function decodeEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const { contentType } = frame;
  if (contentType.endsWith("json")) return new EslEvent(new JsonPayload(frame.body));
  if (contentType.endsWith("xml")) return new EslEvent(new XmlPayload(frame.body));
  const { slab, start, end } = slabOf(frame);
  return new EslEvent(new PlainPayload(slab, start, end));
}

/** The event in the header block that answers `connect` on an outbound socket: plain form without an outer frame. */
export function decodeReplyEvent({ block }: Pick<Frame, "block">): EslEvent {
  const source = new LineSource(new Slab(block), 0, block.length, true);
  return new EslEvent({ source, body: () => undefined, isDamaged: () => false });
}
