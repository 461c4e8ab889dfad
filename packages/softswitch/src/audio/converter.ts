import { Resampler } from "./resampler.js";
import type { Frame } from "./types.js";

/** Takes frames of whatever rate to whatever rate; both may change on the way. */
export class Converter {
  #resampler: Resampler | undefined;

  convert(frame: Frame, from: number, to: number): Frame {
    if (from === to) {
      this.#resampler = undefined;
      return frame;
    }
    const known = this.#resampler;
    if (known?.from !== from || known.to !== to) this.#resampler = new Resampler(from, to);
    return this.#resampler?.process(frame) ?? frame;
  }
}
