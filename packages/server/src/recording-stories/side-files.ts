import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, readdir, rename, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { isRecordingName, openBelow } from "../recordings/index.js";
import { MOST_BYTES, readSideFile, sideFileText } from "./side-file-format.js";
import type { Story } from "./story.js";

const ENDING = ".json";
const TEMPORARY = /^\.story-[0-9a-f]{16}$/;
/** For whoever may read the recordings by their group; nobody else needs to know who was there. */
const MODE = 0o640;

const sideNameOf = (file: string): string => `${file}${ENDING}`;
/** One for each recording, so that a crash leaves no more than one behind, and short whatever the name. */
const temporaryOf = (file: string): string =>
  `.story-${createHash("sha256").update(file).digest("hex").slice(0, 16)}`;

/** The stories' files beside the recordings; names that are no recording's have none. */
export class SideFiles {
  readonly #folder: () => string;

  constructor(folder: () => string) {
    this.#folder = folder;
  }

  /** The story of a recording; whatever cannot be believed, or read, is none. */
  async read(file: string): Promise<Story | undefined> {
    const folder = this.#folder();
    if (folder === "" || !isRecordingName(file)) return undefined;
    const opened = await openBelow(folder, sideNameOf(file));
    if (!opened) return undefined;
    try {
      if (opened.size > MOST_BYTES) return undefined;
      return readSideFile(file, await opened.handle.readFile("utf8"));
    } catch {
      return undefined;
    } finally {
      await opened.handle.close();
    }
  }

  /** What changes whenever the side file does; undefined where there is none. */
  async version(file: string): Promise<string | undefined> {
    const folder = this.#folder();
    if (folder === "" || !isRecordingName(file)) return undefined;
    try {
      const { ino, size, mtimeMs, ctimeMs } = await lstat(join(folder, sideNameOf(file)));
      return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
    } catch {
      return undefined;
    }
  }

  /** Beside, then renamed: whoever looks finds a whole story. Rejects with the system's error. */
  async write(story: Story, options: { readonly sync: boolean }): Promise<void> {
    const folder = this.#folder();
    const temporary = join(folder, temporaryOf(story.file));
    // Whoever may write into the folder could have laid a link there.
    await rm(temporary, { force: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const handle = await open(temporary, flags, MODE);
    try {
      await handle.writeFile(sideFileText(story));
      if (options.sync) await handle.sync();
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, sideNameOf(story.file)));
    if (options.sync) await syncFolder(folder);
  }

  /** Takes away the side file, whatever it holds; done as well where there is none. */
  async remove(file: string): Promise<void> {
    const folder = this.#folder();
    if (folder === "" || !isRecordingName(file)) return;
    await unlink(join(folder, sideNameOf(file))).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    });
  }

  /** The names of all recordings that have a side file; clears away what a crash left half written. */
  async names(): Promise<string[]> {
    const folder = this.#folder();
    if (folder === "") return [];
    const entries = await readdir(folder).catch(() => []);
    for (const entry of entries)
      if (TEMPORARY.test(entry)) await rm(join(folder, entry), { force: true }).catch(() => {});
    return entries
      .filter((entry) => entry.endsWith(ENDING))
      .map((entry) => entry.slice(0, -ENDING.length))
      .filter(isRecordingName);
  }

  /** Of the recording itself; undefined while it is not there, or where it cannot be looked at. */
  async recording(file: string): Promise<{ size: number; modifiedAt: number } | undefined> {
    const folder = this.#folder();
    if (folder === "" || !isRecordingName(file)) return undefined;
    try {
      const facts = await lstat(join(folder, file));
      return facts.isFile() ? { size: facts.size, modifiedAt: facts.mtimeMs } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether the folder can be looked into at all: the switch may be on another host. */
  async reachable(): Promise<boolean> {
    const folder = this.#folder();
    if (folder === "") return false;
    return lstat(join(folder, ".")).then(
      (facts) => facts.isDirectory(),
      () => false,
    );
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
