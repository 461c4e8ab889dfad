import { splitSoundParams } from "./sound.js";
import { type Frame, frameSize } from "./types.js";
import { WavWriter } from "./wav-writer.js";

/** The clock on the wall may run this far ahead of the frames before silence takes the place of what never came. */
const SLACK_MS = 100;

/** What a closed recording says about itself. */
export interface RecordingFacts {
  readonly samples: number;
  readonly rate: number;
  /** Bytes of the file; undefined when there was none. */
  readonly size: number | undefined;
}

/** Writes one recording, frame by frame; while paused it stands still, so that the file has no gap. */
export class RunningRecorder {
  readonly #file: WavWriter;
  #recordedMs = 0;
  #since: number | undefined;

  /** Throws what the file system says when the file cannot be made. */
  constructor(
    path: string,
    rate: number,
    readonly now: () => number,
  ) {
    this.#file = new WavWriter(splitSoundParams(path).path, rate);
    this.#since = now();
  }

  get running(): boolean {
    return this.#since !== undefined;
  }

  /** What the file system said when it did not take something. */
  get failure(): unknown {
    return this.#file.failure;
  }

  /** One tick of the mix at the recording's rate; undefined for silence. */
  frame(frame: Frame | undefined): void {
    if (!this.running) return;
    if (frame) this.#file.write(frame);
    else this.#file.silence(frameSize(this.#file.rate));
    this.#catchUp();
  }

  pause(paused: boolean): void {
    if (paused !== this.running) return;
    this.#catchUp();
    // Counted in frames: parts of them would add up to a gap after many pauses.
    this.#recordedMs = (this.#file.samples * 1000) / this.#file.rate;
    this.#since = paused ? undefined : this.now();
    this.#file.flush();
  }

  stop(): RecordingFacts {
    this.#catchUp();
    this.#file.close();
    return { samples: this.#file.samples, rate: this.#file.rate, size: this.#file.size };
  }

  #elapsed(): number {
    return this.#recordedMs + (this.#since === undefined ? 0 : this.now() - this.#since);
  }

  /** A machine that stood still must not make the recording shorter than the conference was. */
  #catchUp(): void {
    const { rate, samples } = this.#file;
    const missing = Math.floor((this.#elapsed() * rate) / 1000) - samples;
    if (missing > (SLACK_MS * rate) / 1000) this.#file.silence(missing);
  }
}
