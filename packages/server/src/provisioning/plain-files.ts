import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type OpenedFile, openBelow } from "../recordings/index.js";
import type { Vendor } from "./vendor.js";

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_. ()+-]{0,127}$/u;

/** Takes a path apart when a vendor serves files from such a folder; nothing with a link, a dot or a trick in it does. */
export function plainPath(vendor: Vendor, path: string): readonly string[] | undefined {
  const parts = path.split("/");
  const folder = parts.slice(0, -1).join("/");
  const known = vendor.folders?.some((pattern) => pattern.test(folder)) ?? false;
  return known && parts.every((part) => NAME.test(part)) ? parts : undefined;
}

/** Opens a file below a folder whose every step is a real folder, no link. */
export async function openPlain(
  root: string,
  parts: readonly string[],
): Promise<OpenedFile | undefined> {
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    if (!(await isFolder(folder))) return undefined;
  }
  return openBelow(folder, parts.at(-1) ?? "");
}

async function isFolder(path: string): Promise<boolean> {
  const facts = await lstat(path).catch(() => undefined);
  return facts?.isDirectory() ?? false;
}

export async function plainNames(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
