export {
  type Change,
  ChangeDraft,
  type Expectation,
  type Outcome,
  type Planned,
} from "./change.js";
export {
  QueueClosedError,
  RollbackFailedError,
  TemplateError,
  TreeChangedError,
  TreeLockedError,
  UnsafePathError,
} from "./errors.js";
export { DEFAULT_LAYOUT, type TreeLayout } from "./layout.js";
export {
  type ChangeCounters,
  ChangeQueue,
  type ChangeQueueOptions,
  type SwitchReloader,
} from "./queue.js";
export { type Failure, previewItems, type Results, submitItems } from "./results.js";
export type { ConferenceValues, ConfigStore, StoreDraft, UserValues } from "./store.js";
export type { RecoveryReport } from "./transactions.js";
export { createTreeStore, type TreeStoreOptions } from "./tree-store.js";
