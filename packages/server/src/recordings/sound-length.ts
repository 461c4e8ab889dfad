import type { FileHandle } from "node:fs/promises";
import { mp3Seconds } from "./mp3-length.js";
import { mp4Seconds } from "./mp4-length.js";
import { oggSeconds } from "./ogg-length.js";
import { wavSeconds } from "./wav-length.js";

/** Seconds a WAV, Ogg, MP3 or MP4 file lasts, by what is in it, whatever its name says. Undefined for all else. */
export async function soundSeconds(file: FileHandle, size: number): Promise<number | undefined> {
  const mark = Buffer.alloc(8);
  await file.read(mark, 0, 8, 0);
  const text = mark.toString("latin1", 0, 4);
  if (text === "RIFF") return wavSeconds(file, size);
  if (text === "OggS") return oggSeconds(file, size);
  if (mark.toString("latin1", 4) === "ftyp") return mp4Seconds(file, size);
  const frame = mark[0] === 0xff && ((mark[1] ?? 0) & 0xe0) === 0xe0;
  return frame || text.startsWith("ID3") ? mp3Seconds(file, size) : undefined;
}
