export interface ThrottleOptions {
  /** Failures that cost nothing, per key. */
  readonly free?: number;
  /** The first delay in ms; it doubles with each further failure. */
  readonly stepMs?: number;
  readonly maxMs?: number;
  /** A key without failure for this long starts anew. */
  readonly forgetMs?: number;
  readonly keys?: number;
  readonly now?: () => number;
}

interface Failures {
  count: number;
  lastAt: number;
  /** When the next answer of this key may go out. */
  nextAt: number;
}

/** Counts failed logins per key (an address, a name) and says how long the answer to the next one has to wait. */
export class Throttle {
  readonly #failures = new Map<string, Failures>();
  readonly #options: Required<ThrottleOptions>;

  constructor(options: ThrottleOptions = {}) {
    this.#options = {
      free: 10,
      stepMs: 100,
      maxMs: 3000,
      forgetMs: 10 * 60_000,
      keys: 50_000,
      now: Date.now,
      ...options,
    };
  }

  /**
   * Notes a failure. Answers of one key go out one after the other, so that asking in parallel gains nothing.
   *
   * @returns ms to wait before answering.
   */
  fail(key: string): number {
    const now = this.#options.now();
    const failures = this.#current(key, now);
    failures.count += 1;
    failures.lastAt = now;
    const over = failures.count - this.#options.free;
    const delay =
      over <= 0
        ? 0
        : Math.min(this.#options.maxMs, this.#options.stepMs * 2 ** Math.min(over - 1, 16));
    failures.nextAt = Math.max(now, failures.nextAt) + delay;
    this.#failures.delete(key);
    this.#failures.set(key, failures);
    this.#bound();
    return failures.nextAt - now;
  }

  /** How long somebody has to wait before a further guess of this key is even looked at. */
  waitMs(key: string): number {
    const failures = this.#failures.get(key);
    return failures ? Math.max(0, failures.nextAt - this.#options.now()) : 0;
  }

  clear(key: string): void {
    this.#failures.delete(key);
  }

  #current(key: string, now: number): Failures {
    const known = this.#failures.get(key);
    const forgotten = !known || now - known.lastAt > this.#options.forgetMs;
    return forgotten ? { count: 0, lastAt: now, nextAt: now } : known;
  }

  #bound(): void {
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= this.#options.keys) return;
      this.#failures.delete(key);
    }
  }
}
