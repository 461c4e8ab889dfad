import { Lateness } from "./lateness.js";
import { FRAME_MS } from "./types.js";
import { WorkList } from "./work-list.js";

/** How late ticks came: milliseconds after the moment they were due. */
export interface ClockStats {
  readonly ticks: number;
  /** Ticks that came more than half a frame late. */
  readonly late: number;
  /** Ticks that never came because the process stood still for longer than catching up allows. */
  readonly skipped: number;
  readonly p50: number;
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
  /** Counts from nothing again. */
  recount(): void;
  /** How many things are done per tick. */
  readonly works: number;
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

/** Phones bridge about 40 ms with their jitter buffers: what is older than that would only come as a burst. */
const MOST_AT_ONCE = 2;
const LATE_MS = FRAME_MS / 2;

/** Makes the ticker. Errors without an `onError` are dropped: one bad port must not silence the others. */
export function createClock(options: ClockOptions = {}): AudioClock {
  return new Ticker(options);
}

class Ticker implements AudioClock {
  readonly #works = new WorkList();
  #lateness = new Lateness();
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  #late = 0;
  #skipped = 0;
  #stopped = false;

  constructor(readonly options: ClockOptions) {
    this.#now = options.now ?? (() => performance.now());
  }

  each(work: () => void): () => void {
    if (this.#stopped) return () => {};
    const end = this.#works.add(work);
    if (this.#timer === undefined) {
      this.#due = this.#now() + FRAME_MS;
      this.#wait();
    }
    return end;
  }

  stats(): ClockStats {
    const { count: ticks, max } = this.#lateness;
    const p50 = this.#lateness.quantile(0.5);
    const p99 = this.#lateness.quantile(0.99);
    return { ticks, late: this.#late, skipped: this.#skipped, p50, p99, max };
  }

  recount(): void {
    this.#lateness = new Lateness();
    this.#late = 0;
    this.#skipped = 0;
  }

  get works(): number {
    return this.#works.size;
  }

  stop(): void {
    this.#stopped = true;
    this.#works.clear();
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, this.#due - this.#now()));
    this.#timer.unref();
  }

  #wake(): void {
    for (let done = 0; done < MOST_AT_ONCE && this.#due <= this.#now(); done += 1) this.#tick();
    const behind = Math.ceil((this.#now() - this.#due) / FRAME_MS);
    if (behind > 0) {
      this.#skipped += behind;
      this.#due += behind * FRAME_MS;
    }
    this.#timer = undefined;
    if (this.#works.size > 0 && !this.#stopped) this.#wait();
  }

  #tick(): void {
    const late = Math.max(0, this.#now() - this.#due);
    this.#lateness.add(late);
    this.#due += FRAME_MS;
    if (late > LATE_MS) {
      this.#late += 1;
      this.options.onLate?.(late);
    }
    this.#works.run(this.options.onError ?? (() => {}));
  }
}
