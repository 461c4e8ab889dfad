export type { ExecuteOptions } from "./calls/execution.js";
export type { ExecuteComplete } from "./calls/execution-table.js";
export { type BackoffOptions, backoff } from "./client/backoff.js";
export { type ClientEvents, EslClient } from "./client/client.js";
export type { CommandExtra } from "./commands/command.js";
export type { Reply } from "./commands/reply.js";
export { assertSafe, quoteArgument } from "./commands/safe.js";
export {
  AbortedError,
  AccessDeniedError,
  ApiError,
  AuthFailedError,
  BusyError,
  CallEndedError,
  ClosedError,
  CommandError,
  ConnectionLostError,
  EslError,
  InvalidArgumentError,
  PROTOCOL_ERROR_CODES,
  ProtocolError,
  type ProtocolErrorCode,
  TimeoutError,
} from "./errors.js";
export { EslEvent } from "./events/event.js";
export type { EventStreamOptions } from "./events/event-stream.js";
export { Headers } from "./events/headers.js";
export {
  type ChannelHeader,
  type ConferenceEvent,
  type EventOf,
  type EventSelector,
  isEvent,
  type KnownEvents,
  type SofiaEvent,
  type TypedEvent,
} from "./events/typed-events.js";
export type { Frame } from "./framing/frame.js";
export type { LogLine } from "./link/log-line.js";
export { EVENT_NAMES, type EventName } from "./subscription/event-names.js";
export {
  type Backpressure,
  type CallOptions,
  type ClientOptions,
  type EslLogger,
  EVENT_FORMATS,
  type EventFormat,
  type Filter,
  type FrameLimits,
  type Gap,
  type ReconnectPolicy,
  type Status,
  type SubscriptionInput,
  type Timeouts,
} from "./types.js";
