const BUCKETS_PER_MS = 4;
const BUCKETS = 2000;

/** Counts how late things came, in buckets of a quarter millisecond; what is later than half a second is half a second late. */
export class Lateness {
  readonly #buckets = new Uint32Array(BUCKETS);
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  get max(): number {
    return this.#max;
  }

  add(ms: number): void {
    const bucket = Math.min(BUCKETS - 1, Math.floor(ms * BUCKETS_PER_MS));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#count += 1;
    this.#max = Math.max(this.#max, ms);
  }

  /** The lateness that this share of all stays below, to the quarter millisecond. */
  quantile(share: number): number {
    const wanted = Math.ceil(this.#count * share);
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      seen += this.#buckets[bucket] ?? 0;
      if (seen >= wanted) return this.#count === 0 ? 0 : (bucket + 1) / BUCKETS_PER_MS;
    }
    return this.#max;
  }
}
