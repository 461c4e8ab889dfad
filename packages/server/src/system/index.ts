export { EventLog, type LoggedEvent } from "./event-log.js";
export { createSystem, type System, type SystemOptions } from "./system.js";
