import type { FileHandle } from "node:fs/promises";

/** Chunks before the sound are small; further in there is none that matters. */
const HEAD_BYTES = 4096;

/**
 * Seconds of sound in a WAV file, by its format and its size on disk: the sizes in its header are written last, and a
 * recording that is still growing has none yet. Undefined for what is no WAV.
 */
export async function wavSeconds(file: FileHandle, size: number): Promise<number | undefined> {
  const head = Buffer.alloc(Math.min(HEAD_BYTES, size));
  await file.read(head, 0, head.length, 0);
  if (head.toString("latin1", 0, 4) !== "RIFF" || head.toString("latin1", 8, 12) !== "WAVE")
    return undefined;
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length; ) {
    const id = head.toString("latin1", at, at + 4);
    const length = head.readUInt32LE(at + 4);
    if (id === "fmt " && at + 20 <= head.length) bytesPerSecond = head.readUInt32LE(at + 16);
    if (id === "data") return bytesPerSecond > 0 ? (size - at - 8) / bytesPerSecond : undefined;
    at += 8 + length + (length % 2);
  }
  return undefined;
}
