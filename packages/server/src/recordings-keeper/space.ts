/** Room on the file system of the recordings, in bytes. */
export interface Space {
  /** What is left for whoever is not root. */
  readonly free: number;
  readonly capacity: number;
}

/** So much more than the limit has to be free before recording is allowed again: else it would come and go. */
const ENOUGH = 1.1;

/** Whether nothing may be recorded for want of room, given whether it was so before. Pure. */
export function isFull(wasFull: boolean, free: number, minFree: number): boolean {
  if (minFree === 0) return false;
  return free < (wasFull ? minFree * ENOUGH : minFree);
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1.5 GiB`, for people. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}
