import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export const HISTORY_LINES = 1000;

/** Newest first, as node:readline wants it. Empty when there is none yet. */
export function readHistory(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\n").filter(Boolean).reverse().slice(0, HISTORY_LINES);
}

/**
 * Only its owner may read it: commands can hold passwords. Nothing is written when the data folder does not exist, since
 * a console should not leave folders where it was called.
 */
export function writeHistory(file: string, newestFirst: readonly string[]): void {
  if (!existsSync(dirname(file))) return;
  const beside = `${file}.${process.pid}`;
  const lines = newestFirst.slice(0, HISTORY_LINES).toReversed();
  writeFileSync(beside, `${lines.join("\n")}\n`, { mode: 0o600 });
  renameSync(beside, file);
}
