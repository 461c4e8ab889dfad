import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { splitFileParams } from "./playing.js";
import type { SoundFacts } from "./types.js";

const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

function header(samples: number, rate: number): Buffer {
  const bytes = samples * SAMPLE_BYTES;
  const buffer = Buffer.alloc(HEADER_BYTES);
  buffer.write("RIFF", 0, "latin1");
  buffer.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  buffer.write("WAVEfmt ", 8, "latin1");
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(1, 22);
  buffer.writeUInt32LE(rate, 24);
  buffer.writeUInt32LE(rate * SAMPLE_BYTES, 28);
  buffer.writeUInt16LE(SAMPLE_BYTES, 32);
  buffer.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  buffer.write("data", 36, "latin1");
  buffer.writeUInt32LE(bytes, 40);
  return buffer;
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

/** Makes a folder and those above it. Node's own `recursive` never returns below /proc, where ENOENT is the last word. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  try {
    mkdirSync(path);
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== "ENOENT" || existsSync(above) || above === path) throw error;
    makeFolder(above);
    mkdirSync(path);
  }
}

/**
 * A mono 16-bit WAV file that is complete after every call of `grow`. It holds silence: the file is made longer
 * without writing, so an hour costs no more than a second.
 */
export class WavFile {
  readonly #file: number;
  #samples = 0;

  /** Makes missing folders. Throws what the file system says when the file cannot be made. */
  constructor(
    path: string,
    readonly rate: number,
  ) {
    const plain = splitFileParams(path).path;
    makeFolder(dirname(plain));
    this.#file = openSync(plain, "w");
    this.grow(0);
  }

  get samples(): number {
    return this.#samples;
  }

  /** Bytes of the file. */
  get size(): number {
    return HEADER_BYTES + this.#samples * SAMPLE_BYTES;
  }

  /** Makes the file so many samples long. */
  grow(samples: number): void {
    this.#samples = Math.max(this.#samples, Math.floor(samples));
    ftruncateSync(this.#file, this.size);
    writeSync(this.#file, header(this.#samples, this.rate), 0, HEADER_BYTES, 0);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Walks the chunks of a RIFF file's beginning; the data chunk's length and the format's frame size give the samples. */
function readFacts(bytes: Buffer): SoundFacts | undefined {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE") {
    return undefined;
  }
  let rate = 0;
  let frame = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (name === "fmt " && at + 22 <= bytes.length) {
      rate = bytes.readUInt32LE(at + 12);
      frame = bytes.readUInt16LE(at + 20);
    }
    if (name === "data") {
      return rate > 0 && frame > 0 ? { rate, samples: Math.floor(length / frame) } : undefined;
    }
    at += 8 + length + (length % 2);
  }
  return undefined;
}

/** Length and rate of a WAV file; undefined when it is not there or not one. */
export function probeWav(path: string): SoundFacts | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const bytes = Buffer.alloc(4096);
    const count = readSync(file, bytes, 0, bytes.length, 0);
    return readFacts(bytes.subarray(0, count));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
