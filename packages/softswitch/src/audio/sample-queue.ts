/** Samples waiting to be cut into frames. */
export class SampleQueue {
  #chunks: Int16Array[] = [];
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(samples: Int16Array): void {
    if (samples.length === 0) return;
    this.#chunks.push(samples);
    this.#length += samples.length;
  }

  clear(): void {
    this.#chunks = [];
    this.#offset = 0;
    this.#length = 0;
  }

  /** Takes so many samples; what is missing at the end is silence. */
  take(count: number): Int16Array {
    const taken = new Int16Array(count);
    let filled = 0;
    while (filled < count) {
      const [chunk] = this.#chunks;
      if (!chunk) break;
      const part = chunk.subarray(this.#offset, this.#offset + count - filled);
      taken.set(part, filled);
      filled += part.length;
      this.#offset += part.length;
      if (this.#offset < chunk.length) break;
      this.#chunks.shift();
      this.#offset = 0;
    }
    this.#length -= filled;
    return taken;
  }
}
