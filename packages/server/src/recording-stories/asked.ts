import type { RecordingActor } from "@parley/protocol";
import type { RecordingRequest, RecordingWish } from "../live-state/index.js";

/** An event that comes later than this after a wish has another cause. */
const AWAITED_MS = 15_000;

interface Wish {
  readonly by: RecordingActor;
  readonly until: number;
}

/** Who asked for what the switch is about to tell: its events name nobody. */
export class Asked {
  readonly #wishes = new Map<string, Wish>();

  /** @returns what takes it back. */
  note({ wish, paths, by }: RecordingRequest, now: number): () => void {
    this.#forgetOld(now);
    const noted = { by, until: now + AWAITED_MS };
    const keys = paths.map((path) => keyOf(wish, path));
    for (const key of keys) this.#wishes.set(key, noted);
    return () => {
      for (const key of keys) if (this.#wishes.get(key) === noted) this.#wishes.delete(key);
    };
  }

  /** Who asked for this; each wish answers once. */
  take(wish: RecordingWish, path: string, now: number): RecordingActor | undefined {
    const key = keyOf(wish, path);
    const noted = this.#wishes.get(key);
    this.#wishes.delete(key);
    return noted && noted.until >= now ? noted.by : undefined;
  }

  #forgetOld(now: number): void {
    for (const [key, { until }] of this.#wishes) if (until < now) this.#wishes.delete(key);
  }
}

const keyOf = (wish: RecordingWish, path: string): string => `${wish} ${path}`;
