import {
  close,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  write,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Frame } from "./types.js";
import { HEADER_BYTES, wavHeader } from "./wav-header.js";

const SAMPLE_BYTES = 2;
/** Sound in hand before it goes to the disk. */
const FLUSH_S = 0.5;
/** Sound that may wait for a disk that does not answer; what comes after that is silence in the file. */
const WAITING_LIMIT_S = 30;

interface Piece {
  /** First byte in the file. */
  readonly at: number;
  readonly bytes: Buffer;
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
 * A mono 16-bit WAV file that grows while one listens: written in the background twice a second, complete after every
 * such time. Silence is not written, the file is only made longer.
 */
export class WavWriter {
  readonly #file: number;
  #samples = 0;
  /** Samples the file's header speaks of, or will when the write under way is through. */
  #flushed = 0;
  #waiting: Piece[] = [];
  #waitingBytes = 0;
  #inFlight: Piece[] | undefined;
  #closed = false;
  #lost = 0;
  #failure: unknown;

  /** Makes missing folders. Throws what the file system says when the file cannot be made. */
  constructor(
    path: string,
    readonly rate: number,
  ) {
    makeFolder(dirname(path));
    this.#file = openSync(path, "w");
    try {
      writeSync(this.#file, wavHeader(0, rate), 0, HEADER_BYTES, 0);
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  get samples(): number {
    return this.#samples;
  }

  /** Bytes of the file when everything is written. */
  get size(): number {
    return HEADER_BYTES + this.#samples * SAMPLE_BYTES;
  }

  /** Samples that the disk was too slow for. */
  get lost(): number {
    return this.#lost;
  }

  /** What the file system said first when it did not take something; undefined while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  write(frame: Frame): void {
    if (this.#closed) return;
    if (this.#waitingBytes < WAITING_LIMIT_S * this.rate * SAMPLE_BYTES) {
      const bytes = Buffer.from(frame.slice().buffer);
      this.#waiting.push({ at: this.size, bytes });
      this.#waitingBytes += bytes.length;
    } else this.#lost += frame.length;
    this.#grow(frame.length);
  }

  silence(samples: number): void {
    if (!this.#closed) this.#grow(samples);
  }

  /** Writes in the background what is in hand. */
  flush(): void {
    if (this.#closed || this.#inFlight || this.#samples === this.#flushed) return;
    const pieces = joined(this.#waiting);
    this.#inFlight = pieces;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#flushed = this.#samples;
    this.#writeAll([...pieces], this.#samples);
  }

  /** Writes what is missing and closes; the file is complete when this returns. Never throws: see `failure`. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // A write under way may come after these: it writes the same bytes to the same places.
    this.#try(() => {
      for (const { at, bytes } of [...(this.#inFlight ?? []), ...joined(this.#waiting)]) {
        writeSync(this.#file, bytes, 0, bytes.length, at);
      }
    });
    this.#complete(this.#samples);
    if (!this.#inFlight) closeSync(this.#file);
  }

  #grow(samples: number): void {
    this.#samples += samples;
    if (this.#samples - this.#flushed >= FLUSH_S * this.rate) this.flush();
  }

  #writeAll(pieces: Piece[], samples: number): void {
    const piece = pieces.shift();
    if (piece && !this.#closed) {
      const { at, bytes } = piece;
      write(this.#file, bytes, 0, bytes.length, at, (error) => {
        if (error) this.#failure ??= error;
        this.#writeAll(pieces, samples);
      });
      return;
    }
    this.#inFlight = undefined;
    if (this.#closed) close(this.#file);
    else this.#complete(samples);
  }

  /**
   * Length and header, after the samples: they must not speak of more than there is. Both are tiny, so they need no
   * background; there they could land after those of `close`.
   */
  #complete(samples: number): void {
    this.#try(() => {
      ftruncateSync(this.#file, HEADER_BYTES + samples * SAMPLE_BYTES);
      writeSync(this.#file, wavHeader(samples, this.rate), 0, HEADER_BYTES, 0);
    });
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failure ??= error;
    }
  }
}

/** Pieces that follow each other as one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const runs: { at: number; end: number; parts: Buffer[] }[] = [];
  for (const { at, bytes } of pieces) {
    const last = runs.at(-1);
    if (last?.end === at) {
      last.parts.push(bytes);
      last.end += bytes.length;
    } else runs.push({ at, end: at + bytes.length, parts: [bytes] });
  }
  return runs.map(({ at, parts }) => ({ at, bytes: Buffer.concat(parts) }));
}
