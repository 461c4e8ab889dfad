import { FRAME_MS } from "./types.js";

/** How late ticks came: milliseconds after the moment they were due. */
export interface ClockStats {
  readonly ticks: number;
  /** Ticks that came more than half a frame late. */
  readonly late: number;
  /** Ticks that never came because the process stood still for longer than catching up allows. */
  readonly skipped: number;
  readonly p99: number;
  readonly max: number;
}

/** The one 20 ms ticker of a switch. */
export interface AudioClock {
  /**
   * Runs `work` once per tick from the next tick on; gives what ends it. Both may be called during a tick, ending
   * more than once does no harm. The ticker only runs while there is work.
   */
  each(work: () => void): () => void;
  stats(): ClockStats;
  /** Drops all work and takes no more. */
  stop(): void;
}

export interface ClockOptions {
  /** Monotonic milliseconds. */
  readonly now?: (() => number) | undefined;
  /** Told of every tick that comes more than half a frame late. */
  readonly onLate?: ((lateMs: number) => void) | undefined;
  /** Told what a work threw; the work stays, the others run. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Makes the ticker. */
export function createClock(options: ClockOptions = {}): AudioClock {
  throw new Error(`to be filled ${FRAME_MS} ${String(options)}`);
}
