import { EslEvent } from "./event.js";
import type { EventParts } from "./event-parts.js";
import { Fields } from "./fields.js";
import { type Frame, placeOf } from "./frame.js";
import { plainFormat } from "./line-format.js";

/** Reads the payload that lies between two places of `bytes`. */
export type ReadPayload = (bytes: Buffer, start: number, end: number) => EventParts;

/** Readers of the two formats that few ask for, by content type; `loadFormat` adds them. */
export const readers = new Map<string, ReadPayload>();

/** The event in a frame; what is in no format that was loaded is read as plain, and found damaged. */
export function readEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const { bytes, start, end } = placeOf(frame);
  const { contentType } = frame;
  const read = contentType === "text/event-plain" ? undefined : readers.get(contentType);
  return new EslEvent(read ? read(bytes, start, end) : new Fields(bytes, start, end, plainFormat));
}
