export {
  ConversionFailedError,
  ConversionOffError,
  ConversionRefusedError,
} from "./errors.js";
export { formatsOf } from "./ffmpeg.js";
export { spaceOf } from "./guard.js";
export {
  createRecordingsKeeper,
  type KeeperNumbers,
  type KeeperTiming,
  type RecordingsKeeper,
  type RecordingsKeeperOptions,
  type RecordingsStorage,
} from "./keeper.js";
export { type KeepRules, keepRules } from "./rules.js";
export { type Space, sizeText } from "./space.js";
