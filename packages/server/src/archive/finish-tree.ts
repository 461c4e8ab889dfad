import { chmod, mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { parentsOf, type Tree } from "./tree.js";

/**
 * What no journal has to know: permissions, empty folders, and folders that have become empty. Each step is whole in
 * itself, and a tree without one of them loads the same.
 */
export async function finishTree(root: string, running: Tree, wanted: Tree): Promise<void> {
  const needed = foldersOf(wanted);
  for (const path of needed) await mkdir(join(root, path), { recursive: true }).catch(() => {});
  for (const path of [...foldersOf(running)].reverse())
    if (!needed.has(path)) await rmdir(join(root, path)).catch(() => {});
  for (const [path, { mode }] of wanted.files)
    if (running.files.get(path)?.mode !== mode) await chmod(join(root, path), mode).catch(() => {});
  for (const [path, mode] of wanted.folders)
    if (running.folders.get(path) !== mode) await chmod(join(root, path), mode).catch(() => {});
}

/** Outer folders stand before those in them. */
function foldersOf({ files, folders }: Tree): Set<string> {
  const paths = [...folders.keys(), ...[...files.keys()].flatMap(parentsOf)];
  return new Set([...paths, ...[...folders.keys()].flatMap(parentsOf)].sort());
}
