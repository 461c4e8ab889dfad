import { type Branches, branchesOf } from "./filter.js";
import { saturate } from "./samples.js";
import type { Frame } from "./types.js";

/** Takes a stream of samples from one rate to another; remembers the end of what came before. */
export class Resampler {
  readonly #branches: Branches;
  #buffer: Float64Array;
  /** Where the next output lies, in `up`ths of an input sample after the start of the next input. */
  #next = 0;

  /** Rates in samples per second, any whole numbers; equal ones copy. */
  constructor(
    readonly from: number,
    readonly to: number,
  ) {
    this.#branches = branchesOf(from, to);
    this.#buffer = new Float64Array(this.#branches.taps - 1);
  }

  /** Forgets what came before, for a stream that begins anew. */
  reset(): void {
    this.#buffer.fill(0);
    this.#next = 0;
  }

  /** As many samples as the input reaches for: exactly one frame for a frame where both rates are whole multiples of 50. */
  process(input: Frame): Frame {
    if (this.from === this.to) return input.slice();
    const { up, down, taps } = this.#branches;
    const past = taps - 1;
    this.#fill(input, past);
    const end = input.length * up;
    const output = new Int16Array(Math.max(0, Math.ceil((end - this.#next) / down)));
    this.#convolve(output);
    this.#next += output.length * down - end;
    return output;
  }

  /** Past first, then the input; the buffer grows to the longest input and stays. */
  #fill(input: Frame, past: number): void {
    const needed = past + input.length;
    if (this.#buffer.length !== needed) {
      const buffer = new Float64Array(needed);
      buffer.set(this.#buffer.subarray(this.#buffer.length - past));
      this.#buffer = buffer;
    } else this.#buffer.copyWithin(0, input.length);
    this.#buffer.set(input, past);
  }

  #convolve(output: Frame): void {
    const { up, down, taps, coefficients } = this.#branches;
    const buffer = this.#buffer;
    let at = this.#next;
    for (let n = 0; n < output.length; n += 1) {
      const index = Math.floor(at / up);
      let c = (at - index * up) * taps;
      let sum = 0;
      for (let b = index; b < index + taps; b += 1, c += 1) {
        sum += (coefficients[c] as number) * (buffer[b] as number);
      }
      output[n] = saturate(Math.round(sum));
      at += down;
    }
  }
}
