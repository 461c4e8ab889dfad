const SILENCE_DB = -60;

/** How loud a block of samples (-1 to 1) is, from 0 (-60 dB and less) to 1 (full scale), as ears judge: by decibels. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const decibels = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, 1 - decibels / SILENCE_DB));
}
