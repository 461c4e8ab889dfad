import { readFileSync, realpathSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import {
  FsxmlError,
  glob,
  locate,
  parseSwitchXml,
  preprocess,
  type Variables,
} from "@parley/fsxml";
import { ArchiveUnfitError } from "./errors.js";
import type { Tree } from "./tree.js";

const ROOT_FILE = "freeswitch.xml";
const SECTIONS = ["configuration", "dialplan", "directory"] as const;
/** Bytes a tree may include; includes can multiply what an archive holds. */
const INCLUDED = 256 * 1024 * 1024;

/** Beside the snapshots; what a killed process left is removed at the next start. */
export const STAGING = ".unpacked-";

/**
 * Unpacks a tree into a folder of its own and loads it there as the switch would, with the globals it has now.
 *
 * @throws ArchiveUnfitError (as a rejection) that says where it does not load
 */
export async function checkLoads(
  tree: Tree,
  folder: string,
  globals: Readonly<Record<string, string>>,
): Promise<void> {
  assertWhole(tree);
  const staging = await realpath(await mkdtemp(join(folder, STAGING)));
  try {
    await unpackInto(staging, tree);
    assertLoads(staging, { ...globals, conf_dir: staging });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** @throws ArchiveUnfitError for a tree without the file the switch begins with */
export function assertWhole({ files }: Tree): void {
  if (!files.has(ROOT_FILE))
    throw new ArchiveUnfitError(`there is no ${ROOT_FILE} in it: it is no tree of the switch`);
}

async function unpackInto(staging: string, { files }: Tree): Promise<void> {
  await chmod(staging, 0o700);
  const made = new Set<string>();
  for (const [path, { content }] of files) {
    const place = join(staging, path);
    const parent = dirname(place);
    if (!made.has(parent)) await mkdir(parent, { recursive: true, mode: 0o700 });
    made.add(parent);
    await writeFile(place, content, { mode: 0o600, flag: "wx" });
  }
}

function assertLoads(staging: string, variables: Variables): void {
  let included = 0;
  const inside = (path: string): boolean => realpathSync(path).startsWith(staging + sep);
  try {
    const { text } = preprocess({
      root: join(staging, ROOT_FILE),
      variables,
      // What lies outside is the switch's own affair: it may be a device, and is no part of the archive.
      readFile: (path) => (inside(path) ? readFileSync(path, "utf8") : ""),
      glob: (pattern) => {
        const found = glob(pattern)?.filter(inside);
        for (const path of found ?? []) included += statSync(path).size;
        if (included > INCLUDED)
          throw new ArchiveUnfitError("its files include each other without end");
        return found;
      },
    });
    const root = parseSwitchXml(text);
    const missing = SECTIONS.find((name) => locate(root, name) === undefined);
    if (missing) throw new ArchiveUnfitError(`its tree has no section ${missing}`);
  } catch (error) {
    if (!(error instanceof FsxmlError)) throw error;
    const reason = error.message.replaceAll(`${staging}/`, "");
    throw new ArchiveUnfitError(`its tree does not load: ${reason}`, { cause: error });
  }
}
