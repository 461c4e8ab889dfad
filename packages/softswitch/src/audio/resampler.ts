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
    let index = Math.floor(this.#next / up);
    let branch = this.#next - index * up;
    for (let n = 0; n < output.length; n += 1) {
      output[n] = saturate(
        Math.round(product(coefficients, branch * taps, this.#buffer, index, taps)),
      );
      branch += down;
      while (branch >= up) {
        branch -= up;
        index += 1;
      }
    }
  }
}

/** Four sums side by side: one alone waits for its own last addition most of the time. */
function product(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  length: number,
): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let n = 0; n < length; n += 4) {
    s0 += (a[atA + n] as number) * (b[atB + n] as number);
    s1 += (a[atA + n + 1] as number) * (b[atB + n + 1] as number);
    s2 += (a[atA + n + 2] as number) * (b[atB + n + 2] as number);
    s3 += (a[atA + n + 3] as number) * (b[atB + n + 3] as number);
  }
  return s0 + s1 + (s2 + s3);
}
