import type { SessionCounters } from "./types.js";

const FIVE_MINUTES_MS = 300_000;

/** The highest value reported within the last five minutes. */
class RecentPeak {
  #samples: { at: number; value: number }[] = [];

  add(at: number, value: number): void {
    // Smaller, older samples can never be the peak again.
    while ((this.#samples.at(-1)?.value ?? Number.POSITIVE_INFINITY) <= value) this.#samples.pop();
    this.#samples.push({ at, value });
  }

  value(now: number): number {
    this.#samples = this.#samples.filter((sample) => now - sample.at <= FIVE_MINUTES_MS);
    return this.#samples[0]?.value ?? 0;
  }
}

/** Session counts as `status` prints them. */
export class Counters implements SessionCounters {
  active = 0;
  total = 0;
  peak = 0;
  perSecondPeak = 0;
  readonly #recentActive = new RecentPeak();
  readonly #recentRate = new RecentPeak();
  #second = 0;
  #inSecond = 0;

  constructor(private readonly now: () => number) {}

  get peakFiveMinutes(): number {
    return Math.max(this.active, this.#recentActive.value(this.now()));
  }

  get perSecond(): number {
    return Math.floor(this.now() / 1000) === this.#second ? this.#inSecond : 0;
  }

  get perSecondFiveMinutes(): number {
    return this.#recentRate.value(this.now());
  }

  began(): void {
    const at = this.now();
    const second = Math.floor(at / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    this.active += 1;
    this.total += 1;
    this.peak = Math.max(this.peak, this.active);
    this.perSecondPeak = Math.max(this.perSecondPeak, this.#inSecond);
    this.#recentActive.add(at, this.active);
    this.#recentRate.add(at, this.#inSecond);
  }

  ended(): void {
    if (this.active === 0) return;
    this.active -= 1;
    this.#recentActive.add(this.now(), this.active);
  }
}
