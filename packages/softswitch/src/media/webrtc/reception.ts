import type { RtcpReportBlock } from "../rtp/index.js";

const SEQUENCE_CYCLE = 0x1_0000;

/** What a receiver report says of one stream (RFC 3550 6.4.1, A.3 and A.8). */
export class Reception {
  #base = 0;
  #highest = -1;
  #cycles = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #transit = 0;
  #jitter = 0;
  #senderReport = 0;
  #senderReportAt = 0;

  constructor(
    readonly ssrc: number,
    private readonly clockRate: number,
  ) {}

  take(sequence: number, timestamp: number, nowMs: number): void {
    this.#received += 1;
    this.#follow(sequence);
    const transit = (nowMs * this.clockRate) / 1000 - timestamp;
    const difference = Math.abs(transit - this.#transit);
    // The first packet, and a jump of the sender's clock, say nothing of the network.
    if (this.#received > 1 && difference < this.clockRate) {
      this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  /** Takes the middle 32 bits of a sender report's time. */
  takeSenderReport(middle: number, nowMs: number): void {
    this.#senderReport = middle;
    this.#senderReportAt = nowMs;
  }

  /** The block for the next report; what is lost is counted from the last one. */
  report(nowMs: number): RtcpReportBlock {
    const highest = this.#cycles + Math.max(this.#highest, 0);
    const expected = this.#highest < 0 ? 0 : highest - this.#base + 1;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const since = this.#senderReport === 0 ? 0 : nowMs - this.#senderReportAt;
    return {
      ssrc: this.ssrc,
      fractionLost:
        expectedNow <= 0 || lostNow <= 0 ? 0 : Math.floor((256 * lostNow) / expectedNow),
      packetsLost: Math.min(Math.max(expected - this.#received, 0), 0x7f_ffff),
      highestSequence: highest % 0x1_0000_0000,
      jitter: Math.floor(this.#jitter),
      lastSenderReport: this.#senderReport,
      delaySinceLastSenderReport: Math.floor((since * 65_536) / 1000),
    };
  }

  #follow(sequence: number): void {
    if (this.#highest < 0) {
      this.#base = sequence;
      this.#highest = sequence;
      return;
    }
    const ahead = (sequence - this.#highest + SEQUENCE_CYCLE) % SEQUENCE_CYCLE;
    if (ahead === 0 || ahead >= SEQUENCE_CYCLE / 2) return;
    if (sequence < this.#highest) this.#cycles += SEQUENCE_CYCLE;
    this.#highest = sequence;
  }
}
