import { Resampler } from "./resampler.js";
import type { Frame } from "./types.js";

interface Converted {
  readonly resampler: Resampler;
  tick: number;
  frame: Frame;
}

/** One who can be heard: what it says in this tick, at whatever rates somebody listens. */
export class Voice {
  readonly #converted = new Map<number, Converted>();
  #tick = 0;
  #rate = 0;
  #frame: Frame | undefined;

  /** What is said in this tick; undefined for nothing. */
  say(frame: Frame | undefined, rate: number): void {
    this.#tick += 1;
    this.#frame = frame;
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#converted.clear();
  }

  get speaks(): boolean {
    return this.#frame !== undefined;
  }

  /** The tick's frame at a rate; converted once, however many ask. Undefined when nothing is said. */
  at(rate: number): Frame | undefined {
    const frame = this.#frame;
    if (frame === undefined || rate === this.#rate) return frame;
    const known = this.#converted.get(rate);
    if (known?.tick === this.#tick) return known.frame;
    const resampler = known?.resampler ?? new Resampler(this.#rate, rate);
    // After a pause the end of the last word is not what comes before this one.
    if (known && known.tick !== this.#tick - 1) resampler.reset();
    const converted = resampler.process(frame);
    this.#converted.set(rate, { resampler, tick: this.#tick, frame: converted });
    return converted;
  }
}
