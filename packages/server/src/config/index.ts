export {
  type ContextRule,
  type ContextTable,
  contextOfConferenceNumber,
  contextRule,
  DEFAULT_CONTEXTS,
  type NumberRange,
  roleOfContext,
} from "./contexts.js";
export { ConfigError } from "./errors.js";
export { FIRST_RUN_FILE, type LoadedConfig, loadConfig } from "./load.js";
export { describeConfig } from "./print.js";
export { LOG_LEVELS, type Settings } from "./settings.js";
