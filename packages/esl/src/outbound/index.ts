export type {
  Applications,
  BridgeOptions,
  BridgeResult,
  DigitsOptions,
  RecordOptions,
  SayOptions,
  TransferOptions,
} from "./applications.js";
export { Call, type CallEvents } from "./call.js";
export type { CallEnd } from "./call-life.js";
export { ApplicationError, FullControlRequiredError, TooManyCallsError } from "./errors.js";
export type { OutboundOptions } from "./options.js";
export { type CallHandler, createServer, type OutboundEvents, OutboundServer } from "./server.js";
