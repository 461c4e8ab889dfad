import { randomBytes } from "node:crypto";
import { link, lstat, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type OpenedFile, openBelow } from "../recordings/index.js";
import { SnapshotNotFoundError } from "./errors.js";
import { STAGING } from "./load-check.js";
import { isPart, type Part } from "./tree.js";

/** One archive in the folder. */
export interface Snapshot {
  readonly file: string;
  readonly part: Part;
  /** What somebody called it. */
  readonly label: string | undefined;
  /** Made by itself before a restore. */
  readonly automatic: boolean;
  /** Written for somebody's key; see the sealer. */
  readonly encrypted: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Bytes. */
  readonly size: number;
}

/** `PART[-LABEL]-MOMENT.tar.gz`, with `.age` behind it where it is encrypted; the label of automatic ones is kept for them. */
const NAME =
  /^(freeswitch|dialplan|conferences|directory)(?:-([A-Za-z0-9_]{1,40}))?-(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\.tar\.gz(\.age)?$/;
export const AUTOMATIC = "before_restore";
export const LABEL = /^[A-Za-z0-9_]{1,40}$/;
const KEPT_AUTOMATIC = 20;
const WRITING = ".writing-";

interface Named {
  readonly part: Part;
  readonly label: string | undefined;
  readonly encrypted: boolean;
  readonly createdAt: number;
}

function parseName(file: string): Named | undefined {
  const [, part = "", label, moment = "", age] = NAME.exec(file) ?? [];
  const createdAt = Date.parse(moment);
  if (!isPart(part) || Number.isNaN(createdAt)) return undefined;
  return { part, label, encrypted: age !== undefined, createdAt };
}

/** The folder of the archives. They hold passwords: only the owner may read it. */
export class Snapshots {
  constructor(readonly folder: string) {}

  /** Makes the folder, and removes what a killed process left in it. */
  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.folder))
      if (name.startsWith(STAGING) || name.startsWith(WRITING))
        await rm(join(this.folder, name), { recursive: true, force: true });
  }

  /** Newest first. */
  async list(): Promise<Snapshot[]> {
    const found: Snapshot[] = [];
    for (const file of await readdir(this.folder).catch(() => [])) {
      const named = parseName(file);
      const facts = named && (await lstat(join(this.folder, file)).catch(() => undefined));
      if (named && facts?.isFile())
        found.push({ file, ...named, automatic: named.label === AUTOMATIC, size: facts.size });
    }
    return found.sort((a, b) => b.createdAt - a.createdAt || (a.file < b.file ? -1 : 1));
  }

  /** @throws SnapshotNotFoundError (as a rejection), as all below */
  async find(file: string): Promise<Snapshot> {
    const found = parseName(file) && (await this.list()).find((each) => each.file === file);
    if (!found) throw new SnapshotNotFoundError(file);
    return found;
  }

  /** The caller closes the handle. */
  async read(file: string): Promise<OpenedFile> {
    const opened = parseName(file) ? await openBelow(this.folder, file) : undefined;
    if (!opened) throw new SnapshotNotFoundError(file);
    return opened;
  }

  /** When this resolves the archive is whole and on disk; an archive that is there is never written over. */
  async add(
    part: Part,
    label: string | undefined,
    content: Buffer | AsyncIterable<Uint8Array>,
    ending: "" | ".age" = "",
  ): Promise<Snapshot> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const beside = join(this.folder, `${WRITING}${randomBytes(8).toString("hex")}`);
    try {
      const handle = await open(beside, "wx", 0o600);
      try {
        for await (const piece of Buffer.isBuffer(content) ? [content] : content)
          await handle.writeFile(piece);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return this.find(await this.#name(beside, part, label, ending));
    } finally {
      await rm(beside, { force: true });
    }
  }

  async remove(file: string): Promise<void> {
    const { file: name } = await this.find(file);
    await rm(join(this.folder, name), { force: true });
  }

  /** Automatic ones come by themselves, so they go by themselves. */
  async prune(): Promise<void> {
    const automatic = (await this.list()).filter((each) => each.automatic);
    for (const { file } of automatic.slice(KEPT_AUTOMATIC)) await this.remove(file);
  }

  /** Two of one millisecond get two names. */
  async #name(
    beside: string,
    part: Part,
    label: string | undefined,
    ending: string,
  ): Promise<string> {
    for (let at = Date.now(); ; at++) {
      const middle = label === undefined ? "" : `-${label}`;
      const file = `${part}${middle}-${new Date(at).toISOString()}.tar.gz${ending}`;
      try {
        await link(beside, join(this.folder, file));
        return file;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
  }
}
