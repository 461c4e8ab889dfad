export interface DelayOptions {
  /** Milliseconds of sound gathered before a stream is heard, and the least that is kept (default 40). */
  readonly targetMs?: number | undefined;
  /** How far lateness may raise it (default 120). */
  readonly highestTargetMs?: number | undefined;
}

const STEP_MS = 20;
/** Reads of one observation, 2 s. */
const OBSERVED_READS = 100;
/** Observations without a late packet until less delay is tried again, 10 s. */
const QUIET_OBSERVATIONS = 5;
const LATE_PACKETS = 2;
/** What a burst may hold above the target before its oldest packets are thrown away. */
const BURST_MS = 160;

/**
 * How much sound is to wait in a jitter buffer. Watches the least depth of every two seconds: what never was needed in
 * that time is delay for nothing, and one packet of it is dropped; packets that come late raise the target.
 */
export class PlayoutDelay {
  readonly #lowest: number;
  readonly #highest: number;
  #target: number;
  #reads = 0;
  #least = Number.POSITIVE_INFINITY;
  #late = 0;
  #quiet = 0;
  #toLengthen = false;

  constructor(options: DelayOptions) {
    this.#lowest = options.targetMs ?? 40;
    this.#highest = Math.max(options.highestTargetMs ?? 120, this.#lowest);
    this.#target = this.#lowest;
  }

  get targetMs(): number {
    return this.#target;
  }

  get mostMs(): number {
    return this.#target + BURST_MS;
  }

  cameLate(): void {
    this.#late += 1;
    this.#quiet = 0;
    if (this.#late < LATE_PACKETS || this.#target >= this.#highest) return;
    this.#late = 0;
    this.#target = Math.min(this.#target + STEP_MS, this.#highest);
    this.#toLengthen = true;
  }

  /** To be told the depth before each read; answers what is to be done about it. */
  tick(depthMs: number): "shorten" | "lengthen" | undefined {
    if (this.#toLengthen) {
      this.#toLengthen = false;
      return "lengthen";
    }
    this.#least = Math.min(this.#least, depthMs);
    this.#reads += 1;
    return this.#reads < OBSERVED_READS ? undefined : this.#conclude();
  }

  #conclude(): "shorten" | undefined {
    const spare = this.#least > this.#target + STEP_MS;
    this.#reads = 0;
    this.#least = Number.POSITIVE_INFINITY;
    this.#late = 0;
    this.#quiet += 1;
    if (this.#quiet >= QUIET_OBSERVATIONS) {
      this.#quiet = 0;
      this.#target = Math.max(this.#target - STEP_MS, this.#lowest);
    }
    return spare ? "shorten" : undefined;
  }
}
