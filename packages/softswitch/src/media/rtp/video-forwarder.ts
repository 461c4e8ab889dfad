import { RTP_HEADER_BYTES } from "./packet.js";
import { sequenceAfter } from "./sequence.js";

const VIDEO_CLOCK_RATE = 90_000;
/** One picture at 30 a second: the least time between the last picture of one source and the first of the next. */
const PICTURE = 3000;

/**
 * Makes one steady stream of the packets of changing sources (the floor): own SSRC and payload type, sequence and
 * timestamps that go on where the last source stopped.
 */
export class VideoForwarder {
  #source: number | undefined;
  #sequenceShift = 0;
  #timestampShift = 0;
  #sequence: number;
  #timestamp = 0;
  #sentAtMs = 0;
  packets = 0;
  octets = 0;

  constructor(
    readonly ssrc: number,
    readonly payloadType: number,
    firstSequence = 0,
  ) {
    this.#sequence = firstSequence;
  }

  /** Of the last packet, for sender reports. */
  get timestamp(): number {
    return this.#timestamp;
  }

  /** The packet to be sent in the place of this one; undefined for what is no RTP. A copy: the same packet goes to many. */
  rewrite(packet: Buffer, nowMs = performance.now()): Buffer | undefined {
    if (packet.length < RTP_HEADER_BYTES || (packet[0] ?? 0) >> 6 !== 2) return undefined;
    const copy = Buffer.allocUnsafe(packet.length);
    copy.set(packet);
    const source = packet.readUInt32BE(8);
    if (source !== this.#source) this.#changeSource(packet, source, nowMs);
    const sequence = (packet.readUInt16BE(2) + this.#sequenceShift) & 0xffff;
    const timestamp = (packet.readUInt32BE(4) + this.#timestampShift) >>> 0;
    copy[1] = ((packet[1] ?? 0) & 0x80) | this.payloadType;
    copy.writeUInt16BE(sequence, 2);
    copy.writeUInt32BE(timestamp, 4);
    copy.writeUInt32BE(this.ssrc, 8);
    if (sequenceAfter(sequence, this.#sequence) >= 0) this.#remember(sequence, timestamp, nowMs);
    this.packets += 1;
    this.octets += packet.length - RTP_HEADER_BYTES;
    return copy;
  }

  #remember(sequence: number, timestamp: number, nowMs: number): void {
    this.#sequence = sequence;
    this.#timestamp = timestamp;
    this.#sentAtMs = nowMs;
  }

  #changeSource(packet: Buffer, source: number, nowMs: number): void {
    const passed = ((nowMs - this.#sentAtMs) * VIDEO_CLOCK_RATE) / 1000;
    const next = this.#timestamp + Math.max(PICTURE, Math.round(passed));
    this.#source = source;
    this.#sequenceShift = this.#sequence + 1 - packet.readUInt16BE(2);
    this.#timestampShift = next - packet.readUInt32BE(4);
  }
}
