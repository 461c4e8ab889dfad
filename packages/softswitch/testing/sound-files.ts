import { readFileSync, writeFileSync } from "node:fs";
import { decodeSamples } from "../src/audio/decode.js";
import { createTone, Resampler } from "../src/audio/index.js";
import { parseWav, wavHeader } from "../src/audio/wav-header.js";
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

/** All samples of a file at 8 kHz, however long it is: a source would fetch what comes later in the background. */
export function samplesIn(path: string): Int16Array {
  const bytes = readFileSync(path);
  const format = parseWav(bytes);
  if (!format) throw new Error(`${path} is no WAV file`);
  const { start, samples, frameBytes, rate } = format;
  const all = decodeSamples(bytes.subarray(start, start + samples * frameBytes), format);
  return rate === 8000 ? all : new Resampler(rate, 8000).process(all);
}
