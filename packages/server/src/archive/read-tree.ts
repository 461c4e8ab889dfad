import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { isPlainPath } from "./entry-path.js";
import { TreeUnfitError } from "./errors.js";
import type { ArchiveLimits } from "./limits.js";
import { isPassing, type Tree, type TreeFile } from "./tree.js";

/** The switch's tree as it lies on disk. */
export interface RunningTree extends Tree {
  /** Links, odd names and other things that no archive of ours holds; nothing is written over or removed. */
  readonly skipped: readonly string[];
}

/**
 * Reads every regular file and folder below a root. Links are not followed.
 *
 * @throws TreeUnfitError when there is more than an archive may hold, the system's error when the root is not there
 */
export async function readTree(root: string, limits: ArchiveLimits): Promise<RunningTree> {
  const files = new Map<string, TreeFile>();
  const folders = new Map<string, number>();
  const skipped: string[] = [];
  const waiting = [""];
  let bytes = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (isPassing(path)) continue;
      if (!isPlainPath(path, limits)) {
        skipped.push(path);
        continue;
      }
      if (entry.isDirectory()) {
        folders.set(path, (await lstat(join(root, path))).mode & 0o777);
        waiting.push(path);
        continue;
      }
      const file = entry.isFile() ? await readFile(join(root, path)) : undefined;
      if (file === undefined) skipped.push(path);
      else files.set(path, file);
      // Headers count in an archive too.
      bytes += 1024 + (file?.content.length ?? 0);
      if (bytes > limits.unpacked || files.size + folders.size > limits.entries)
        throw new TreeUnfitError(`it holds more than ${limits.unpacked} bytes or too many files`);
    }
  }
  return { files, folders, skipped: skipped.sort() };
}

/** Undefined for what has become something else since it was listed. */
async function readFile(path: string): Promise<TreeFile | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) return undefined;
    return { mode: facts.mode & 0o777, content: await handle.readFile() };
  } finally {
    await handle.close();
  }
}
