export { AudioReceiver } from "./audio-receiver.js";
export {
  AudioSender,
  type AudioSenderOptions,
  newStream,
  type RtpStreamState,
} from "./audio-sender.js";
export { DtmfReceiver } from "./dtmf-receiver.js";
export { type DtmfPacket, DtmfSender } from "./dtmf-sender.js";
export { JitterBuffer, type JitterBufferOptions, type JitterStats } from "./jitter-buffer.js";
export { isRtcp, parseRtp, type RtpExtension, type RtpPacket, serializeRtp } from "./packet.js";
export { Reception } from "./reception.js";
export { parseRtcp, type RtcpMessage, type RtcpReportBlock, serializeRtcp } from "./rtcp.js";
export { random32 } from "./sequence.js";
export { VideoForwarder } from "./video-forwarder.js";
