import { realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { type OpenedFile, openBelow } from "../recordings/index.js";

/** `index.html` stands for its folder. */
const INDEX = "index.html";

export interface FoundFile extends OpenedFile {
  readonly name: string;
}

/**
 * Opens the file that a decoded path of a request stands for. Undefined for what is not there, and just so for what
 * must not be had: names with a dot before them, ways out of the folder, be they in the path or by a link, and whatever
 * is no plain file.
 *
 * @param root the folder's real path.
 */
export async function findFile(root: string, path: string): Promise<FoundFile | undefined> {
  const segments = path.split("/");
  if (segments.at(-1) === "") segments[segments.length - 1] = INDEX;
  if (!segments.every(isPlainName)) return undefined;
  let real: string;
  try {
    real = await realpath(join(root, ...segments));
  } catch {
    return undefined;
  }
  // A link may lead to another file of the client, under a name that may be served.
  const inside = real.startsWith(root + sep) ? real.slice(root.length + 1) : "";
  if (!inside.split(sep).every(isPlainName)) return undefined;
  const opened = await openBelow(dirname(real), basename(real));
  return opened && { ...opened, name: segments.at(-1) ?? INDEX };
}

function isPlainName(segment: string): boolean {
  return segment !== "" && !segment.startsWith(".") && !/[\\\p{Cc}]/u.test(segment);
}
