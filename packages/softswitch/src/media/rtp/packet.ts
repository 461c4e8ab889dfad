/** An RTP packet (RFC 3550 5.1). `payload` is a view into the bytes it was parsed from. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, in units of the codec's SDP rate. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly csrcs: readonly number[];
  readonly extension?: RtpExtension | undefined;
  readonly payload: Buffer;
}

export interface RtpExtension {
  /** 16 bits that say what the data is (0xBEDE for RFC 8285). */
  readonly profile: number;
  /** A multiple of four bytes. */
  readonly data: Buffer;
}

export const RTP_HEADER_BYTES = 12;
const VERSION = 2;
const NO_CSRCS: readonly number[] = [];

/** RFC 5761 4: of one port for both, these second bytes are RTCP's. */
export const isRtcp = (data: Buffer): boolean =>
  data.length >= 8 &&
  (data[0] ?? 0) >> 6 === VERSION &&
  (data[1] ?? 0) >= 192 &&
  (data[1] ?? 0) <= 223;

function readCsrcs(data: Buffer, count: number): readonly number[] {
  if (count === 0) return NO_CSRCS;
  return Array.from({ length: count }, (_, index) =>
    data.readUInt32BE(RTP_HEADER_BYTES + 4 * index),
  );
}

function readExtension(data: Buffer, start: number): RtpExtension | undefined {
  if (data.length < start + 4) return undefined;
  const end = start + 4 + 4 * data.readUInt16BE(start + 2);
  if (data.length < end) return undefined;
  return { profile: data.readUInt16BE(start), data: data.subarray(start + 4, end) };
}

/** Bytes of padding at the end; undefined when they cannot be. */
function paddingOf(data: Buffer, first: number, start: number): number | undefined {
  if ((first & 0x20) === 0) return 0;
  const padding = data[data.length - 1] ?? 0;
  return padding === 0 || padding > data.length - start ? undefined : padding;
}

/** Undefined for what is no RTP packet; never throws. Padding is taken off. */
export function parseRtp(data: Buffer): RtpPacket | undefined {
  const first = data[0] ?? 0;
  const second = data[1] ?? 0;
  if (data.length < RTP_HEADER_BYTES || first >> 6 !== VERSION) return undefined;
  const csrcCount = first & 0x0f;
  let start = RTP_HEADER_BYTES + 4 * csrcCount;
  if (data.length < start) return undefined;
  let extension: RtpExtension | undefined;
  if (first & 0x10) {
    extension = readExtension(data, start);
    if (extension === undefined) return undefined;
    start += 4 + extension.data.length;
  }
  const padding = paddingOf(data, first, start);
  if (padding === undefined) return undefined;
  return {
    payloadType: second & 0x7f,
    marker: second >= 0x80,
    sequence: data.readUInt16BE(2),
    timestamp: data.readUInt32BE(4),
    ssrc: data.readUInt32BE(8),
    csrcs: readCsrcs(data, csrcCount),
    extension,
    payload: data.subarray(start, data.length - padding),
  };
}

/** Writes the twelve fixed bytes, for senders that fill a buffer of their own. */
export function writeRtpHeader(
  into: Buffer,
  payloadType: number,
  marker: boolean,
  sequence: number,
  timestamp: number,
  ssrc: number,
): void {
  into[0] = VERSION << 6;
  into[1] = (marker ? 0x80 : 0) | payloadType;
  into.writeUInt16BE(sequence, 2);
  into.writeUInt32BE(timestamp, 4);
  into.writeUInt32BE(ssrc, 8);
}

/** The packet's bytes, without padding. */
export function serializeRtp(packet: RtpPacket): Buffer {
  const { csrcs, extension, payload } = packet;
  const extensionBytes = extension ? 4 + extension.data.length : 0;
  const start = RTP_HEADER_BYTES + 4 * csrcs.length + extensionBytes;
  const data = Buffer.allocUnsafe(start + payload.length);
  const { payloadType, marker, sequence, timestamp, ssrc } = packet;
  writeRtpHeader(data, payloadType, marker, sequence, timestamp, ssrc);
  data[0] = (VERSION << 6) | (extension ? 0x10 : 0) | csrcs.length;
  csrcs.forEach((csrc, index) => void data.writeUInt32BE(csrc, RTP_HEADER_BYTES + 4 * index));
  if (extension) {
    data.writeUInt16BE(extension.profile, start - extensionBytes);
    data.writeUInt16BE(extension.data.length / 4, start - extensionBytes + 2);
    data.set(extension.data, start - extension.data.length);
  }
  data.set(payload, start);
  return data;
}
