import { writeFileSync } from "node:fs";
import { createTone, openSound } from "../src/audio/index.js";
import { wavHeader } from "../src/audio/wav-header.js";
import { concatFrames } from "./listening.js";

/** Writes samples as a WAV file; gives its path. */
export function writeWav(path: string, samples: Int16Array, rate = 8000): string {
  const header = wavHeader(samples.length, rate);
  writeFileSync(path, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return path;
}

/** Writes a file of one tone. */
export function writeTone(path: string, hertz: number, seconds: number, rate = 8000): string {
  const next = createTone(rate, [hertz], 8000);
  const frames = Array.from({ length: Math.round(seconds * 50) }, next);
  return writeWav(path, concatFrames(frames, rate / 50), rate);
}

/** All samples of a file at 8 kHz. */
export function samplesIn(path: string): Int16Array {
  const source = openSound(path, 8000);
  const frames: (Int16Array | undefined)[] = [];
  while (!source.ended) frames.push(source.read());
  source.close();
  return concatFrames(frames, 160);
}
