import type { RtpPacket } from "./packet.js";
import type { RtcpReportBlock } from "./rtcp.js";
import { sequenceAfter } from "./sequence.js";

/** What a receiver reports about a stream (RFC 3550 A.3, A.8). */
export class Reception {
  #ssrc: number | undefined;
  #base = 0;
  #highest = 0;
  #received = 0;
  #jitter = 0;
  #transit = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #senderReport = { middle: 0, atMs: 0 };

  constructor(readonly clockRate: number) {}

  get ssrc(): number | undefined {
    return this.#ssrc;
  }

  heard(packet: RtpPacket, nowMs: number): void {
    const transit = ((nowMs * this.clockRate) / 1000 - packet.timestamp) | 0;
    if (packet.ssrc !== this.#ssrc) this.#begin(packet, transit);
    const ahead = sequenceAfter(packet.sequence, this.#highest & 0xffff);
    if (ahead > 0) this.#highest += ahead;
    this.#received += 1;
    const distance = Math.abs((transit - this.#transit) | 0);
    this.#transit = transit;
    this.#jitter += (distance - this.#jitter) / 16;
  }

  /** The middle 32 bits of a sender report's NTP time, to be given back with the time since. */
  heardSenderReport(ntp: readonly [number, number], nowMs: number): void {
    this.#senderReport = { middle: ((ntp[0] << 16) | (ntp[1] >>> 16)) >>> 0, atMs: nowMs };
  }

  /** Undefined when nothing was received. Starts a new interval. */
  report(nowMs: number): RtcpReportBlock | undefined {
    if (this.#ssrc === undefined) return undefined;
    const expected = this.#highest - this.#base + 1;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const { middle, atMs } = this.#senderReport;
    return {
      ssrc: this.#ssrc,
      fractionLost: lostNow > 0 ? Math.min(255, Math.floor((lostNow * 256) / expectedNow)) : 0,
      packetsLost: Math.max(0, Math.min(0x7fffff, expected - this.#received)),
      highestSequence: this.#highest >>> 0,
      jitter: Math.floor(this.#jitter) >>> 0,
      lastSenderReport: middle,
      delaySinceLastSenderReport:
        middle === 0 ? 0 : Math.round(((nowMs - atMs) * 65_536) / 1000) >>> 0,
    };
  }

  #begin(packet: RtpPacket, transit: number): void {
    this.#ssrc = packet.ssrc;
    this.#base = packet.sequence;
    this.#highest = packet.sequence;
    this.#received = 0;
    this.#jitter = 0;
    this.#transit = transit;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#senderReport = { middle: 0, atMs: 0 };
  }
}
