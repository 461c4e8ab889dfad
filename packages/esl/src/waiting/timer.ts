/** Above this setTimeout fires at once instead of late (a 32-bit number of milliseconds). */
const LONGEST_MS = 2 ** 31 - 1;

/** setTimeout for any duration, Infinity included; answers how to stop it. */
export function startTimer(durationMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(durationMs, LONGEST_MS));
  return () => clearTimeout(timer);
}
