import type { RtpPacket } from "./packet.js";

/** Power of two; 128 packets of 10 ms are more than a second. */
export const WINDOW = 128;
const MASK = WINDOW - 1;

/** What of a stream waits, found by sequence number: no sorting and nothing allocated per packet. */
export class PacketWindow {
  readonly #packets: (RtpPacket | undefined)[] = new Array<RtpPacket | undefined>(WINDOW).fill(
    undefined,
  );
  readonly #silent = new Uint8Array(WINDOW);
  /** Which number was last taken from each place, to tell a second copy from a late packet. */
  readonly #taken = new Int32Array(WINDOW).fill(-1);
  /** Packets with audio. */
  audible = 0;
  /** All packets. */
  held = 0;

  has(sequence: number): boolean {
    return this.#packets[sequence & MASK]?.sequence === sequence;
  }

  wasTaken(sequence: number): boolean {
    return this.#taken[sequence & MASK] === sequence;
  }

  get(sequence: number): RtpPacket | undefined {
    return this.has(sequence) ? this.#packets[sequence & MASK] : undefined;
  }

  isSilent(sequence: number): boolean {
    return this.#silent[sequence & MASK] === 1;
  }

  put(packet: RtpPacket, silent: boolean): void {
    const place = packet.sequence & MASK;
    this.#packets[place] = packet;
    this.#silent[place] = silent ? 1 : 0;
    this.held += 1;
    if (!silent) this.audible += 1;
  }

  take(sequence: number): void {
    const place = sequence & MASK;
    if (!this.has(sequence)) return;
    this.#packets[place] = undefined;
    this.#taken[place] = sequence;
    this.held -= 1;
    if (this.#silent[place] === 0) this.audible -= 1;
  }

  clear(): void {
    this.#packets.fill(undefined);
    this.#taken.fill(-1);
    this.held = 0;
    this.audible = 0;
  }

  /** The first number from `sequence` on that waits. Only for a window that holds something. */
  firstFrom(sequence: number): number {
    for (let ahead = 0; ahead < WINDOW; ahead += 1) {
      const candidate = (sequence + ahead) & 0xffff;
      if (this.has(candidate)) return candidate;
    }
    return sequence;
  }
}
