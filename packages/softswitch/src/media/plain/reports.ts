import { Reception, type RtcpMessage, type RtpPacket } from "../rtp/index.js";

/** Between two reports (RFC 3550 6.2: at least 5 s). */
export const REPORT_MS = 5000;
/** Seconds from 1900 to 1970. */
const NTP_EPOCH = 2_208_988_800;

/** What a report says about the stream that goes out. */
export interface SentStream {
  readonly ssrc: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly octets: number;
}

function ntpNow(): readonly [number, number] {
  const milliseconds = Date.now();
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds + NTP_EPOCH, Math.floor(((milliseconds % 1000) / 1000) * 2 ** 32)];
}

/** Sender and receiver reports of one stream. */
export class Reports {
  readonly #reception: Reception;
  readonly #cname: string;
  #dueMs: number;
  #packetsBefore = 0;

  constructor(clockRate: number, cname: string, nowMs: number) {
    this.#reception = new Reception(clockRate);
    this.#cname = cname;
    this.#dueMs = nowMs + REPORT_MS;
  }

  /** Of the stream that comes in; undefined until something came. */
  get remoteSsrc(): number | undefined {
    return this.#reception.ssrc;
  }

  heard(packet: RtpPacket, nowMs: number): void {
    this.#reception.heard(packet, nowMs);
  }

  heardRtcp(messages: readonly RtcpMessage[], nowMs: number): void {
    for (const message of messages) {
      if (message.kind === "sender-report" && message.ssrc === this.#reception.ssrc) {
        this.#reception.heardSenderReport(message.ntp, nowMs);
      }
    }
  }

  /** The report that is due now, if one is. */
  due(sent: SentStream, nowMs: number): RtcpMessage[] | undefined {
    if (nowMs < this.#dueMs) return undefined;
    this.#dueMs = nowMs + REPORT_MS;
    return this.compose(sent, nowMs);
  }

  /** A sender report if something was sent since the last one, else a receiver report, with the CNAME (RFC 3550 6.1). */
  compose(sent: SentStream, nowMs: number): RtcpMessage[] {
    const block = this.#reception.report(nowMs);
    const blocks = block ? [block] : [];
    const { ssrc, packets, octets } = sent;
    const isSender = packets !== this.#packetsBefore;
    this.#packetsBefore = packets;
    const report: RtcpMessage = isSender
      ? {
          kind: "sender-report",
          ssrc,
          ntp: ntpNow(),
          rtpTimestamp: sent.timestamp,
          packets,
          octets,
          blocks,
        }
      : { kind: "receiver-report", ssrc, blocks };
    return [report, { kind: "source-description", ssrc, cname: this.#cname }];
  }
}
