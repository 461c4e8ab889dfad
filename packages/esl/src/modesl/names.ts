import { Connection } from "./connection.js";
import { Event } from "./event.js";
import { doLog, logState, setLogLevel } from "./log.js";
import { Parser } from "./parser.js";
import { Server } from "./server.js";

/** The module as programs written for the classic interface know it, for `require` and `import esl from`. */
const esl = Object.defineProperties(
  {
    Connection,
    Event,
    Server,
    Parser,
    setLogLevel,
    eslSetLogLevel: setLogLevel,
    _doLog: doLog,
  },
  Object.getOwnPropertyDescriptors(logState),
) as {
  Connection: typeof Connection;
  Event: typeof Event;
  Server: typeof Server;
  Parser: typeof Parser;
  setLogLevel: typeof setLogLevel;
  eslSetLogLevel: typeof setLogLevel;
  _doLog: typeof doLog;
} & typeof logState;

/** So that `esl.Connection` is a type as well. */
declare namespace esl {
  type Connection = import("./connection.js").Connection;
  type Event = import("./event.js").Event;
  type Header = import("./event.js").Header;
  type Server = import("./server.js").Server;
  type Parser = import("./parser.js").Parser;
}

export { Connection } from "./connection.js";
export { Event, type Header, PRIORITY, type Priority } from "./event.js";
export { FailedCommandError } from "./failed-command-error.js";
export { setLogLevel, setLogLevel as eslSetLogLevel } from "./log.js";
export { Parser, type ParserEvents } from "./parser.js";
export { Server, type ServerEvents, type ServerOptions } from "./server.js";
export type {
  Answer,
  AuthCallback,
  Callback,
  ConnectionEvents,
  HeaderMap,
  HeaderValue,
  MessageOptions,
  OriginateOptions,
  ShowCallback,
  ShowResult,
  ShowRow,
} from "./types.js";
export { WildcardEmitter } from "./wildcard-emitter.js";
export { esl as default };
