export { decodeEvent } from "../decoding/decode-event.js";
export { decodeReplyEvent } from "../decoding/reply-event.js";
export type { Frame } from "../framing/frame.js";
export { FrameDecoder } from "../framing/frame-decoder.js";
