import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything about a file or folder that a visit would leave a trace in. */
export type Facts = Readonly<Record<string, string>>;

/** Long ago, so that a file system that keeps times of reading (`relatime`) writes down the next one. */
const LONG_AGO = 1;

/** Forgets when files were read, as far as can be. */
export function forgetReads(root: string): void {
  for (const path of pathsOf(root)) {
    const facts = lstatSync(path);
    if (facts.isFile() || facts.isDirectory()) utimesSync(path, LONG_AGO, facts.mtimeMs / 1000);
  }
}

/** What stands below a folder: kinds, modes, times, contents. Looks without leaving a time of reading itself. */
export function factsOf(root: string, reads: boolean, except: (path: string) => boolean): Facts {
  const all: Record<string, string> = {};
  for (const path of pathsOf(root)) {
    if (except(path)) continue;
    const facts = lstatSync(path);
    const read = reads && facts.isFile() ? facts.atimeMs : 0;
    all[path] = [facts.mode, facts.ino, facts.nlink, facts.size, facts.mtimeMs, read].join(" ");
    if (facts.isFile()) all[path] += ` ${contentOf(path)}`;
    else if (facts.isSymbolicLink()) all[path] += ` ${readlinkSync(path)}`;
  }
  return all;
}

function pathsOf(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pathsOf(path) : [path];
  });
  return [folder, ...below];
}

function contentOf(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOATIME);
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } finally {
    closeSync(file);
  }
}

/** A file system that is mounted without times of reading cannot tell of them. */
export const TELLS_READS = (() => {
  const folder = mkdtempSync(join(tmpdir(), "parley-atime-"));
  const file = join(folder, "file");
  writeFileSync(file, "x");
  utimesSync(file, 1, 1);
  readFileSync(file);
  const tells = statSync(file).atimeMs > 1000;
  rmSync(folder, { recursive: true });
  return tells;
})();
