import type { RtpPacket } from "./packet.js";

/** Digits out of RFC 4733 packets, each once however many of its packets come. */
export class DtmfReceiver {
  constructor(
    /** Units of the timestamps per second. */
    readonly clockRate: number,
    readonly onDigit: (digit: string, durationMs: number) => void,
  ) {}

  /** Takes a telephone-event packet; `nowMs` is any steady clock. */
  push(packet: RtpPacket, nowMs: number): void {
    void packet;
    void nowMs;
  }

  /** To be called a few times a second: ends a digit whose end packets were all lost. */
  expire(nowMs: number): void {
    void nowMs;
  }
}
