import type { AudioClock } from "./clock.js";
import type { SoundSource } from "./source.js";
import type { AudioPort } from "./types.js";

/** Something that goes on tick by tick until it is stopped. */
export interface Running {
  stop(): void;
}

/** Carries sound both ways between two ports, whatever their rates. After `stop` both are silent. */
export function relay(a: AudioPort, b: AudioPort, clock: AudioClock): Running {
  throw new Error(`to be filled ${a.rate} ${b.rate} ${String(clock)}`);
}

/** Gives a port back what it says. */
export function echo(port: AudioPort, clock: AudioClock): Running {
  throw new Error(`to be filled ${port.rate} ${String(clock)}`);
}

export interface Playing extends Running {
  /** True when the sound came to its end, false when it was stopped. Never rejects. */
  readonly done: Promise<boolean>;
}

/** Plays a source to a port, which is read and thrown away meanwhile; closes the source at the end. */
export function playTo(port: AudioPort, source: SoundSource, clock: AudioClock): Playing {
  throw new Error(`to be filled ${port.rate} ${source.rate} ${String(clock)}`);
}
