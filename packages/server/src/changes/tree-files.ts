import { lstat, mkdir, readdir, readFile, realpath, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { eachOf, hasCode, isMissing, replaceFile, syncPath } from "./durable.js";
import { UnsafePathError } from "./errors.js";

/** The files of the switch's tree. Every path is relative to its root and stays inside it, links included. */
export class TreeFiles {
  /** Real places of folders, which a big request asks for again and again. */
  readonly #folders = new Map<string, string>();
  private constructor(readonly root: string) {}

  /** Throws the system's error when the root is not there. */
  static async open(root: string): Promise<TreeFiles> {
    return new TreeFiles(await realpath(root));
  }

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await readFile(await this.resolve(path));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Permission bits of an existing file. */
  async mode(path: string): Promise<number | undefined> {
    try {
      return (await stat(await this.resolve(path))).mode & 0o7777;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Replaces or creates the file in one step. Answers with the folders it had to create, the deepest last. */
  async write(path: string, content: Buffer, mode: number): Promise<string[]> {
    assertInside(path);
    const created = await this.#makeFolder(dirname(path));
    const place = await this.resolve(path);
    await replaceFile(place, temporaryOf(place), content, { mode });
    return created;
  }

  async remove(path: string): Promise<void> {
    await rm(await this.resolve(path), { force: true });
  }

  /** Removes what an interrupted {@link write} left beside the file. */
  async removeTemporary(path: string): Promise<void> {
    try {
      await rm(temporaryOf(await this.resolve(path)), { force: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Removes folders that {@link write} made, unless somebody uses them by now. */
  async removeEmptyFolders(paths: readonly string[]): Promise<void> {
    for (const path of [...paths].reverse()) await rmdir(join(this.root, path)).catch(() => {});
    this.forgetFolders();
  }

  /** Folders may have been moved by hand since they were last looked up. */
  forgetFolders(): void {
    this.#folders.clear();
  }

  /** Makes the file and its folder survive a power failure. */
  async sync(paths: readonly string[]): Promise<void> {
    const folders = new Set<string>();
    await eachOf(paths, async (path) => {
      const place = await this.resolve(path).catch(() => undefined);
      if (place === undefined) return;
      await syncPath(place);
      folders.add(dirname(place));
    });
    await eachOf([...folders], syncPath);
  }

  /** Every `*.xml` below a folder, at any depth, in no particular order; nothing when there is no such folder. */
  async list(folder: string): Promise<string[]> {
    try {
      const place = await this.resolve(folder);
      const entries = await readdir(place, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.name.endsWith(".xml") && !entry.isDirectory())
        .map((entry) => join(folder, entry.parentPath.slice(place.length), entry.name))
        .map((path) => path.split(sep).join("/"));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** The real place of a path. A missing last part is fine; a link that leads out of the tree is not. */
  async resolve(path: string): Promise<string> {
    assertInside(path);
    const place = join(await this.#folder(dirname(path)), basename(path));
    try {
      const isLink = (await lstat(place)).isSymbolicLink();
      return isLink ? this.#assertWithin(path, await realpath(place)) : place;
    } catch (error) {
      if (isMissing(error)) return place;
      throw error;
    }
  }

  async #folder(path: string): Promise<string> {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const place = this.#assertWithin(path, await realpath(join(this.root, path)));
    this.#folders.set(path, place);
    return place;
  }

  /** One level at a time, so that a link that leads out is met before anything is made behind it. */
  async #makeFolder(path: string): Promise<string[]> {
    if (await this.#exists(path)) return [];
    const made = await this.#makeFolder(dirname(path));
    try {
      await mkdir(join(await this.#folder(dirname(path)), basename(path)));
      return [...made, path];
    } catch (error) {
      if (hasCode(error, "EEXIST")) return made;
      throw error;
    }
  }

  async #exists(path: string): Promise<boolean> {
    try {
      await this.#folder(path);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  #assertWithin(path: string, place: string): string {
    if (place === this.root || place.startsWith(this.root + sep)) return place;
    throw new UnsafePathError(path, "leads out of the switch's tree");
  }
}

/** Dot first and no `.xml` last: the tree's globs do not see it. */
function temporaryOf(place: string): string {
  return join(dirname(place), `.${basename(place)}.parley-new`);
}

function assertInside(path: string): void {
  const parts = path.split("/");
  const odd = parts.some((part) => part === ".." || part === "");
  if (odd || path.includes("\0") || path.includes("\\")) {
    throw new UnsafePathError(path, "is not a plain path below the tree");
  }
}
