import type { Frame } from "./types.js";

/** A sound as a stream of frames. */
export interface SoundSource {
  /** Samples per second of the frames. */
  readonly rate: number;
  /** Samples read so far, at `rate`. */
  readonly position: number;
  /** True when the last frame has been read. */
  readonly ended: boolean;
  /** The next 20 ms. Undefined at the end, and for a frame of silence. */
  read(): Frame | undefined;
  /** Goes on from there (samples at `rate`). */
  seek(samples: number): void;
  close(): void;
}

/** There is no such sound, or it is of a kind that nobody here reads. */
export class SoundError extends Error {
  constructor(
    readonly path: string,
    readonly reason: "missing" | "format",
  ) {
    super(`Sound ${path}: ${reason}`);
    this.name = "SoundError";
  }
}
