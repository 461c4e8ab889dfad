import { FRAME_MS, type Frame, frameSize } from "./types.js";

/** A sine that goes on from frame to frame. `level` is its amplitude, 0 to 32767. */
export function createTone(
  rate: number,
  frequencies: readonly number[],
  level: number,
): () => Frame {
  let at = 0;
  const each = level / Math.max(1, frequencies.length);
  return () => {
    const start = at;
    at += frameSize(rate);
    return Int16Array.from({ length: frameSize(rate) }, (_, n) => {
      let sum = 0;
      for (const hertz of frequencies) sum += Math.sin((2 * Math.PI * hertz * (start + n)) / rate);
      return Math.round(each * sum);
    });
  };
}

const steady = new Map<string, Frame>();
const STEADY_LIMIT = 512;

/**
 * One frame of a sine that fits into it a whole number of times (multiples of 50 Hz), so that the same frame can be
 * said in every tick.
 */
export function steadyTone(rate: number, hertz: number, level: number): Frame {
  const key = `${rate} ${hertz} ${level}`;
  let frame = steady.get(key);
  if (!frame) {
    if (steady.size >= STEADY_LIMIT) steady.clear();
    const whole = Math.round((hertz * FRAME_MS) / 1000);
    frame = createTone(rate, [(whole * 1000) / FRAME_MS], level)();
    steady.set(key, frame);
  }
  return frame;
}
