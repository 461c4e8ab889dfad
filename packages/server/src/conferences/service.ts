import { type ChangeQueue, previewItems, type Results, submitItems } from "../changes/index.js";
import type { ContextTable } from "../config/index.js";
import type { Conference } from "../xml-state/index.js";
import type { ConferenceChange, ConferenceReference, NewConference } from "./model.js";
import { planAddition, planModification, planRemoval } from "./plans.js";

/**
 * Changes of the configured conferences. `done` holds conferences as the switch has parsed them and as they lie on
 * disk; an item in `failed` left no trace. Every method rejects as a whole, with nothing changed, while the switch
 * is away.
 */
export interface ConferencesService {
  add(items: readonly NewConference[]): Promise<Results<Conference, NewConference>>;
  /** What `add` would answer now; nothing is changed. */
  preview(items: readonly NewConference[]): Promise<Results<Conference, NewConference>>;
  modify(items: readonly ConferenceChange[]): Promise<Results<Conference, ConferenceChange>>;
  remove(items: readonly ConferenceReference[]): Promise<Results<Conference, ConferenceReference>>;
}

export interface ConferencesServiceOptions {
  readonly queue: Pick<ChangeQueue, "submit" | "preview">;
  readonly contexts: ContextTable;
}

export function createConferencesService(options: ConferencesServiceOptions): ConferencesService {
  const { queue, contexts } = options;
  return {
    add: (items) => submitItems(queue, items, (item) => planAddition(item, contexts)),
    preview: (items) => previewItems(queue, items, (item) => planAddition(item, contexts)),
    modify: (items) => submitItems(queue, items, (item) => planModification(item, contexts)),
    remove: (items) => submitItems(queue, items, planRemoval),
  };
}
