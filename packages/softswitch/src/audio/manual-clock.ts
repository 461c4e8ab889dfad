import type { AudioClock } from "./clock.js";
import { WorkList } from "./work-list.js";

/** A clock that ticks when told to, for tests. */
export interface ManualClock extends AudioClock {
  tick(count?: number): void;
}

/** Errors of a work come out of `tick`. */
export function createManualClock(): ManualClock {
  const works = new WorkList();
  let ticks = 0;
  const raise = (error: unknown): void => {
    throw error;
  };
  return {
    each: (work) => works.add(work),
    stats: () => ({ ticks, late: 0, skipped: 0, p50: 0, p99: 0, max: 0 }),
    recount: () => {
      ticks = 0;
    },
    stop: () => works.clear(),
    get works() {
      return works.size;
    },
    tick(count = 1) {
      for (let left = count; left > 0; left -= 1) {
        ticks += 1;
        works.run(raise);
      }
    },
  };
}
