export { type BackoffOptions, backoff } from "./backoff.js";
export { type ClientEvents, EslClient } from "./client.js";
export type { CommandExtra } from "./command.js";
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
export { EslEvent } from "./event.js";
export { EVENT_NAMES, type EventName } from "./event-names.js";
export type { EventStreamOptions } from "./event-stream.js";
export type { ExecuteOptions } from "./execution.js";
export type { ExecuteComplete } from "./execution-table.js";
export type { Frame } from "./frame.js";
export { Headers } from "./headers.js";
export type { LogLine } from "./log-line.js";
export type { Reply } from "./reply.js";
export { assertSafe, quoteArgument } from "./safe.js";
export {
  type ChannelHeader,
  type ConferenceEvent,
  type EventOf,
  type EventSelector,
  isEvent,
  type KnownEvents,
  type SofiaEvent,
  type TypedEvent,
} from "./typed-events.js";
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
