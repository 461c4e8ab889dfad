import { readFileSync, statSync } from "node:fs";

interface Entry {
  readonly signature: string;
  readonly text: string;
}

/**
 * Contents of files, read again only when size, time of change or inode differ: with thousands of user files
 * a reload would otherwise read them all for one that changed.
 */
export class FileCache {
  #entries = new Map<string, Entry>();
  #used = new Map<string, Entry>();

  readonly read = (path: string): string => {
    const { mtimeNs, size, ino } = statSync(path, { bigint: true });
    const signature = `${mtimeNs}/${size}/${ino}`;
    const known = this.#entries.get(path);
    const entry =
      known?.signature === signature ? known : { signature, text: readFileSync(path, "utf8") };
    this.#used.set(path, entry);
    return entry.text;
  };

  /** Forgets the files that were not read since the last call. */
  sweep(): void {
    this.#entries = this.#used;
    this.#used = new Map();
  }
}
