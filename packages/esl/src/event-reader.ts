import { EslEvent } from "./event.js";
import type { EventParts } from "./event-parts.js";
import { type Frame, slabOf } from "./frame.js";
import { PlainPayload } from "./plain-payload.js";
import type { EventFormat } from "./types.js";

/** Readers of the two formats that few ask for, by content type: their code is loaded by the first who does. */
const readers = new Map<string, (payload: Buffer) => EventParts>();

/** Undefined when events of that format can be read already. */
export function loadFormat(format: EventFormat): Promise<unknown> | undefined {
  const type = `text/event-${format}`;
  if (format === "plain" || readers.has(type)) return undefined;
  return format === "json"
    ? import("./json-payload.js").then(({ readJson }) => readers.set(type, readJson))
    : import("./xml-payload.js").then(({ readXml }) => readers.set(type, readXml));
}

/** The event in a frame; what is in no format that was loaded is read as plain, and found damaged. */
export function readEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const read = readers.get(frame.contentType);
  if (read !== undefined) return new EslEvent(read(frame.body));
  const { slab, start, end } = slabOf(frame);
  return new EslEvent(new PlainPayload(slab, start, end));
}
