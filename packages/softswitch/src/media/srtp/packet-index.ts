const HALF = 0x8000;
const FULL = 0x1_0000;
const WINDOW = 64;

/** Packet indices of one SSRC: sequence numbers made longer by a rollover counter (RFC 3711 3.3.1). */
export class PacketIndex {
  #highest = -1;
  /** Which of the last 64 indices have come, the highest at bit 0: a replayed packet is thrown away (RFC 3711 3.3.2). */
  #seenLow = 0;
  #seenHigh = 0;

  /** The index this sequence number most likely stands for. */
  guess(sequence: number): number {
    if (this.#highest < 0) return sequence;
    const rollover = Math.floor(this.#highest / FULL);
    const last = this.#highest % FULL;
    if (last < HALF) {
      const before = sequence - last > HALF && rollover > 0;
      return (before ? rollover - 1 : rollover) * FULL + sequence;
    }
    const after = last - HALF > sequence;
    return (after ? rollover + 1 : rollover) * FULL + sequence;
  }

  isFresh(index: number): boolean {
    const age = this.#highest - index;
    if (age < 0) return true;
    if (age >= WINDOW) return false;
    const bits = age < 32 ? this.#seenLow : this.#seenHigh;
    return ((bits >>> (age & 31)) & 1) === 0;
  }

  /** Remembers a packet whose tag was right. */
  accept(index: number): void {
    const ahead = index - this.#highest;
    if (ahead > 0) {
      this.#shift(this.#highest < 0 ? WINDOW : ahead);
      this.#highest = index;
      this.#seenLow |= 1;
      return;
    }
    if (-ahead < 32) this.#seenLow |= 1 << -ahead;
    else this.#seenHigh |= 1 << (-ahead & 31);
  }

  #shift(count: number): void {
    if (count >= WINDOW) {
      this.#seenLow = 0;
      this.#seenHigh = 0;
    } else if (count >= 32) {
      this.#seenHigh = this.#seenLow << (count - 32);
      this.#seenLow = 0;
    } else {
      this.#seenHigh = (this.#seenHigh << count) | (this.#seenLow >>> (32 - count));
      this.#seenLow <<= count;
    }
  }
}
