import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";

/** In the head of Parley's own page. A page without it knows nothing of nonces and hashed assets. */
const MARK = /<meta\s+name="parley-client"/;

export const CLIENT_KINDS = ["own", "foreign", "none"] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** Whose client lies in a folder: Parley's, as in `ownFolder` or in any other build of it, or somebody else's. */
export function kindOf(folder: string, ownFolder: string): ClientKind {
  let page: string;
  try {
    page = readFileSync(join(folder, "index.html"), "utf8");
  } catch {
    return "none";
  }
  if (MARK.test(page)) return "own";
  return isSame(folder, ownFolder) ? "own" : "foreign";
}

function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
