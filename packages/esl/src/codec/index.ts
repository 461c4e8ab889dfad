export { decodeEvent } from "../decode-event.js";
export type { Frame } from "../frame.js";
export { FrameDecoder } from "../frame-decoder.js";
export { decodeReplyEvent } from "../reply-event.js";
