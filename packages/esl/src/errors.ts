/**
 * Base of every error of this library. `shouldRetry()` says whether the same call may succeed later unchanged. Each has its
 * name as a text of its own: programs go by it, and a minifier shortens those of classes.
 */
export abstract class EslError extends Error {
  /** @param data what else the error carries */
  constructor(message: string, data: object = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    Object.assign(this, data);
  }
  /** False unless the kind of error says otherwise. */
  shouldRetry(): boolean {
    return false;
  }
}

/** The link to the switch is gone or was not there; `command` names what was in flight, or was not sent. */
export class ConnectionLostError extends EslError {
  override readonly name = "ConnectionLostError";
  declare readonly command: string | undefined;
  constructor(message: string, command?: string, options?: ErrorOptions) {
    super(
      command === undefined ? message : `${message} (command: ${command})`,
      { command },
      options,
    );
  }
  /** Links come back; whether a command in flight was carried out is unknown. */
  override shouldRetry(): boolean {
    return true;
  }
}

/** Whatever went wrong around a link; an error of ours stays what it is. */
export function asLost(cause: unknown, what = "cannot connect"): EslError {
  if (cause instanceof EslError) return cause;
  const reason = cause instanceof Error ? cause.message : cause;
  return new ConnectionLostError(`${what}: ${reason}`, undefined, { cause });
}

/**
 * The switch answered `-ERR invalid` to the password.
 * Someone has to correct the password first.
 */
export class AuthFailedError extends EslError {
  override readonly name = "AuthFailedError";
  declare readonly reply: string;
  constructor(reply: string) {
    super(`the switch refused the login: ${reply}`, { reply });
  }
}

/**
 * The switch's access list turned this address away (`text/rude-rejection`).
 * Someone has to change apply-inbound-acl first.
 */
export class AccessDeniedError extends EslError {
  override readonly name = "AccessDeniedError";
  declare readonly notice: string;
  constructor(notice: string) {
    super(`the switch's access list refuses this address: ${notice}`, { notice });
  }
}

/**
 * An API command ran and its output says it failed (`-ERR …`, `-USAGE …`).
 * The same command in the same state fails again.
 */
export class ApiError extends EslError {
  override readonly name = "ApiError";
  declare readonly command: string;
  declare readonly reply: string;
  constructor(command: string, reply: string) {
    super(`${command}: ${reply}`, { command, reply });
  }
}

/**
 * The event socket itself refused a command (`Reply-Text: -ERR …`), e.g. for lack of permission.
 * Refusals depend on the command and the rights of the login, which do not change by asking again.
 */
export class CommandError extends EslError {
  override readonly name = "CommandError";
  declare readonly command: string;
  declare readonly reply: string;
  constructor(command: string, reply: string) {
    super(`${command}: ${reply}`, { command, reply });
  }
}

/** No answer in time. The command may still be carried out; its late reply is dropped. */
export class TimeoutError extends EslError {
  override readonly name = "TimeoutError";
  declare readonly command: string;
  declare readonly timeoutMs: number;
  /** @param why what may have kept the answer away, where that is known */
  constructor(command: string, timeoutMs: number, why?: string) {
    const reason = why === undefined ? "" : `: ${why}`;
    super(`${command}: no answer within ${timeoutMs} ms${reason}`, { command, timeoutMs });
  }
  /** A slow switch may be quicker next time. */
  override shouldRetry(): boolean {
    return true;
  }
}

/**
 * The caller passed something that must not reach the wire; `field` names the argument.
 * The argument stays wrong.
 */
export class InvalidArgumentError extends EslError {
  override readonly name = "InvalidArgumentError";
  declare readonly field: string;
  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`, { field });
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
  override readonly name = "ProtocolError";
  declare readonly code: ProtocolErrorCode;
  constructor(code: ProtocolErrorCode, message: string) {
    super(`${message} [${code}]`, { code });
  }
  /** A fresh link starts with fresh framing. */
  override shouldRetry(): boolean {
    return true;
  }
}

/**
 * The client was closed by its owner.
 * A closed client stays closed.
 */
export class ClosedError extends EslError {
  override readonly name = "ClosedError";
  declare readonly command: string | undefined;
  constructor(command?: string) {
    super(`the client is closed${command === undefined ? "" : `: ${command}`}`, { command });
  }
}

/**
 * The caller's AbortSignal fired. A command already written may still be carried out.
 * The caller did not want it any more.
 */
export class AbortedError extends EslError {
  override readonly name = "AbortedError";
  declare readonly command: string;
  constructor(command: string, reason?: unknown) {
    super(`${command}: aborted`, { command }, { cause: reason });
  }
}

/** The end of the link as a single command, or a job, sees it. */
export function inFlight(error: EslError, label: string): EslError {
  return error instanceof ClosedError
    ? new ClosedError(label)
    : new ConnectionLostError(error.message, label, { cause: error });
}

/** More commands wait for their reply than the limit allows; nothing was written. */
export class BusyError extends EslError {
  override readonly name = "BusyError";
  declare readonly command: string;
  declare readonly pending: number;
  constructor(command: string, pending: number) {
    super(`${command}: ${pending} commands are waiting for the switch already`, {
      command,
      pending,
    });
  }
  /** The queue drains as the switch answers. */
  override shouldRetry(): boolean {
    return true;
  }
}

/**
 * The call ended, or left this connection, before what was asked of it was done. `hangupCause` is e.g. `NORMAL_CLEARING`,
 * and undefined when the call lives on elsewhere or the switch did not say.
 * Calls do not come back.
 */
export class CallEndedError extends EslError {
  override readonly name = "CallEndedError";
  declare readonly uuid: string;
  declare readonly command: string | undefined;
  declare readonly hangupCause: string | undefined;
  constructor(uuid: string, hangupCause?: string, command?: string) {
    const what =
      hangupCause === undefined ? "ended or left this connection" : `ended (${hangupCause})`;
    super(`the call ${uuid} ${what}${command === undefined ? "" : `: ${command}`}`, {
      uuid,
      hangupCause,
      command,
    });
  }
}
