import type { FileHandle } from "node:fs/promises";
import { mp3Seconds } from "./mp3-length.js";
import { oggSeconds } from "./ogg-length.js";
import { wavSeconds } from "./wav-length.js";

/** Seconds of sound in a WAV, Ogg or MP3 file, by what is in it, whatever its name says. Undefined for all else. */
export async function soundSeconds(file: FileHandle, size: number): Promise<number | undefined> {
  const mark = Buffer.alloc(4);
  await file.read(mark, 0, 4, 0);
  const text = mark.toString("latin1");
  if (text === "RIFF") return wavSeconds(file, size);
  if (text === "OggS") return oggSeconds(file, size);
  const frame = mark[0] === 0xff && ((mark[1] ?? 0) & 0xe0) === 0xe0;
  return frame || text.startsWith("ID3") ? mp3Seconds(file, size) : undefined;
}
