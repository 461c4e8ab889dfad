import { basename, dirname, join } from "node:path";
import { granularFactor } from "./samples.js";
import { SoundError, type SoundSource } from "./source.js";
import { AmplifiedSource, lengthMs, PartSource, partsOf, samplesOf } from "./streams.js";
import { readWavFormat, WavSource } from "./wav-source.js";

/** Length and rate of a sound, as found by looking at it. */
export interface SoundFacts {
  /** Samples at `rate`, which is the file's own. */
  readonly samples: number;
  readonly rate: number;
}

/** Where mod_sndfile looks after the folder of the wanted rate. */
const RATE_FOLDERS = [48_000, 32_000, 16_000, 8000];

/** `{k=v,…}path`: the params that lead a name, and the rest. */
export function splitSoundParams(name: string): {
  readonly params: ReadonlyMap<string, string>;
  readonly path: string;
} {
  const match = /^\{([^}]*)\}\s*/.exec(name);
  if (!match) return { params: new Map(), path: name };
  const pairs = (match[1] ?? "").split(",").flatMap((pair): [string, string][] => {
    const equals = pair.indexOf("=");
    return equals > 0 ? [[pair.slice(0, equals), pair.slice(equals + 1)]] : [];
  });
  return { params: new Map(pairs), path: name.slice(match[0].length) };
}

/** Names of the file in the order mod_sndfile tries them: the wanted rate's folder, the others, the name itself. */
function candidates(path: string, rate: number): string[] {
  if (!path.includes("/")) return [path];
  const inFolder = (folder: number): string => join(dirname(path), String(folder), basename(path));
  return [...[rate, ...RATE_FOLDERS].map(inFolder), path];
}

/** The first that works; when none does, what the name itself says. */
function firstOf<T>(path: string, rate: number, attempt: (candidate: string) => T): T {
  let failure: unknown = new SoundError(path, "missing");
  for (const candidate of candidates(path, rate)) {
    try {
      return attempt(candidate);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/**
 * Opens a sound as frames of `rate`: a WAV file (`{k=v}` params in front, of which `vol` counts here;
 * `dir/8000/name.wav` beside `dir/name.wav` as mod_sndfile looks for it), `silence_stream://ms`, `tone_stream://…`.
 * Throws SoundError.
 */
export function openSound(name: string, rate: number): SoundSource {
  const { params, path } = splitSoundParams(name.replace(/^file:\/\//, ""));
  const parts = partsOf(path);
  const source = parts
    ? new PartSource(parts, rate)
    : firstOf(path, rate, (file) => new WavSource(file, rate));
  const volume = Number.parseInt(params.get("vol") ?? "", 10) || 0;
  return volume === 0 ? source : new AmplifiedSource(source, granularFactor(volume));
}

/** Facts of a sound that `openSound` would open at that rate; undefined where there is none. */
export function probeSound(name: string, rate: number): SoundFacts | undefined {
  const { path } = splitSoundParams(name.replace(/^file:\/\//, ""));
  const parts = partsOf(path);
  if (parts) return { samples: samplesOf(lengthMs(parts), rate), rate };
  try {
    return firstOf(path, rate, (file) => {
      const { samples, rate: own } = readWavFormat(file);
      return { samples, rate: own };
    });
  } catch {
    return undefined;
  }
}
