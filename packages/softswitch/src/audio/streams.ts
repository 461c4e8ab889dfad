import { amplify } from "./samples.js";
import type { SoundSource } from "./source.js";
import { createTone } from "./tone.js";
import { FRAME_MS, type Frame, frameSize } from "./types.js";

/** What stands for "for ever": 23 days, which every timer can still count. */
export const ENDLESS_MS = 2_000_000_000;

/** One stretch of a made-up sound. */
interface Part {
  readonly ms: number;
  readonly frequencies: readonly number[];
}

/** Silence of so many milliseconds; -1 is for ever (`silence_stream://ms,noise`: the noise is left out). */
function silence(text: string): Part[] {
  const ms = Number.parseInt(text, 10);
  return [{ ms: ms < 0 ? ENDLESS_MS : ms || 0, frequencies: [] }];
}

const LOOP_LIMIT = 1000;

/** `%(on,off,hz,…)` pieces, and `loops=n` among what `;` separates: the part of TGML that ringing tones use. */
function tones(text: string): Part[] {
  const loops = /loops=(-?\d+)/.exec(text)?.[1];
  const times = loops === undefined ? 1 : Number(loops) < 0 ? LOOP_LIMIT : Number(loops);
  const once = [...text.matchAll(/%\(([^)]*)\)/g)].flatMap((match): Part[] => {
    const [on = 0, off = 0, ...frequencies] = (match[1] ?? "").split(",").map(Number);
    return [
      { ms: on || 0, frequencies: frequencies.filter((hertz) => hertz > 0) },
      { ms: off || 0, frequencies: [] },
    ];
  });
  return Array.from({ length: Math.min(times, LOOP_LIMIT) }, () => once).flat();
}

/** The parts of a made-up sound; undefined when the name is none. */
export function partsOf(name: string): readonly Part[] | undefined {
  const match = /^(silence|tone)_stream:\/\/(.*)$/.exec(name);
  if (!match) return undefined;
  const parts = match[1] === "silence" ? silence(match[2] ?? "") : tones(match[2] ?? "");
  return parts.filter(({ ms }) => ms > 0);
}

export const lengthMs = (parts: readonly Part[]): number =>
  Math.min(
    ENDLESS_MS,
    parts.reduce((sum, { ms }) => sum + ms, 0),
  );

/** TGML's tones come at -7 dB. */
const TONE_LEVEL = 14_600;

/** Plays parts; their borders are kept to the frame. */
export class PartSource implements SoundSource {
  #ms = 0;
  #tone: { readonly part: Part; readonly next: () => Frame } | undefined;

  constructor(
    readonly parts: readonly Part[],
    readonly rate: number,
  ) {}

  get position(): number {
    return (this.#ms / 1000) * this.rate;
  }

  get ended(): boolean {
    return this.#ms >= lengthMs(this.parts);
  }

  read(): Frame | undefined {
    const part = this.#current();
    this.#ms += FRAME_MS;
    if (!part || part.frequencies.length === 0) return undefined;
    if (this.#tone?.part !== part) {
      this.#tone = { part, next: createTone(this.rate, part.frequencies, TONE_LEVEL) };
    }
    return this.#tone.next();
  }

  seek(samples: number): void {
    this.#ms = Math.max(0, (samples / this.rate) * 1000);
  }

  close(): void {
    this.#ms = Number.MAX_SAFE_INTEGER;
  }

  #current(): Part | undefined {
    let end = 0;
    return this.parts.find(({ ms }) => {
      end += ms;
      return this.#ms < end;
    });
  }
}

/** A source at a granular volume (decibels). */
export class AmplifiedSource implements SoundSource {
  constructor(
    readonly inner: SoundSource,
    readonly factor: number,
  ) {}

  get rate(): number {
    return this.inner.rate;
  }

  get position(): number {
    return this.inner.position;
  }

  get ended(): boolean {
    return this.inner.ended;
  }

  read(): Frame | undefined {
    const frame = this.inner.read();
    return frame && amplify(frame, this.factor);
  }

  seek(samples: number): void {
    this.inner.seek(samples);
  }

  close(): void {
    this.inner.close();
  }
}

export const samplesOf = (ms: number, rate: number): number =>
  Math.round((ms / FRAME_MS) * frameSize(rate));
