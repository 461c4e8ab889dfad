export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds of a clock that nobody sets. */
  elapsed(): number;
}

/** More than this between two looks is no drift. */
const JUMP_MS = 60_000;
/** How long a clock that has jumped has to go on evenly before it is believed. */
const REST_MS = 3_600_000;

/**
 * Notices when the clock is set while the server runs: by a wrong clock everything may be old, and what is removed by
 * it does not come back when the clock is put right.
 */
export class ClockWatch {
  readonly #clock: Clock;
  #offset: number;
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#offset = clock.now() - clock.elapsed();
  }

  /** False for an hour after the clock was set. */
  trusted(): boolean {
    const offset = this.#clock.now() - this.#clock.elapsed();
    const elapsed = this.#clock.elapsed();
    if (Math.abs(offset - this.#offset) > JUMP_MS) this.#restsUntil = elapsed + REST_MS;
    this.#offset = offset;
    return elapsed >= this.#restsUntil;
  }
}
