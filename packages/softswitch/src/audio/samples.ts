import type { Frame } from "./types.js";

const TOP = 32_767;
const BOTTOM = -32_768;

/** Cuts a sum off at what 16 bits hold; it must not wrap around, which would be a crack. */
export const saturate = (value: number): number =>
  value > TOP ? TOP : value < BOTTOM ? BOTTOM : value;

/** Mean of the absolute samples: what FreeSWITCH calls the score of a frame. */
export function meanLevel(frame: Frame): number {
  let sum = 0;
  for (let at = 0; at < frame.length; at += 1) sum += Math.abs(frame[at] as number);
  return frame.length === 0 ? 0 : Math.floor(sum / frame.length);
}

/** A louder or softer copy; the fraction of a sample is dropped as in C. */
export function amplify(frame: Frame, factor: number): Frame {
  const louder = new Int16Array(frame.length);
  for (let at = 0; at < frame.length; at += 1) {
    louder[at] = saturate(Math.trunc((frame[at] as number) * factor));
  }
  return louder;
}

const STEPS: Readonly<Record<string, number>> = {
  "-4": 0.2,
  "-3": 0.4,
  "-2": 0.6,
  "-1": 0.8,
  0: 1,
  1: 1.3,
  2: 2.3,
  3: 3.3,
  4: 4.3,
};

/** The factor of a volume from -4 to 4 (switch_change_sln_volume). */
export const volumeFactor = (volume: number): number =>
  STEPS[String(Math.max(-4, Math.min(4, Math.trunc(volume))))] ?? 1;

/** The factor of a granular volume: decibels from -50, which is silence, to 50 (switch_change_sln_volume_granular). */
export function granularFactor(volume: number): number {
  const decibels = Math.max(-50, Math.min(50, Math.trunc(volume)));
  return decibels === -50 ? 0 : 10 ** (decibels / 20);
}
