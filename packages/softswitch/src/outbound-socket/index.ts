export { runOutboundSocket } from "./run.js";
export { readSessionCommand } from "./session-command.js";
export type {
  ControlledSession,
  OutboundSession,
  OutboundSocketEnd,
  SessionCommand,
  SessionMessage,
} from "./types.js";
