import { ILB } from "./g722-tables.js";
import { saturate } from "./samples.js";

const ZEROS = 6;

function within(value: number, limit: number): number {
  if (value > limit) return limit;
  return value < -limit ? (0 - limit) | 0 : value;
}

/**
 * One sub-band's adaptive predictor (two poles, six zeros) and scale factor: G.722 clause 3.5 and 3.6, block 4 of both
 * encoder and decoder. All numbers are 16-bit fixed point as in clause 6; `Math.imul` keeps them integers for the engine
 * (a product that might be -0 costs five times as much).
 */
export class G722Band {
  /** Prediction of the next sample, and its part that the zeros give. */
  signal = 0;
  #zeroSignal = 0;
  /** Scale factor and its logarithm. */
  scale: number;
  #logScale = 0;
  readonly #logLimit: number;
  readonly #scaleShift: number;
  #pole1 = 0;
  #pole2 = 0;
  #rebuilt1 = 0;
  #partial1 = 0;
  #partial2 = 0;
  readonly #zeros = new Int32Array(ZEROS);
  readonly #doubled = new Int32Array(ZEROS);

  constructor(band: "low" | "high") {
    this.scale = band === "low" ? 32 : 8;
    this.#logLimit = band === "low" ? 18_432 : 22_528;
    this.#scaleShift = band === "low" ? 8 : 10;
  }

  /** LOGSCL/LOGSCH, SCALEL/SCALEH: takes the step of the code that was sent. */
  adaptScale(step: number): void {
    const next = (Math.imul(this.#logScale, 127) >> 7) + step;
    const logScale = next < 0 ? 0 : next > this.#logLimit ? this.#logLimit : next;
    const mantissa = ILB[(logScale >> 6) & 31] ?? 0;
    const shift = this.#scaleShift - (logScale >> 11);
    this.#logScale = logScale;
    this.scale = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
  }

  /** Takes the quantized difference of this sample and predicts the next one. */
  adapt(difference: number): void {
    const rebuilt = saturate(this.signal + difference);
    const partial = saturate(this.#zeroSignal + difference);
    this.#adaptPoles(partial);
    this.#partial2 = this.#partial1;
    this.#partial1 = partial;
    this.#adaptZeros(difference);
    const poleSignal = this.#filterPoles(rebuilt);
    this.#rebuilt1 = rebuilt;
    this.signal = saturate(poleSignal + this.#zeroSignal);
  }

  /** UPPOL2, UPPOL1 with their limits of stability. */
  #adaptPoles(partial: number): void {
    const sameAsLast = (partial ^ this.#partial1) >= 0;
    const sameAsBefore = (partial ^ this.#partial2) >= 0;
    const scaled = saturate(this.#pole1 << 2);
    const turned = sameAsLast ? saturate((0 - scaled) | 0) : scaled;
    const pole2 = within(
      (turned >> 7) + (sameAsBefore ? 128 : -128) + (Math.imul(this.#pole2, 32_512) >> 15),
      12_288,
    );
    const first = saturate((sameAsLast ? 192 : -192) + (Math.imul(this.#pole1, 32_640) >> 15));
    this.#pole1 = within(first, 15_360 - pole2);
    this.#pole2 = pole2;
  }

  /**
   * UPZERO, then FILTEZ over the shifted differences, in one pass. Differences are kept doubled, as FILTEZ wants them:
   * UPZERO only asks for their signs. 255/256 of a 16-bit number and 128 more cannot overflow, so nothing is saturated.
   */
  #adaptZeros(difference: number): void {
    const zeros = this.#zeros;
    const doubled = this.#doubled;
    const step = difference === 0 ? 0 : 128;
    let sum = 0;
    let newer = saturate(difference << 1);
    for (let index = 0; index < ZEROS; index += 1) {
      const old = doubled[index] ?? 0;
      const sign = (old ^ difference) >> 31;
      const zero = (Math.imul(zeros[index] ?? 0, 32_640) >> 15) + ((step ^ sign) - sign);
      zeros[index] = zero;
      doubled[index] = newer;
      sum = (sum + (Math.imul(zero, newer) >> 15)) | 0;
      newer = old;
    }
    this.#zeroSignal = saturate(sum);
  }

  /** FILTEP. */
  #filterPoles(rebuilt: number): number {
    const first = Math.imul(this.#pole1, saturate(rebuilt << 1)) >> 15;
    const second = Math.imul(this.#pole2, saturate(this.#rebuilt1 << 1)) >> 15;
    return saturate(first + second);
  }
}
