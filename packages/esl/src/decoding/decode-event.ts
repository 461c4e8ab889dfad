import { EslEvent } from "../events/event.js";
import { type Frame, placeOf } from "../framing/frame.js";
import { readEvent } from "./event-reader.js";
import { readJson } from "./json-payload.js";
import { readXml } from "./xml-payload.js";

/**
 * The event in a text/event-plain, -json or -xml frame. Never throws: what cannot be decoded is named in the event's
 * `undecodable`. Headers and body are parsed when first asked for.
 */
export function decodeEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const { contentType } = frame;
  const isJson = contentType.endsWith("json");
  if (!isJson && !contentType.endsWith("xml")) return readEvent(frame);
  const { bytes, start, end } = placeOf(frame);
  return new EslEvent((isJson ? readJson : readXml)(bytes, start, end));
}
