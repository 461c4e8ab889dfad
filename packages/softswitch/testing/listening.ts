/** Amplitude of one frequency in samples (Goertzel's recurrence as a plain sum). */
export function amplitudeAt(samples: ArrayLike<number>, rate: number, hertz: number): number {
  let real = 0;
  let imaginary = 0;
  for (let n = 0; n < samples.length; n += 1) {
    const angle = (2 * Math.PI * hertz * n) / rate;
    real += (samples[n] ?? 0) * Math.cos(angle);
    imaginary += (samples[n] ?? 0) * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / Math.max(1, samples.length);
}

export const decibels = (part: number, whole: number): number => 20 * Math.log10(part / whole);

/** Frames one after the other; silence where there is none. */
export function concatFrames(
  frames: readonly (Int16Array | undefined)[],
  size: number,
): Int16Array {
  const all = new Int16Array(frames.length * size);
  frames.forEach((frame, at) => {
    if (frame) all.set(frame, at * size);
  });
  return all;
}
