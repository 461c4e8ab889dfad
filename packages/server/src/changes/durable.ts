import { type FileHandle, open, rename, rm } from "node:fs/promises";

/** Writes beside and renames: whoever looks finds the old content or the new one, never a part. */
export async function replaceFile(
  path: string,
  temporary: string,
  content: Buffer,
  options: { readonly mode: number; readonly sync?: boolean },
): Promise<void> {
  const handle = await open(temporary, "w", options.mode);
  try {
    // The umask narrows the mode of open(2); a tree that the switch reads as another user needs it as asked for.
    await handle.chmod(options.mode);
    await handle.writeFile(content);
    if (options.sync === true) await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes a file's data, or a folder's entries, survive a power failure. Missing ones are none of our business. */
export async function syncPath(path: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    await handle.sync();
  } catch (error) {
    if (!isMissing(error)) throw error;
  } finally {
    await handle?.close();
  }
}

export function isMissing(error: unknown): boolean {
  return hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR");
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}

/** Runs `work` on every item, a few at a time; after the first failure no further item is begun, and it is thrown. */
export async function eachOf<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  atOnce = 8,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      try {
        await work(items[next++] as T);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const failure = results.find((result) => result.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}
