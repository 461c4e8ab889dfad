import { WavFile } from "./wav.js";

const GROW_EVERY_MS = 1000;

/** What a closed recording says about itself. */
export interface RecordingFacts {
  readonly samples: number;
  readonly rate: number;
  /** Bytes of the file; undefined when there was none. */
  readonly size: number | undefined;
}

/** Writes one recording: the file grows with the clock, and stands still while paused. */
export class RunningRecorder {
  readonly #file: WavFile;
  readonly #timer: NodeJS.Timeout;
  #recordedMs = 0;
  #since: number | undefined;

  /** Throws what the file system says when the file cannot be made. */
  constructor(
    path: string,
    rate: number,
    readonly now: () => number,
  ) {
    this.#file = new WavFile(path, rate);
    this.#since = now();
    this.#timer = setInterval(() => this.#grow(), GROW_EVERY_MS);
    this.#timer.unref();
  }

  pause(paused: boolean): void {
    if (paused === (this.#since === undefined)) return;
    this.#recordedMs = this.#elapsed();
    this.#since = paused ? undefined : this.now();
    this.#grow();
  }

  stop(): RecordingFacts {
    clearInterval(this.#timer);
    this.#grow();
    this.#file.close();
    return { samples: this.#file.samples, rate: this.#file.rate, size: this.#file.size };
  }

  #elapsed(): number {
    return this.#recordedMs + (this.#since === undefined ? 0 : this.now() - this.#since);
  }

  #grow(): void {
    this.#file.grow((this.#elapsed() * this.#file.rate) / 1000);
  }
}
