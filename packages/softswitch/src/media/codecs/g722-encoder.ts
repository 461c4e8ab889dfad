import { G722Band } from "./g722-band.js";
import { HIGH_STEPS, ILN, ILP, LOW_STEPS, Q6, QM2, QM4, QMF } from "./g722-tables.js";
import { saturate } from "./samples.js";

const FRAME_SAMPLES = 320;
const MEMORY = 22;
const TAPS = 12;
const INTERVALS = 30;

/** QUANTL: the 6-bit code of a difference against the scale factor. */
function quantizeLow(difference: number, scale: number): number {
  const magnitude = difference >= 0 ? difference : ~difference;
  let interval = 1;
  let above = INTERVALS;
  while (interval < above) {
    const middle = (interval + above) >> 1;
    if (magnitude < Math.imul(Q6[middle] ?? 0, scale) >> 12) above = middle;
    else interval = middle + 1;
  }
  return (difference < 0 ? ILN[interval] : ILP[interval]) ?? 0;
}

/** QUANTH: the 2-bit code. */
function quantizeHigh(difference: number, scale: number): number {
  const magnitude = difference >= 0 ? difference : ~difference;
  const outer = magnitude >= Math.imul(564, scale) >> 12;
  if (difference < 0) return outer ? 0 : 1;
  return outer ? 2 : 3;
}

/** Frames of 20 ms at 16 kHz to payloads of 160 bytes. */
export class G722Encoder {
  readonly #low = new G722Band("low");
  readonly #high = new G722Band("high");
  /** The last 22 samples, then the frame: the filter looks back without shifting. */
  readonly #line = new Int32Array(MEMORY + FRAME_SAMPLES);
  readonly #payload = Buffer.alloc(FRAME_SAMPLES / 2);

  encode(frame: Int16Array): Buffer {
    const line = this.#line;
    line.copyWithin(0, FRAME_SAMPLES);
    for (let index = 0; index < FRAME_SAMPLES; index += 1) line[MEMORY + index] = frame[index] ?? 0;
    for (let octet = 0; octet < FRAME_SAMPLES / 2; octet += 1) {
      this.#payload[octet] = this.#encodePair(2 * octet);
    }
    return this.#payload;
  }

  /** The transmit QMF at `start`, then both bands. */
  #encodePair(start: number): number {
    const line = this.#line;
    let even = 0;
    let odd = 0;
    for (let tap = 0; tap < TAPS; tap += 1) {
      const place = start + 2 * tap;
      odd += Math.imul(line[place] ?? 0, QMF[tap] ?? 0);
      even += Math.imul(line[place + 1] ?? 0, QMF[TAPS - 1 - tap] ?? 0);
    }
    // 15 bits inside, so that the sum of the bands cannot overflow 16.
    const low = saturate((even + odd) >> 14);
    const high = saturate((even - odd) >> 14);
    return (this.#encodeHigh(high) << 6) | this.#encodeLow(low);
  }

  #encodeLow(sample: number): number {
    const band = this.#low;
    const code = quantizeLow(saturate(sample - band.signal), band.scale);
    const difference = Math.imul(band.scale, QM4[code >> 2] ?? 0) >> 15;
    band.adaptScale(LOW_STEPS[code >> 2] ?? 0);
    band.adapt(difference);
    return code;
  }

  #encodeHigh(sample: number): number {
    const band = this.#high;
    const code = quantizeHigh(saturate(sample - band.signal), band.scale);
    const difference = Math.imul(band.scale, QM2[code] ?? 0) >> 15;
    band.adaptScale(HIGH_STEPS[code] ?? 0);
    band.adapt(difference);
    return code;
  }
}
