/** Room on the file system of the recordings, in bytes. */
export interface Space {
  /** What is left for whoever is not root. */
  readonly free: number;
  readonly capacity: number;
}

/**
 * Bytes that have to be free for recording. Once there were fewer, a tenth more is asked for: else recording would come
 * and go.
 */
export function neededFree(wasFull: boolean, minFree: number): number {
  return wasFull ? minFree + Math.ceil(minFree / 10) : minFree;
}

/** Whether nothing may be recorded for want of room, given whether it was so before. Pure; a limit of 0 is none. */
export function isFull(wasFull: boolean, free: number, minFree: number): boolean {
  return minFree > 0 && free < neededFree(wasFull, minFree);
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1.5 GiB`, for people. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}
