import type { Calls } from "./calls.js";

/** A call that went on when the page went away. */
export interface LostCall {
  readonly number: string;
  readonly name: string;
  readonly video: boolean;
}

const KEY = "parley.phone.calls";
/** Later nobody waits for it any more. */
const OLD_MS = 10 * 60_000;

interface Stored {
  readonly at: number;
  readonly user: string;
  readonly calls: readonly LostCall[];
}

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/** Notes what goes on, for the page that comes after a reload. */
export function keepCalls(storage: Storage, user: string, calls: Calls, now = Date.now()): void {
  const active = calls.filter(({ state }) => state === "active");
  if (active.length === 0) {
    storage.removeItem(KEY);
    return;
  }
  const kept = active.map(({ number, name, video }) => ({ number, name, video }));
  storage.setItem(KEY, JSON.stringify({ at: now, user, calls: kept } satisfies Stored));
}

/** Takes what the page before has noted: it is told once. Another user's is nobody's business. */
export function takeLostCalls(
  storage: Storage,
  user: string,
  now = Date.now(),
): readonly LostCall[] {
  const text = storage.getItem(KEY);
  storage.removeItem(KEY);
  if (text === null) return [];
  try {
    const stored = JSON.parse(text) as Stored;
    return stored.user === user && now - stored.at < OLD_MS ? stored.calls : [];
  } catch {
    return [];
  }
}
