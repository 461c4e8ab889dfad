export { AudioReceiver } from "./audio-receiver.js";
export { DtmfReceiver } from "./dtmf-receiver.js";
export { type DtmfPacket, DtmfSender } from "./dtmf-sender.js";
export { JitterBuffer, type JitterBufferOptions, type JitterStats } from "./jitter-buffer.js";
export { parseRtp, type RtpPacket, serializeRtp } from "./packet.js";
export { parseRtcp, type RtcpMessage, type RtcpReportBlock, serializeRtcp } from "./rtcp.js";
export { VideoForwarder } from "./video-forwarder.js";
