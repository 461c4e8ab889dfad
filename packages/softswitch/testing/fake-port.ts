import { type AudioPort, createTone, type Frame } from "../src/audio/index.js";
import { amplitudeAt, concatFrames } from "./listening.js";

/** A phone without a wire: says a tone or nothing, keeps what it hears. */
export class FakePort implements AudioPort {
  readonly heard: (Frame | undefined)[] = [];
  reads = 0;
  #says: (() => Frame) | undefined;

  constructor(public rate = 8000) {}

  /** A sine from now on; without a frequency silence. */
  say(hertz?: number, level = 8000): this {
    this.#says = hertz === undefined ? undefined : createTone(this.rate, [hertz], level);
    return this;
  }

  read(): Frame | undefined {
    this.reads += 1;
    return this.#says?.();
  }

  write(frame: Frame | undefined): void {
    this.heard.push(frame);
  }

  /** Amplitude of a frequency in the last frames heard. */
  hears(hertz: number, frames = 5): number {
    const last = this.heard.slice(-frames);
    return amplitudeAt(concatFrames(last, this.rate / 50), this.rate, hertz);
  }
}
