export { ApiCommands, type ApiCommandsOptions, splitCommand } from "./api-commands.js";
export { type CoreOptions, createCore } from "./core.js";
export { formatDuration, formatGmtDate, formatLocalDate, splitDuration } from "./dates.js";
export { createIdentity, loopbackIdentity } from "./identity.js";
export { type SessionLimits, sessionLimits } from "./session-limits.js";
export { ShowTables } from "./show-tables.js";
export { isTrue } from "./truth.js";
export {
  type ApiContext,
  type ApiDescription,
  type ApiHandler,
  type ApiRegistry,
  type ApiResult,
  type ConferenceProfileRecord,
  type ControlledSession,
  type ControlRecord,
  type CoreEvents,
  type CoreIdentity,
  type DirectoryUserRecord,
  type EventOptions,
  type EventSource,
  type Header,
  LOG_LEVELS,
  type LogLevel,
  type LogLine,
  type PendingEvent,
  type SessionCounters,
  type SessionDirectory,
  type SessionMessage,
  type ShowRegistry,
  type ShowTable,
  type SwitchCore,
  type SwitchEvent,
  type Tree,
} from "./types.js";
export { unfiredHeaders } from "./unfired.js";
export type { XmlElement } from "./xml.js";
