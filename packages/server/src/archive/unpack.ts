import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { ArchiveUnfitError } from "./errors.js";
import type { ArchiveLimits } from "./limits.js";
import { TarReader } from "./tar-reader.js";
import type { Tree } from "./tree.js";

/**
 * Reads a compressed tar; nothing is written. What is too much is given up while it streams, so a bomb costs no more
 * than the limits say.
 *
 * @throws ArchiveUnfitError (as a rejection)
 */
export async function unpackTree(
  source: AsyncIterable<Buffer>,
  limits: ArchiveLimits,
): Promise<Tree> {
  const reader = new TarReader(limits);
  try {
    await pipeline(
      atMost(source, limits.packed),
      createGunzip(),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) reader.push(chunk);
      },
    );
  } catch (error) {
    throw asUnfit(error);
  }
  return reader.finish();
}

/** Hands on what comes, and throws ArchiveUnfitError as soon as it is more than `limit` bytes. */
export async function* atMost(
  source: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<Buffer> {
  let taken = 0;
  for await (const chunk of source) {
    taken += chunk.length;
    if (taken > limit) throw new ArchiveUnfitError(`it is larger than ${limit} bytes`);
    yield chunk;
  }
}

/** All of a source in one piece, or the same refusal. */
export async function collect(source: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of atMost(source, limit)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function asUnfit(error: unknown): unknown {
  const code = error instanceof Error ? String((error as NodeJS.ErrnoException).code) : "";
  if (code === "Z_BUF_ERROR") return new ArchiveUnfitError("it is truncated", { cause: error });
  if (code.startsWith("Z_"))
    return new ArchiveUnfitError("it is not compressed by gzip, or it is corrupt", {
      cause: error,
    });
  return error;
}
