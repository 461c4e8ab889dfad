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
export type { FileChange } from "./file-change.js";
export { DEFAULT_LAYOUT, type TreeLayout } from "./layout.js";
export { ChangeQueue } from "./queue.js";
export type {
  ChangeCounters,
  ChangeQueueOptions,
  ExclusiveTree,
  SwitchReloader,
} from "./queue-options.js";
export { type Failure, previewItems, type Results, submitItems } from "./results.js";
export type { ConferenceValues, ConfigStore, StoreDraft, UserValues } from "./store.js";
export type { RecoveryReport } from "./transactions.js";
export { createTreeStore, type TreeStoreOptions } from "./tree-store.js";
