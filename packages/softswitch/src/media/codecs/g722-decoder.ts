import { G722Band } from "./g722-band.js";
import { HIGH_STEPS, LOW_STEPS, QM2, QM4, QM6, QMF } from "./g722-tables.js";
import { saturate } from "./samples.js";

/** 120 ms, the most one packet may hold. */
const LONGEST_OCTETS = 960;
const MEMORY = 22;
const TAPS = 12;

function limit15(value: number): number {
  if (value > 16_383) return 16_383;
  return value < -16_384 ? -16_384 : value;
}

/** Payloads of one octet per two samples to sound at 16 kHz. */
export class G722Decoder {
  readonly #low = new G722Band("low");
  readonly #high = new G722Band("high");
  /** Sums and differences of the bands in turn: 22 of the payload before, then this one's. */
  readonly #line = new Int32Array(MEMORY + 2 * LONGEST_OCTETS);
  readonly #samples = new Int16Array(2 * LONGEST_OCTETS);

  decode(payload: Buffer): Int16Array {
    const octets = Math.min(payload.length, LONGEST_OCTETS);
    for (let octet = 0; octet < octets; octet += 1) {
      const code = payload[octet] ?? 0;
      const low = this.#decodeLow(code & 0x3f);
      const high = this.#decodeHigh(code >> 6);
      this.#line[MEMORY + 2 * octet] = low + high;
      this.#line[MEMORY + 2 * octet + 1] = low - high;
      this.#filter(2 * octet);
    }
    this.#line.copyWithin(0, 2 * octets, 2 * octets + MEMORY);
    return this.#samples.subarray(0, 2 * octets);
  }

  /** The receive QMF: two samples of the output. */
  #filter(start: number): void {
    const line = this.#line;
    let first = 0;
    let second = 0;
    for (let tap = 0; tap < TAPS; tap += 1) {
      const place = start + 2 * tap;
      second += Math.imul(line[place] ?? 0, QMF[tap] ?? 0);
      first += Math.imul(line[place + 1] ?? 0, QMF[TAPS - 1 - tap] ?? 0);
    }
    this.#samples[start] = saturate(first >> 11);
    this.#samples[start + 1] = saturate(second >> 11);
  }

  #decodeLow(code: number): number {
    const band = this.#low;
    const sound = limit15(band.signal + (Math.imul(band.scale, QM6[code] ?? 0) >> 15));
    const difference = Math.imul(band.scale, QM4[code >> 2] ?? 0) >> 15;
    band.adaptScale(LOW_STEPS[code >> 2] ?? 0);
    band.adapt(difference);
    return sound;
  }

  #decodeHigh(code: number): number {
    const band = this.#high;
    const difference = Math.imul(band.scale, QM2[code] ?? 0) >> 15;
    const sound = limit15(band.signal + difference);
    band.adaptScale(HIGH_STEPS[code] ?? 0);
    band.adapt(difference);
    return sound;
  }
}
