import type { RtpPacket } from "./packet.js";

export interface JitterBufferOptions {
  /** Units of the packets' timestamps per second (the codec's SDP rate). */
  readonly clockRate: number;
}

export interface JitterStats {
  readonly received: number;
  /** Sequence numbers that were not there when their turn came. */
  readonly lost: number;
  /** Packets that came after their turn. */
  readonly late: number;
  readonly duplicates: number;
  /** Packets thrown away because the sender's clock is faster than ours or too many came at once. */
  readonly dropped: number;
}

/**
 * Packets of one stream in the order they are to be heard. Filled as they come in, emptied by the 20 ms clock.
 */
export class JitterBuffer {
  readonly #clockRate: number;

  constructor(options: JitterBufferOptions) {
    this.#clockRate = options.clockRate;
  }

  /** Takes a packet of the audio codec. */
  push(packet: RtpPacket): void {
    void packet;
  }

  /** A packet of the same stream that is no audio (RFC 4733, comfort noise): its number counts as come, its time is silence. */
  skip(packet: RtpPacket): void {
    void packet;
  }

  /**
   * The next payload, whatever time it holds; `"lost"`: 20 ms are to be concealed; undefined: silence. A caller that
   * gets more than 20 ms calls again only when that is used up.
   */
  read(): Buffer | "lost" | undefined {
    return undefined;
  }

  /** Milliseconds waiting. */
  get depthMs(): number {
    return 0 * this.#clockRate;
  }

  stats(): JitterStats {
    return { received: 0, lost: 0, late: 0, duplicates: 0, dropped: 0 };
  }
}
