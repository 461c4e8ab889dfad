export {
  ConfigError,
  type ContextRule,
  type ContextTable,
  DEFAULT_CONTEXTS,
  describeConfig,
  type LoadedConfig,
  loadConfig,
  type Settings,
} from "./config/index.js";
export { type FirstRun, prepareDataDir } from "./first-run/index.js";
export type { RouteRight } from "./http/index.js";
export { createLogger, type Logger } from "./logging/index.js";
export { type RunningServer, type ServerOptions, startServer } from "./server.js";
