import { EslEvent } from "../events/event.js";
import { type Frame, placeOf } from "../framing/frame.js";
import { Fields } from "./fields.js";
import { plainFormat } from "./line-format.js";
import { readers } from "./readers.js";

/** The event in a frame; what is in no format that was loaded is read as plain, and found damaged. */
export function readEvent(frame: Pick<Frame, "contentType" | "body">): EslEvent {
  const { bytes, start, end } = placeOf(frame);
  const read = readers.get(frame.contentType);
  return new EslEvent(read ? read(bytes, start, end) : new Fields(bytes, start, end, plainFormat));
}
