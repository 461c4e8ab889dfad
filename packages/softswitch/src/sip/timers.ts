import type { SipTimers } from "./types.js";

/** RFC 3261, table 4. */
export const DEFAULT_TIMERS: SipTimers = { t1: 500, t2: 4000, t4: 5000 };

/** Named timers of one owner that end together. */
export class NamedTimers {
  readonly #running = new Map<string, NodeJS.Timeout>();

  /** Starts a timer anew. */
  set(name: string, ms: number, run: () => void): void {
    this.clear(name);
    const timer = setTimeout(() => {
      this.#running.delete(name);
      run();
    }, ms);
    this.#running.set(name, timer);
  }

  has(name: string): boolean {
    return this.#running.has(name);
  }

  clear(name: string): void {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  clearAll(): void {
    for (const timer of this.#running.values()) clearTimeout(timer);
    this.#running.clear();
  }

  /** Runs again and again, twice as long apart each time up to `maxMs`. */
  backoff(name: string, ms: number, maxMs: number, run: () => void): void {
    this.set(name, ms, () => {
      this.backoff(name, Math.min(ms * 2, maxMs), maxMs, run);
      run();
    });
  }
}
