import type { AudioPort } from "../src/audio/types.js";

const FRAME_MS = 20;

/** A sine as 20 ms frames; amplitude 1 is full scale. */
export function sine(frequency: number, rate: number, amplitude = 0.5): () => Int16Array {
  let sample = 0;
  return () =>
    Int16Array.from({ length: rate / 50 }, () => {
      const value = Math.sin((2 * Math.PI * frequency * sample) / rate);
      sample += 1;
      return Math.round(32_767 * amplitude * value);
    });
}

/** The amplitude of one frequency in the sound (Goertzel), 1 being full scale. */
export function amplitudeAt(samples: Int16Array, frequency: number, rate: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let last = 0;
  let before = 0;
  for (const sample of samples) {
    const next = sample / 32_768 + turn * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - turn * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

/** Reads and writes a port every 20 ms, as the clock of a switch does. */
export class PortDriver {
  readonly #heard: Int16Array[] = [];
  readonly #timer: NodeJS.Timeout;
  #next: (() => Int16Array) | undefined;
  #due = performance.now();

  constructor(private readonly port: AudioPort) {
    this.#timer = setInterval(() => this.#run(), FRAME_MS / 4);
  }

  play(next: (() => Int16Array) | undefined): void {
    this.#next = next;
  }

  /** The last `ms` of what came in, without the gaps. */
  heard(ms: number): Int16Array {
    const frames = this.#heard.slice(-ms / FRAME_MS);
    return Int16Array.from(frames.flatMap((frame) => [...frame]));
  }

  /** Forgets what came in. */
  forget(): void {
    this.#heard.length = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #run(): void {
    for (const now = performance.now(); this.#due <= now; this.#due += FRAME_MS) {
      const frame = this.port.read();
      this.#heard.push(frame === undefined ? new Int16Array(this.port.rate / 50) : frame.slice());
      if (this.#heard.length > 200) this.#heard.shift();
      this.port.write(this.#next?.());
    }
  }
}
