import { createStore, type StoreApi } from "zustand";
import type { Calls } from "./calls.js";
import type { LostCall } from "./lost-calls.js";
import type { Quality } from "./quality.js";
import type { PhoneStatus, Trouble } from "./types.js";

/** What the phone shows. */
export interface PhoneView {
  readonly status: PhoneStatus;
  readonly calls: Calls;
  /** By call. */
  readonly remoteStreams: ReadonlyMap<string, MediaStream>;
  readonly ownVideo: ReadonlyMap<string, MediaStream>;
  readonly quality: ReadonlyMap<string, Quality>;
  /** Calls that a reload of the page has cut. */
  readonly lost: readonly LostCall[];
  readonly trouble: Trouble | undefined;
  /** A number that people may call to hear themselves. */
  readonly echoTest: string | undefined;
}

export type PhoneStore = StoreApi<PhoneView>;

export const createPhoneStore = (): PhoneStore =>
  createStore<PhoneView>(() => ({
    status: { state: "connecting" },
    calls: [],
    remoteStreams: new Map(),
    ownVideo: new Map(),
    quality: new Map(),
    lost: [],
    trouble: undefined,
    echoTest: undefined,
  }));

/** A copy with an entry put, or taken out when `undefined`. */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  id: string,
  value: Value | undefined,
): ReadonlyMap<string, Value> {
  if (map.get(id) === value) return map;
  const copy = new Map(map);
  if (value === undefined) copy.delete(id);
  else copy.set(id, value);
  return copy;
}
