import { EslEvent } from "../events/event.js";
import type { Frame } from "../framing/frame.js";
import { Fields } from "./fields.js";
import { plainFormat } from "./line-format.js";

/** The event in the header block that answers `connect` on an outbound socket: plain form without an outer frame. */
export function decodeReplyEvent({ block }: Pick<Frame, "block">): EslEvent {
  return new EslEvent(new Fields(block.subarray(), 0, block.length, plainFormat));
}
