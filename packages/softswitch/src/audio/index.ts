export { type AudioClock, type ClockOptions, type ClockStats, createClock } from "./clock.js";
export { echo, type Playing, playTo, type Running, relay } from "./relay.js";
export { openSound, probeSound, type SoundFacts } from "./sound.js";
export { SoundError, type SoundSource } from "./source.js";
export { type AudioPort, FRAME_MS, type Frame } from "./types.js";
