import { performance } from "node:perf_hooks";
import { type RtcpMessage, type RtcpReportBlock, serializeRtcp } from "../rtp/index.js";

/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_OFFSET = 2_208_988_800;
const FRACTION = 0x1_0000_0000;

/** What a sender report says of one stream of ours. */
export interface SentStream {
  readonly ssrc: number;
  readonly packets: number;
  readonly octets: number;
  /** The RTP timestamp of now. */
  readonly timestamp: number;
}

/** Sender reports for what we send, with the blocks of what we get in the first; one compound packet. */
export function writeReports(
  streams: readonly SentStream[],
  blocks: readonly RtcpReportBlock[],
  cname: string,
): Buffer | undefined {
  const [first] = streams;
  if (first === undefined) return undefined;
  const reports = streams.map((stream, index): RtcpMessage => {
    const own = index === 0 ? blocks : [];
    if (stream.packets === 0) return { kind: "receiver-report", ssrc: stream.ssrc, blocks: own };
    return {
      kind: "sender-report",
      ssrc: stream.ssrc,
      ntp: ntpTime(),
      rtpTimestamp: stream.timestamp >>> 0,
      packets: stream.packets >>> 0,
      octets: stream.octets >>> 0,
      blocks: own,
    };
  });
  return serializeRtcp([...reports, { kind: "source-description", ssrc: first.ssrc, cname }]);
}

function ntpTime(): [seconds: number, fraction: number] {
  const now = (performance.timeOrigin + performance.now()) / 1000 + NTP_OFFSET;
  const seconds = Math.floor(now);
  return [seconds, Math.floor((now - seconds) * FRACTION)];
}

/** Asks for a key frame in both ways there are (RFC 4585 6.3.1, RFC 5104 4.3.1); browsers act on one of them. */
export function writeKeyframeRequest(ssrc: number, mediaSsrc: number, sequence: number): Buffer {
  return serializeRtcp([
    { kind: "receiver-report", ssrc, blocks: [] },
    { kind: "picture-loss", ssrc, mediaSsrc },
    { kind: "full-intra-request", ssrc, mediaSsrc, sequence: sequence & 0xff },
  ]);
}

const REMB_BYTES = 24;
const MANTISSA_BITS = 18;

/**
 * Tells the browser how many bits a second its video may have (draft-alvestrand-rmcat-remb-03 2.2). Without any such
 * word a browser stays at the few it starts with.
 */
export function writeBandwidth(ssrc: number, mediaSsrc: number, bitRate: number): Buffer {
  const exponent = Math.max(0, Math.ceil(Math.log2(bitRate + 1)) - MANTISSA_BITS);
  const mantissa = Math.floor(bitRate / 2 ** exponent);
  const remb = Buffer.alloc(REMB_BYTES);
  remb.writeUInt32BE(0x8fce_0000 + REMB_BYTES / 4 - 1, 0);
  remb.writeUInt32BE(ssrc, 4);
  remb.write("REMB", 12, "latin1");
  remb.writeUInt32BE(((1 << 24) | (exponent << MANTISSA_BITS) | mantissa) >>> 0, 16);
  remb.writeUInt32BE(mediaSsrc, 20);
  return Buffer.concat([serializeRtcp([{ kind: "receiver-report", ssrc, blocks: [] }]), remb]);
}
