import type { Readable } from "node:stream";
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
export async function unpackTree(source: Readable, limits: ArchiveLimits): Promise<Tree> {
  const reader = new TarReader(limits);
  let packed = 0;
  try {
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          packed += chunk.length;
          if (packed > limits.packed)
            throw new ArchiveUnfitError(`it is larger than ${limits.packed} bytes`);
          yield chunk;
        }
      },
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

function asUnfit(error: unknown): unknown {
  const code = error instanceof Error ? String((error as NodeJS.ErrnoException).code) : "";
  if (code === "Z_BUF_ERROR") return new ArchiveUnfitError("it is truncated", { cause: error });
  if (code.startsWith("Z_"))
    return new ArchiveUnfitError("it is not compressed by gzip, or it is corrupt", {
      cause: error,
    });
  return error;
}
