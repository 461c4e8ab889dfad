import { EslEvent } from "./event.js";
import type { Frame } from "./frame.js";
import { LineSource } from "./line-source.js";
import { Slab } from "./slab.js";

/** The event in the header block that answers `connect` on an outbound socket: plain form without an outer frame. */
export function decodeReplyEvent({ block }: Pick<Frame, "block">): EslEvent {
  const source = new LineSource(new Slab(block), 0, block.length, true);
  return new EslEvent({ source, body: () => undefined, isDamaged: () => false });
}
