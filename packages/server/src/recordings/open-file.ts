import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/**
 * Opens a plain file directly below a folder; a link, a folder, a device and what is not there give undefined. `name`
 * must have been checked to be a name and no path.
 */
export async function openBelow(folder: string, name: string): Promise<OpenedFile | undefined> {
  // A pipe would block an open for reading until somebody writes.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let handle: FileHandle;
  try {
    handle = await open(join(folder, name), flags);
  } catch {
    return undefined;
  }
  const facts = await handle.stat();
  if (facts.isFile()) return { handle, size: facts.size, modifiedAt: facts.mtimeMs };
  await handle.close();
  return undefined;
}

export type Range =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly first: number; readonly last: number }
  /** 416: nothing of what is asked for is there. */
  | { readonly kind: "outside" };

/** Reads a `Range` header (RFC 9110, section 14.2): one range of bytes; several, or another unit, mean the whole file. */
export function parseRange(header: string | undefined, size: number): Range {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return { kind: "whole" };
  const [, from = "", to = ""] = match;
  if (from === "") {
    const length = Number(to);
    if (length === 0 || size === 0) return { kind: "outside" };
    return { kind: "part", first: Math.max(0, size - length), last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size) return { kind: "outside" };
  return last < first ? { kind: "whole" } : { kind: "part", first, last };
}
