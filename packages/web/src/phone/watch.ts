import type { Desk } from "./desk.js";
import { historyKey, parseHistory, pastCall, remembered } from "./history.js";
import { keepCalls } from "./lost-calls.js";
import { type Counters, countersOf, qualityBetween } from "./quality.js";
import { Ringer, ringFor } from "./ring.js";
import { type PhoneStore, withEntry } from "./store.js";
import type { Call, CallEnd } from "./types.js";

const QUALITY_MS = 2000;
/** How long an end that surprises nobody stays on the screen, and one that does. */
const BRIEF_MS = 4000;
const LONG_MS = 20_000;
const EXPECTED: ReadonlySet<CallEnd> = new Set([
  "hung up",
  "remote hung up",
  "cancelled",
  "declined",
  "elsewhere",
  "missed",
]);

export interface Watch {
  /** The page goes away: what goes on is noted as it is now. */
  freeze(): void;
  thaw(): void;
  stop(): void;
}

/** Does what calls bring about: ringing, the history, figures of the connection. */
export function watchCalls(user: string, store: PhoneStore, desk: Desk): Watch {
  const ringer = new Ringer();
  let frozen = false;
  const unsubscribe = store.subscribe(({ calls }, before) => {
    if (calls === before.calls) return;
    ringer.ring(ringFor(calls));
    if (!frozen) keepCalls(sessionStorage, user, calls);
    for (const call of calls) {
      const old = before.calls.find(({ id }) => id === call.id);
      if (call.state === "ended" && old?.state !== "ended") ended(user, call, desk);
    }
  });
  const figures = pollQuality(store, desk);
  return {
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
    },
    stop: () => {
      unsubscribe();
      figures();
      ringer.stop();
    },
  };
}

function ended(user: string, call: Call, desk: Desk): void {
  const past = pastCall(call);
  if (past) {
    const key = historyKey(user);
    const history = remembered(parseHistory(localStorage.getItem(key)), past);
    localStorage.setItem(key, JSON.stringify(history));
    // Other pages are told by the browser, this one is not.
    dispatchEvent(new StorageEvent("storage", { key }));
  }
  const expected = call.end !== undefined && EXPECTED.has(call.end);
  setTimeout(() => desk.dismiss(call.id), expected ? BRIEF_MS : LONG_MS);
}

function pollQuality(store: PhoneStore, desk: Desk): () => void {
  const counters = new Map<string, Counters>();
  const timer = setInterval(async () => {
    for (const { id, state, held } of store.getState().calls) {
      const connection = state === "active" && !held ? desk.connection(id) : undefined;
      if (!connection) {
        counters.delete(id);
        continue;
      }
      const reports = await connection.getStats().catch(() => undefined);
      const now = countersOf((reports?.values() ?? []) as Iterable<Record<string, unknown>>);
      if (!now || !desk.connection(id)) continue;
      const quality = qualityBetween(counters.get(id), now);
      counters.set(id, now);
      store.setState((view) => ({ quality: withEntry(view.quality, id, quality) }));
    }
  }, QUALITY_MS);
  return () => clearInterval(timer);
}
