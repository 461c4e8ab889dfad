import { FRAME_MS } from "../../audio/types.js";

/** Whose digits are to be sent. */
export interface DigitTarget {
  isBusy(): boolean;
  /** Sends the packet of one tick. */
  tick(): void;
}

/** Sends digits of a leg that nobody writes sound to, a parked call for one: then the switch's clock passes it over. */
export class DigitClock {
  readonly #now: () => number;
  readonly #target: DigitTarget;
  #timer: NodeJS.Timeout | undefined;
  #tickedMs = Number.NEGATIVE_INFINITY;

  constructor(now: () => number, target: DigitTarget) {
    this.#now = now;
    this.#target = target;
  }

  /** The switch's clock has written to the leg. */
  ticked(): void {
    if (this.#timer) this.#tickedMs = this.#now();
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#step(), FRAME_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #step(): void {
    if (!this.#target.isBusy()) this.stop();
    else if (this.#now() - this.#tickedMs > 2 * FRAME_MS) {
      const before = this.#tickedMs;
      this.#target.tick();
      this.#tickedMs = before;
    }
  }
}
