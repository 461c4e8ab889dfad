import { close, closeSync, openSync, read, readSync } from "node:fs";
import { decodeSamples } from "./decode.js";
import { Resampler } from "./resampler.js";
import { SampleQueue } from "./sample-queue.js";
import { SoundError, type SoundSource } from "./source.js";
import { type Frame, frameSize } from "./types.js";
import { parseWav, type WavFormat } from "./wav-header.js";

const BLOCK_BYTES = 65_536;
/** Seconds in hand below which the next block is fetched: long enough for a slow disk. */
const AHEAD_S = 0.5;

/** Looks at the beginning of a WAV file. Throws SoundError. */
export function readWavFormat(path: string): WavFormat {
  const file = open(path);
  try {
    const bytes = Buffer.alloc(4096);
    const format = parseWav(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)));
    if (!format) throw new SoundError(path, "format");
    return format;
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch {
    throw new SoundError(path, "missing");
  }
}

/** A WAV file as frames; blocks are read ahead, so that a slow disk makes silence and not a late tick. */
export class WavSource implements SoundSource {
  readonly #format: WavFormat;
  readonly #file: number;
  readonly #resampler: Resampler | undefined;
  readonly #queue = new SampleQueue();
  #at: number;
  #fetching = false;
  #exhausted = false;
  #closed = false;
  #position = 0;
  /** Counts seeks: a block that was asked for before one is not wanted any more. */
  #era = 0;

  /** Throws SoundError. */
  constructor(
    path: string,
    readonly rate: number,
  ) {
    this.#format = readWavFormat(path);
    this.#file = open(path);
    this.#at = this.#format.start;
    this.#resampler =
      this.#format.rate === rate ? undefined : new Resampler(this.#format.rate, rate);
    this.#fetchNow();
  }

  get position(): number {
    return this.#position;
  }

  get ended(): boolean {
    return this.#closed || (this.#exhausted && this.#queue.length === 0);
  }

  read(): Frame | undefined {
    const size = frameSize(this.rate);
    if (this.#queue.length < this.rate * AHEAD_S) this.#fetch();
    if (this.#closed || (this.#queue.length < size && !this.#exhausted)) return undefined;
    if (this.#queue.length === 0) return undefined;
    this.#position += Math.min(size, this.#queue.length);
    return this.#queue.take(size);
  }

  seek(samples: number): void {
    const { rate, frameBytes, start } = this.#format;
    const own = Math.max(0, Math.round((samples * rate) / this.rate));
    this.#at = start + own * frameBytes;
    this.#position = Math.max(0, samples);
    this.#era += 1;
    this.#exhausted = false;
    this.#queue.clear();
    this.#resampler?.reset();
    this.#fetchNow();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue.clear();
    // A block under way still needs the file; whoever fetches it closes then.
    if (!this.#fetching) close(this.#file);
  }

  #wanted(): number {
    const { start, samples, frameBytes } = this.#format;
    const left = start + samples * frameBytes - this.#at;
    const whole = Math.floor(BLOCK_BYTES / frameBytes) * frameBytes;
    return Math.max(0, Math.min(left, whole));
  }

  #fetchNow(): void {
    if (this.#closed) return;
    const bytes = Buffer.allocUnsafe(this.#wanted());
    const count = bytes.length === 0 ? 0 : readSync(this.#file, bytes, 0, bytes.length, this.#at);
    this.#take(bytes.subarray(0, count));
  }

  #fetch(): void {
    if (this.#fetching || this.#exhausted || this.#closed) return;
    this.#fetching = true;
    const era = this.#era;
    const bytes = Buffer.allocUnsafe(this.#wanted());
    read(this.#file, bytes, 0, bytes.length, this.#at, (error, count) => {
      this.#fetching = false;
      if (this.#closed) close(this.#file);
      else if (era === this.#era) this.#take(bytes.subarray(0, error ? 0 : count));
    });
  }

  #take(bytes: Buffer): void {
    this.#at += bytes.length;
    if (bytes.length < this.#format.frameBytes) this.#exhausted = true;
    else if (this.#wanted() < this.#format.frameBytes) this.#exhausted = true;
    const samples = decodeSamples(bytes, this.#format);
    this.#queue.push(this.#resampler?.process(samples) ?? samples);
  }
}
