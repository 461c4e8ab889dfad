export {
  ConversionFailedError,
  ConversionOffError,
  ConversionRefusedError,
} from "./errors.js";
export {
  createRecordingsKeeper,
  type KeeperNumbers,
  type KeeperTiming,
  type RecordingsKeeper,
  type RecordingsKeeperOptions,
  type RecordingsStorage,
} from "./keeper.js";
export { type KeepRules, keepRules } from "./rules.js";
export type { Space } from "./space.js";
