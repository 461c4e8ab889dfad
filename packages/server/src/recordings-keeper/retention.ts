import type { Recording } from "../recordings/index.js";
import type { KeepRules } from "./rules.js";

export type KeptFile = Pick<Recording, "file" | "size" | "status" | "startedAt" | "modifiedAt">;

export interface Removal {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly why: "age" | "size";
  readonly ageDays: number;
}

export interface RetentionFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** False while the clock has lately jumped: then nothing is old. */
  readonly clockTrusted: boolean;
  /** Files that somebody is at work on. */
  readonly busy?: ReadonlySet<string>;
}

const DAY_MS = 86_400_000;
/** The switch may write to a file that no conference knows of (uuid_record): what was just written is left alone. */
const QUIET_MS = 60_000;

/**
 * What the rules remove, the oldest first: whatever is too old, then as much as is too much. What is being recorded
 * counts and stays. Pure.
 */
export function removalsFor(
  files: readonly KeptFile[],
  { maxAgeDays = Number.POSITIVE_INFINITY, maxSize = Number.POSITIVE_INFINITY }: Partial<KeepRules>,
  { now, clockTrusted, busy = new Set() }: RetentionFacts,
): Removal[] {
  const dated = files
    .filter((each) => each.status === "finished" && !busy.has(each.file))
    .map(({ file, size, ...times }) => ({ file, size, at: dateOf(times, now), times }))
    .filter(({ times }) => !(now - times.modifiedAt < QUIET_MS && times.modifiedAt <= now))
    .sort((a, b) => a.at - b.at || (a.file < b.file ? -1 : 1));
  let total = files.reduce((sum, { size }) => sum + size, 0);
  const removals: Removal[] = [];
  for (const { file, size, at } of dated) {
    const ageDays = (now - at) / DAY_MS;
    const tooOld = clockTrusted && ageDays > maxAgeDays;
    if (!tooOld && total <= maxSize) continue;
    removals.push({ file, size, why: tooOld ? "age" : "size", ageDays });
    total -= size;
  }
  return removals;
}

/**
 * The later of what name and file system say, so that neither alone makes a file old. Nothing was recorded in the
 * future: a moment there is a wrong clock's, and a file with nothing else counts as new.
 */
function dateOf(
  { startedAt, modifiedAt }: Pick<KeptFile, "startedAt" | "modifiedAt">,
  now: number,
): number {
  const possible = [startedAt, modifiedAt].filter((at) => at <= now);
  return possible.length === 0 ? now : Math.max(...possible);
}
