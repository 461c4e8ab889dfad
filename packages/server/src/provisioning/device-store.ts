import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type OpenedFile, openBelow } from "../recordings/index.js";

/** A phone has left as much as it may. */
export class QuotaError extends Error {
  override readonly name = "QuotaError";
  readonly statusCode = 413;
  constructor(readonly quota: number) {
    super(`a phone may leave ${quota} bytes here`);
  }
}

export interface StoreRule {
  /** Bytes of the whole file. */
  readonly limit: number;
  /** At its end, the oldest lines giving way. */
  readonly append?: boolean;
}

/** What each phone has sent, in a folder of its own. Keys are those of {@link deviceKey}; names have been checked before. */
export interface DeviceStore {
  open(key: string, name: string): Promise<OpenedFile | undefined>;
  /** The whole file as text; undefined when there is none. */
  text(key: string, name: string): Promise<string | undefined>;
  /** @throws {QuotaError} */
  write(key: string, name: string, body: Buffer, rule: StoreRule): Promise<void>;
  /**
   * Removes what belongs to none of these keys, if that was so the last time as well: somebody who is gone for a moment,
   * while a configuration is put back, loses nothing.
   */
  sweep(owned: ReadonlySet<string>): Promise<void>;
}

/** A phone in one owner's hands: whoever has it next finds nothing of what the last one left on it. */
export function deviceKey(mac: string, owner: string): string {
  const plain = /^\w{1,32}$/.test(owner);
  const text = plain ? owner : createHash("sha256").update(owner).digest("hex").slice(0, 32);
  return `${mac}-${text}`;
}

/** One phone's changes come one after the other, and each file is whole whenever it is read. */
export function createDeviceStore(folder: string, quota: number): DeviceStore {
  const running = new Map<string, Promise<unknown>>();
  const inTurn = async (key: string, work: () => Promise<void>): Promise<void> => {
    const before = running.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => {});
    running.set(key, settled);
    await mine.finally(() => {
      if (running.get(key) === settled) running.delete(key);
    });
  };
  const of = (key: string) => join(folder, checked(key));
  const text = async (key: string, name: string) => (await bytes(of(key), name))?.toString("utf8");
  let unowned = new Set<string>();
  return {
    open: (key, name) => openBelow(of(key), checked(name)),
    text,
    write: (key, name, body, rule) =>
      inTurn(key, async () => {
        const own = of(key);
        const content = rule.append ? await appended(own, name, body, rule.limit) : body;
        const others = await sizeOf(own, name);
        if (content.length > rule.limit || others + content.length > quota)
          throw new QuotaError(Math.min(rule.limit, quota));
        await replace(own, checked(name), content);
      }),
    async sweep(owned) {
      const all = await readdir(folder).catch(() => [] as string[]);
      const gone = all.filter((key) => /^[0-9a-f]{12}-\w+$/.test(key) && !owned.has(key));
      for (const key of gone.filter((each) => unowned.has(each)))
        await inTurn(key, () => rm(join(folder, key), { recursive: true, force: true }));
      unowned = new Set(gone);
    },
  };
}

/** The last guard: whatever the patterns of a vendor let through, a path is none of it. */
function checked(name: string): string {
  if (/^[\w][\w.-]{0,127}$/.test(name)) return name;
  throw new Error("not a name of a phone's file");
}

async function bytes(folder: string, name: string): Promise<Buffer | undefined> {
  const opened = await openBelow(folder, checked(name));
  if (!opened) return undefined;
  try {
    return await opened.handle.readFile();
  } finally {
    await opened.handle.close();
  }
}

async function appended(folder: string, name: string, body: Buffer, limit: number) {
  const all = Buffer.concat([(await bytes(folder, name)) ?? Buffer.alloc(0), body]);
  if (all.length <= limit) return all;
  const kept = all.subarray(all.length - limit);
  const line = kept.indexOf("\n");
  return line < 0 ? kept : kept.subarray(line + 1);
}

async function sizeOf(folder: string, except: string): Promise<number> {
  const names = await readdir(folder).catch(() => [] as string[]);
  let sum = 0;
  for (const name of names.filter((each) => each !== except))
    sum += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
  return sum;
}

async function replace(folder: string, name: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = join(folder, `.${name}.${randomBytes(6).toString("hex")}`);
  const file = await open(beside, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
    await file.close();
    await rename(beside, join(folder, name));
  } catch (error) {
    await file.close().catch(() => {});
    await rm(beside, { force: true });
    throw error;
  }
}
