import { link, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { hasCode, isMissing } from "./durable.js";
import { TreeLockedError } from "./errors.js";

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one with the same pid; absent where the system does not say. */
  readonly started?: string;
}

const NAME = ".parley.lock";
const BEAT_MS = 10_000;
/** A holder on another host cannot be asked; it touches its lock, and is taken for dead when it does not. */
const SILENT_MS = 60_000;

/** Trees that this very process holds: a restarted container has the pid of the one before. */
const held = new Set<string>();

/** One server per tree: a lock file in the tree's root that names the process. */
export class TreeLock {
  readonly #beat: NodeJS.Timeout;
  private constructor(
    readonly file: string,
    readonly root: string,
  ) {
    this.#beat = setInterval(() => void touch(file), BEAT_MS).unref();
  }

  /** Throws {@link TreeLockedError} when another living server holds the tree; takes over from a dead one. */
  static async take(root: string): Promise<TreeLock> {
    const file = join(root, NAME);
    if (held.has(root)) throw new TreeLockedError(file, { pid: process.pid, host: hostname() });
    held.add(root);
    try {
      await claim(root, file);
      return new TreeLock(file, root);
    } catch (error) {
      held.delete(root);
      throw error;
    }
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    const holder = await readHolder(this.file);
    if (holder?.pid === process.pid && holder.host === hostname())
      await rm(this.file, { force: true });
    held.delete(this.root);
  }
}

async function claim(root: string, file: string): Promise<void> {
  const own = `${file}.${process.pid}`;
  const started = await startOf(process.pid);
  const me: Holder = { pid: process.pid, host: hostname(), ...(started && { started }) };
  await writeFile(own, `${JSON.stringify(me)}\n`, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (await linked(own, file)) return;
      await removeIfDead(file);
    }
    throw new TreeLockedError(file, (await readHolder(file)) ?? { pid: 0, host: "?" });
  } finally {
    await rm(own, { force: true });
    await removeLeftovers(root);
  }
}

/** `link` is the one call that creates a file with its content or not at all. */
async function linked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function removeIfDead(file: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder === undefined) return;
  if (await isAlive(holder, file)) throw new TreeLockedError(file, holder);
  const aside = `${file}.${process.pid}.dead`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  // Somebody else may have taken over between the look and the rename: then what was moved is a living lock.
  const moved = await readHolder(aside);
  if (moved !== undefined && !sameHolder(moved, holder)) await linked(aside, file);
  await rm(aside, { force: true });
}

const sameHolder = (a: Holder, b: Holder): boolean =>
  a.pid === b.pid && a.host === b.host && a.started === b.started;

async function isAlive(holder: Holder, file: string): Promise<boolean> {
  if (holder.host !== hostname()) return Date.now() - (await touchedAt(file)) < SILENT_MS;
  if (holder.pid <= 0 || holder.pid === process.pid || !exists(holder.pid)) return false;
  const started = await startOf(holder.pid);
  return holder.started === undefined || started === undefined || holder.started === started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/** Field 22 of proc(5) stat, the start time in ticks since boot; the name in field 2 may hold blanks. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof SyntaxError) return { pid: 0, host: hostname() };
    throw error;
  }
}

async function touchedAt(file: string): Promise<number> {
  return (await stat(file)).mtimeMs;
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
}

/** What processes left that were killed while they took the lock. */
async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const pid = Number(new RegExp(`^\\${NAME}\\.(\\d+)(\\.dead)?$`).exec(name)?.[1]);
    if (Number.isInteger(pid) && !exists(pid)) await rm(join(root, name), { force: true });
  }
}
