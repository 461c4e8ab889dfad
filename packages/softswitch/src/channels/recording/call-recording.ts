import {
  Converter,
  FRAME_MS,
  type Frame,
  type RecordingFacts,
  RunningRecorder,
  saturate,
} from "../../audio/index.js";
import type { SoundTap } from "../applications/sound-desk.js";
import type { CallSession } from "../call-session.js";

const FRAMES_PER_SECOND = 1000 / FRAME_MS;

export interface RecordingWishes {
  /** Seconds after which it ends by itself; 0 for none. */
  readonly limit: number;
  /** What of the call is kept; both, mixed, unless one way alone is asked for. */
  readonly said: boolean;
  readonly heard: boolean;
  /** The limit is reached. */
  full(): void;
}

/** Writes what a call says and hears into a file, tick by tick, until `stop`. */
export class CallRecording {
  /** Silence is written in the place of the sound. */
  masked = false;
  readonly #recorder: RunningRecorder;
  readonly #rate: number;
  readonly #tap: SoundTap;
  readonly #endTicks: () => void;
  readonly #voices = [new Converter(), new Converter()] as const;
  #samples = 0;

  /** Throws what the file system says when the file cannot be made. */
  constructor(
    call: CallSession,
    path: string,
    rate: number,
    private readonly wishes: RecordingWishes,
  ) {
    this.#rate = rate;
    this.#recorder = new RunningRecorder(path, rate, () => call.input.now());
    this.#tap = call.sound.tap();
    this.#endTicks = call.input.clock.each(() => this.#tick());
  }

  get failure(): unknown {
    return this.#recorder.failure;
  }

  pause(paused: boolean): void {
    this.#recorder.pause(paused);
  }

  stop(): RecordingFacts {
    this.#endTicks();
    this.#tap.release();
    return this.#recorder.stop();
  }

  #tick(): void {
    const { said, heard } = this.#tap.take();
    const { limit } = this.wishes;
    const one = this.wishes.said ? this.#atOurRate(said, this.#voices[0]) : undefined;
    const two = this.wishes.heard ? this.#atOurRate(heard, this.#voices[1]) : undefined;
    this.#recorder.frame(this.masked ? undefined : mixed(one, two));
    if (this.#recorder.running) this.#samples += this.#rate / FRAMES_PER_SECOND;
    if (limit > 0 && this.#samples >= limit * this.#rate) this.wishes.full();
  }

  #atOurRate(frame: Frame | undefined, converter: Converter): Frame | undefined {
    return frame && converter.convert(frame, frame.length * FRAMES_PER_SECOND, this.#rate);
  }
}

function mixed(one: Frame | undefined, two: Frame | undefined): Frame | undefined {
  if (!one || !two) return one ?? two;
  return one.map((sample, at) => saturate(sample + (two[at] ?? 0)));
}
