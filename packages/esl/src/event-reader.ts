import { EslEvent } from "./event.js";
import type { EventParts } from "./event-parts.js";
import { type Frame, slabOf } from "./frame.js";
import { PlainPayload } from "./plain-payload.js";

/** Readers of the two formats that few ask for, by content type; `loadFormat` adds them. */
export const readers = new Map<string, (payload: Buffer) => EventParts>();

/** The event in a frame; what is in no format that was loaded is read as plain, and found damaged. */
export function readEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const read = readers.get(frame.contentType);
  if (read !== undefined) return new EslEvent(read(frame.body));
  const { slab, start, end } = slabOf(frame);
  return new EslEvent(new PlainPayload(slab, start, end));
}
