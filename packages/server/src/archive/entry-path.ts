import { ArchiveUnfitError } from "./errors.js";
import type { ArchiveLimits } from "./limits.js";

const shown = (path: string): string => JSON.stringify(path.slice(0, 120));

/**
 * The path of an entry below the tree's root, or undefined for the root itself. `./` in front is what tar writes when
 * it packs a folder.
 *
 * @throws ArchiveUnfitError for whatever could lead elsewhere, or be another file than it seems.
 */
export function entryPath(written: string, limits: ArchiveLimits): string | undefined {
  const path = written.replace(/^(\.\/+)+/, "").replace(/\/+$/, "");
  if (path === "" || path === ".") {
    if (written.startsWith("/") || written === "") throw leaves(written);
    return undefined;
  }
  const parts = path.split("/");
  if (written.startsWith("/") || /^[A-Za-z]:/.test(path) || parts.includes(".."))
    throw leaves(written);
  if (
    parts.some((part) => part === "" || part === ".") ||
    /[\\\u0000-\u001f\u007f\ufffd]/.test(path)
  )
    throw new ArchiveUnfitError(`the name ${shown(written)} is not a plain path`);
  const long = parts.some((part) => Buffer.byteLength(part) > 200);
  if (long || Buffer.byteLength(path) > limits.path || parts.length > limits.depth)
    throw new ArchiveUnfitError(`the name ${shown(written)} is too long or too deep`);
  return path;
}

/** Whether a file of the running tree could come back from an archive under its own name. */
export function isPlainPath(path: string, limits: ArchiveLimits): boolean {
  try {
    return entryPath(path, limits) === path;
  } catch {
    return false;
  }
}

function leaves(path: string): ArchiveUnfitError {
  return new ArchiveUnfitError(`the name ${shown(path)} leads out of the tree`);
}
