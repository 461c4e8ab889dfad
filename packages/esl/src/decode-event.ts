import { EslEvent } from "./event.js";
import { readEvent } from "./event-reader.js";
import type { Frame } from "./frame.js";
import { JsonPayload } from "./json-payload.js";
import { XmlPayload } from "./xml-payload.js";

/**
 * The event in a text/event-plain, -json or -xml frame. Never throws: what cannot be decoded is named in the event's
 * `undecodable`. Headers and body are parsed when first asked for.
 */
export function decodeEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const { contentType } = frame;
  if (contentType.endsWith("json")) return new EslEvent(new JsonPayload(frame.body));
  if (contentType.endsWith("xml")) return new EslEvent(new XmlPayload(frame.body));
  return readEvent(frame);
}
