import { readFileSync, type Stats, statSync } from "node:fs";
import { type PreparedFile, prepareFile } from "./prepared-file.js";

interface CacheEntry extends Pick<Stats, "ino" | "size" | "mtimeMs" | "ctimeMs"> {
  readonly readAt: number;
  readonly file: PreparedFile;
}

/** A file changed this shortly before it was read may change again without a new time stamp. */
const SETTLED_MS = 100;

/**
 * Keeps the files of a tree between runs, so that a reload reads again only what has changed. A file is taken for unchanged when inode, size
 * and both times are the same and it had settled when it was read.
 */
export class PreprocessCache {
  readonly #entries = new Map<string, CacheEntry>();

  /** Number of files kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** @throws what fs.readFileSync throws */
  read(path: string): PreparedFile {
    const entry = this.#entries.get(path);
    if (entry !== undefined && isCurrent(entry, path)) return entry.file;
    const fresh = readEntry(path);
    this.#entries.set(path, fresh);
    return fresh.file;
  }

  /** Forgets the files that a run has not used. */
  retain(paths: Iterable<string>): void {
    const wanted = new Set(paths);
    for (const path of this.#entries.keys()) if (!wanted.has(path)) this.#entries.delete(path);
  }
}

function isCurrent(entry: CacheEntry, path: string): boolean {
  if (entry.readAt - entry.mtimeMs < SETTLED_MS) return false;
  const now = statSync(path, { throwIfNoEntry: false });
  return (
    now !== undefined &&
    now.mtimeMs === entry.mtimeMs &&
    now.ctimeMs === entry.ctimeMs &&
    now.size === entry.size &&
    now.ino === entry.ino
  );
}

// Times first, contents second: a change in between makes the entry look older than it is, never newer.
function readEntry(path: string): CacheEntry {
  const { ino, size, mtimeMs, ctimeMs } = statSync(path);
  const readAt = Date.now();
  const file = prepareFile(readFileSync(path, "utf8"));
  return { ino, size, mtimeMs, ctimeMs, readAt, file };
}
