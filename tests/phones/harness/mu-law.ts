import { tone } from "./sound.js";

const BIAS = 0x84;
const CLIP = 32_635;
const RATE = 8000;

/** One sample as G.711 µ-law has it. */
export function muLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** A tone as bare µ-law bytes, as sipp streams them. */
export function muLawTone(hz: number, ms: number, amplitude = 0.3): Buffer {
  return Buffer.from(Array.from(tone({ hz, ms, rate: RATE, amplitude }), muLaw));
}
