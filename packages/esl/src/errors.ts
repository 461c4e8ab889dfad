/** Base of every error of this library. `shouldRetry()` says whether the same call may succeed later unchanged. */
export abstract class EslError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
  abstract shouldRetry(): boolean;
}

/** The link to the switch is gone or was not there; `command` names what was in flight, or was not sent. */
export class ConnectionLostError extends EslError {
  readonly command: string | undefined;
  constructor(message: string, command?: string, options?: ErrorOptions) {
    super(command === undefined ? message : `${message} (command: ${command})`, options);
    this.command = command;
  }
  /** Links come back; whether a command in flight was carried out is unknown. */
  shouldRetry(): boolean {
    return true;
  }
}

/** The switch answered `-ERR invalid` to the password. */
export class AuthFailedError extends EslError {
  readonly reply: string;
  constructor(reply: string) {
    super(`the switch refused the login: ${reply}`);
    this.reply = reply;
  }
  /** Someone has to correct the password first. */
  shouldRetry(): boolean {
    return false;
  }
}

/** The switch's access list turned this address away (`text/rude-rejection`). */
export class AccessDeniedError extends EslError {
  readonly notice: string;
  constructor(notice: string) {
    super(`the switch's access list refuses this address: ${notice}`);
    this.notice = notice;
  }
  /** Someone has to change apply-inbound-acl first. */
  shouldRetry(): boolean {
    return false;
  }
}

/** An API command ran and its output says it failed (`-ERR …`, `-USAGE …`). */
export class ApiError extends EslError {
  readonly command: string;
  readonly reply: string;
  constructor(command: string, reply: string) {
    super(`${command}: ${reply}`);
    this.command = command;
    this.reply = reply;
  }
  /** The same command in the same state fails again. */
  shouldRetry(): boolean {
    return false;
  }
}

/** The event socket itself refused a command (`Reply-Text: -ERR …`), e.g. for lack of permission. */
export class CommandError extends EslError {
  readonly command: string;
  readonly reply: string;
  constructor(command: string, reply: string) {
    super(`${command}: ${reply}`);
    this.command = command;
    this.reply = reply;
  }
  /** Refusals depend on the command and the rights of the login, which do not change by asking again. */
  shouldRetry(): boolean {
    return false;
  }
}

/** No answer in time. The command may still be carried out; its late reply is dropped. */
export class TimeoutError extends EslError {
  readonly command: string;
  readonly timeoutMs: number;
  constructor(command: string, timeoutMs: number) {
    super(`${command}: no answer within ${timeoutMs} ms`);
    this.command = command;
    this.timeoutMs = timeoutMs;
  }
  /** A slow switch may be quicker next time. */
  shouldRetry(): boolean {
    return true;
  }
}

/** The caller passed something that must not reach the wire; `field` names the argument. */
export class InvalidArgumentError extends EslError {
  readonly field: string;
  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.field = field;
  }
  /** The argument stays wrong. */
  shouldRetry(): boolean {
    return false;
  }
}

/** What a peer may do wrong on the wire. The codes are stable. */
export const PROTOCOL_ERROR_CODES = [
  "LENGTH_NOT_A_NUMBER",
  "LENGTH_NEGATIVE",
  "LENGTH_MISSING",
  "BODY_TOO_LARGE",
  "HEADER_TOO_LARGE",
  "UNEXPECTED_REPLY",
  "REPLY_MISMATCH",
  "CONNECT_REPLY",
] as const;
export type ProtocolErrorCode = (typeof PROTOCOL_ERROR_CODES)[number];

/** The peer broke the protocol; the link is of no further use. */
export class ProtocolError extends EslError {
  readonly code: ProtocolErrorCode;
  constructor(code: ProtocolErrorCode, message: string) {
    super(`${message} [${code}]`);
    this.code = code;
  }
  /** A fresh link starts with fresh framing. */
  shouldRetry(): boolean {
    return true;
  }
}

/** The client was closed by its owner. */
export class ClosedError extends EslError {
  readonly command: string | undefined;
  constructor(command?: string) {
    super(command === undefined ? "the client is closed" : `the client is closed: ${command}`);
    this.command = command;
  }
  /** A closed client stays closed. */
  shouldRetry(): boolean {
    return false;
  }
}

/** The caller's AbortSignal fired. A command already written may still be carried out. */
export class AbortedError extends EslError {
  readonly command: string;
  constructor(command: string, reason?: unknown) {
    super(`${command}: aborted`, { cause: reason });
    this.command = command;
  }
  /** The caller did not want it any more. */
  shouldRetry(): boolean {
    return false;
  }
}

/** More commands wait for their reply than the limit allows; nothing was written. */
export class BusyError extends EslError {
  readonly command: string;
  readonly pending: number;
  constructor(command: string, pending: number) {
    super(`${command}: ${pending} commands are waiting for the switch already`);
    this.command = command;
    this.pending = pending;
  }
  /** The queue drains as the switch answers. */
  shouldRetry(): boolean {
    return true;
  }
}

/**
 * The call ended, or left this connection, before what was asked of it was done. `hangupCause` is e.g. `NORMAL_CLEARING`,
 * and undefined when the call lives on elsewhere or the switch did not say.
 */
export class CallEndedError extends EslError {
  readonly uuid: string;
  readonly command: string | undefined;
  readonly hangupCause: string | undefined;
  constructor(uuid: string, hangupCause?: string, command?: string) {
    const what = hangupCause === undefined ? "left this connection" : `ended (${hangupCause})`;
    super(`the call ${uuid} ${what}${command === undefined ? "" : `: ${command}`}`);
    this.uuid = uuid;
    this.hangupCause = hangupCause;
    this.command = command;
  }
  /** Calls do not come back. */
  shouldRetry(): boolean {
    return false;
  }
}
