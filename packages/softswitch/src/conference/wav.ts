import { probeSound, type SoundFacts } from "../audio/index.js";

/** Length and rate of a WAV file; undefined when it is not there or not one. */
export const probeWav = (path: string): SoundFacts | undefined => probeSound(path, 8000);
