import { parseBlocks, writeBlock } from "./rtcp-block.js";

export interface RtcpReportBlock {
  readonly ssrc: number;
  /** Of 256, since the last report. */
  readonly fractionLost: number;
  readonly packetsLost: number;
  readonly highestSequence: number;
  readonly jitter: number;
  readonly lastSenderReport: number;
  /** In 1/65536 s. */
  readonly delaySinceLastSenderReport: number;
}

export type RtcpMessage =
  | {
      readonly kind: "sender-report";
      readonly ssrc: number;
      readonly ntp: readonly [seconds: number, fraction: number];
      readonly rtpTimestamp: number;
      readonly packets: number;
      readonly octets: number;
      readonly blocks: readonly RtcpReportBlock[];
    }
  | {
      readonly kind: "receiver-report";
      readonly ssrc: number;
      readonly blocks: readonly RtcpReportBlock[];
    }
  | { readonly kind: "source-description"; readonly ssrc: number; readonly cname: string }
  | { readonly kind: "bye"; readonly ssrcs: readonly number[] }
  | { readonly kind: "picture-loss"; readonly ssrc: number; readonly mediaSsrc: number }
  | {
      readonly kind: "full-intra-request";
      readonly ssrc: number;
      readonly mediaSsrc: number;
      readonly sequence: number;
    };

type RtcpReport = Extract<RtcpMessage, { kind: "sender-report" | "receiver-report" }>;

const TYPES = { sr: 200, rr: 201, sdes: 202, bye: 203, payloadFeedback: 206 } as const;
const PLI = 1;
const FIR = 4;
const SENDER_BYTES = 28;

function parseSenderReport(body: Buffer, count: number): RtcpMessage | undefined {
  if (body.length < SENDER_BYTES) return undefined;
  return {
    kind: "sender-report",
    ssrc: body.readUInt32BE(4),
    ntp: [body.readUInt32BE(8), body.readUInt32BE(12)],
    rtpTimestamp: body.readUInt32BE(16),
    packets: body.readUInt32BE(20),
    octets: body.readUInt32BE(24),
    blocks: parseBlocks(body, SENDER_BYTES, count),
  };
}

/** The CNAME of the first chunk, the only one senders of one stream write. */
function parseDescription(body: Buffer): RtcpMessage | undefined {
  let at = 8;
  while (at + 2 <= body.length && body[at] !== 0) {
    const end = at + 2 + (body[at + 1] ?? 0);
    if (end > body.length) return undefined;
    if (body[at] === 1) {
      const cname = body.toString("utf8", at + 2, end);
      return { kind: "source-description", ssrc: body.readUInt32BE(4), cname };
    }
    at = end;
  }
  return undefined;
}

function parseBye(body: Buffer, count: number): RtcpMessage {
  const known = Math.min(count, (body.length >> 2) - 1);
  const ssrcs = Array.from({ length: known }, (_, index) => body.readUInt32BE(4 + 4 * index));
  return { kind: "bye", ssrcs };
}

function parseFeedback(body: Buffer, format: number): RtcpMessage | undefined {
  if (body.length < 12) return undefined;
  const ssrc = body.readUInt32BE(4);
  if (format === PLI) return { kind: "picture-loss", ssrc, mediaSsrc: body.readUInt32BE(8) };
  if (format !== FIR || body.length < 20) return undefined;
  // RFC 5104 4.3.1.2: the media source stands in the entry, not in the header.
  const mediaSsrc = body.readUInt32BE(12);
  return { kind: "full-intra-request", ssrc, mediaSsrc, sequence: body[16] ?? 0 };
}

function parseOne(body: Buffer): RtcpMessage | undefined {
  const count = (body[0] ?? 0) & 0x1f;
  const type = body[1];
  if (type === TYPES.bye) return parseBye(body, count);
  if (body.length < 8) return undefined;
  if (type === TYPES.sr) return parseSenderReport(body, count);
  if (type === TYPES.rr) {
    const ssrc = body.readUInt32BE(4);
    return { kind: "receiver-report", ssrc, blocks: parseBlocks(body, 8, count) };
  }
  if (type === TYPES.sdes) return parseDescription(body);
  return type === TYPES.payloadFeedback ? parseFeedback(body, count) : undefined;
}

/** The known messages of a compound packet (RFC 3550 6, RFC 4585, RFC 5104); empty for garbage, never throws. */
export function parseRtcp(data: Buffer): RtcpMessage[] {
  const messages: RtcpMessage[] = [];
  let at = 0;
  while (at + 4 <= data.length && (data[at] ?? 0) >> 6 === 2) {
    const end = at + 4 + 4 * data.readUInt16BE(at + 2);
    if (end > data.length) break;
    const message = parseOne(data.subarray(at, end));
    if (message) messages.push(message);
    at = end;
  }
  return messages;
}

/** A packet of `bytes` whose header is written. */
function blank(bytes: number, count: number, type: number, ssrc: number | undefined): Buffer {
  const body = Buffer.alloc(bytes);
  body[0] = 0x80 | count;
  body[1] = type;
  body.writeUInt16BE(bytes / 4 - 1, 2);
  if (ssrc !== undefined) body.writeUInt32BE(ssrc, 4);
  return body;
}

function writeReport(message: RtcpReport): Buffer {
  const sends = message.kind === "sender-report";
  const start = sends ? SENDER_BYTES : 8;
  const { blocks } = message;
  const body = blank(
    start + 24 * blocks.length,
    blocks.length,
    sends ? TYPES.sr : TYPES.rr,
    message.ssrc,
  );
  if (sends) {
    const { ntp, rtpTimestamp, packets, octets } = message;
    [ntp[0], ntp[1], rtpTimestamp, packets, octets].forEach((value, index) => {
      body.writeUInt32BE(value >>> 0, 8 + 4 * index);
    });
  }
  blocks.forEach((block, index) => {
    writeBlock(body, start + 24 * index, block);
  });
  return body;
}

function writeDescription(ssrc: number, cname: string): Buffer {
  const text = Buffer.from(cname, "utf8").subarray(0, 255);
  // One zero byte at least ends the chunk, and it ends at a multiple of four.
  const body = blank((10 + text.length + 4) & ~3, 1, TYPES.sdes, ssrc);
  body[8] = 1;
  body[9] = text.length;
  body.set(text, 10);
  return body;
}

function serializeOne(message: RtcpMessage): Buffer {
  switch (message.kind) {
    case "sender-report":
    case "receiver-report":
      return writeReport(message);
    case "source-description":
      return writeDescription(message.ssrc, message.cname);
    case "bye": {
      const body = blank(4 + 4 * message.ssrcs.length, message.ssrcs.length, TYPES.bye, undefined);
      message.ssrcs.forEach((ssrc, index) => void body.writeUInt32BE(ssrc, 4 + 4 * index));
      return body;
    }
    case "picture-loss": {
      const body = blank(12, PLI, TYPES.payloadFeedback, message.ssrc);
      body.writeUInt32BE(message.mediaSsrc, 8);
      return body;
    }
    case "full-intra-request": {
      const body = blank(20, FIR, TYPES.payloadFeedback, message.ssrc);
      body.writeUInt32BE(message.mediaSsrc, 12);
      body[16] = message.sequence;
      return body;
    }
  }
}

/** One compound packet. */
export const serializeRtcp = (messages: readonly RtcpMessage[]): Buffer =>
  Buffer.concat(messages.map(serializeOne));
