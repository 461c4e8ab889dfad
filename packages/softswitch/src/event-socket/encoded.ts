import type { EventFormat } from "@parley/esl";
import { encodeEvent } from "@parley/esl/switch";
import type { SwitchEvent } from "../core/index.js";

const frames = new WeakMap<SwitchEvent, Map<EventFormat, Buffer>>();

/** The frame of an event in a format; made once for all connections that want it. */
export function eventFrame(event: SwitchEvent, format: EventFormat): Buffer {
  const known = frames.get(event) ?? new Map<EventFormat, Buffer>();
  frames.set(event, known);
  let frame = known.get(format);
  if (frame === undefined) {
    frame = encodeEvent(event.headers, event.body, format);
    known.set(format, frame);
  }
  return frame;
}
