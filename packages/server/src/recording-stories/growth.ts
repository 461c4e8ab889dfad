import { isVideo } from "../recordings/index.js";

/** Headers and indexes that stand in a file before any sound does. */
const HEADER_BYTES = 4096;

/** What has been seen of the size of a file that is being recorded. */
export interface Growth {
  /** Bytes, of the last look. */
  readonly size: number;
  /** For how long it has not grown, in milliseconds, as far as we looked. */
  readonly stillMs: number;
  /** When it was last looked at. */
  readonly at: number;
}

export interface GrowthRules {
  /** Between two looks. */
  readonly everyMs: number;
  /** Without growth for so long, something is wrong. */
  readonly limitMs: number;
  /** The same for files with pictures. */
  readonly videoLimitMs: number;
}

/**
 * FreeSWITCH writes sound through a buffer of 64 KiB (switch_core_file.c): at 16 kHz the file grows every 2 s, at 8 kHz
 * every 4 s, and the first time after that as well. An MP4 file grows by 256 KiB (mod_av): a canvas on which nothing
 * moves and a little sound take 17 s for that.
 */
export const DEFAULT_GROWTH: GrowthRules = { everyMs: 1000, limitMs: 6000, videoLimitMs: 30_000 };

/** Nothing has been seen yet, or looking begins anew after a pause. */
export const growthFrom = (at: number, size = 0): Growth => ({ size, stillMs: 0, at });

/**
 * What one more look says; `size` is undefined while there is no file. Only time between looks counts, and no more of
 * it than looks are apart: a host that slept has not seen a file stand still.
 */
export function look(before: Growth, size: number | undefined, at: number, rules: GrowthRules) {
  const seen = size === undefined || size <= HEADER_BYTES ? 0 : size;
  if (seen > before.size) return growthFrom(at, seen);
  const passed = Math.min(Math.max(0, at - before.at), 2 * rules.everyMs);
  return { size: seen, stillMs: before.stillMs + passed, at };
}

export function isStill({ stillMs }: Growth, file: string, rules: GrowthRules): boolean {
  return stillMs >= (isVideo(file) ? rules.videoLimitMs : rules.limitMs);
}
