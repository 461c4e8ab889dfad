import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import { type CommandExtra, encodeCommand, type WireCommand } from "../commands/command.js";
import { assertSafe } from "../commands/safe.js";
import {
  AccessDeniedError,
  AuthFailedError,
  ClosedError,
  CommandError,
  ConnectionLostError,
  type EslError,
} from "../errors.js";
import type { Frame } from "../framing/frame.js";
import { splitCallback, trimLineEnds } from "./argument-list.js";
import { ClassicLink, type Waiter } from "./classic-link.js";
import type { Event } from "./event.js";
import { channelsOf } from "./event-channel.js";
import { REQUIRED_EVENTS } from "./event-list.js";
import { FailedCommandError } from "./failed-command-error.js";
import { doLog } from "./log.js";
import { PendingAnswers } from "./pending-answers.js";
import { type Arrival, toArrival } from "./to-event.js";
import type { AuthCallback, Callback, ConnectionEvents } from "./types.js";
import { runSafely, WildcardEmitter } from "./wildcard-emitter.js";

/** A peer that does not greet by then is no switch, or one that is logged in to already. */
const GREETING_MS = 1_000;
const IGNORED: Waiter = { reply() {}, fail() {} };
const SUBSCRIBE = `event json ${REQUIRED_EVENTS.join(" ")}`;

/** One link from its first byte to its end: login or `connect`, frames to events, and what everybody waits for. */
export abstract class ConnectionCore extends WildcardEmitter<ConnectionEvents> {
  authed = false;
  connecting = true;
  /** The answer to `connect` on an outbound connection. */
  channelData: Event | null = null;
  password: string | undefined;
  /** Why the link ended or the login failed: AccessDeniedError, AuthFailedError, ConnectionLostError, ProtocolError, ClosedError. */
  lastError: EslError | undefined;
  protected readonly jobs = new PendingAnswers();
  protected readonly executions = new PendingAnswers();
  protected readonly outbound: boolean;
  readonly #socket: Duplex;
  readonly #link: ClassicLink;
  readonly #onReady: (() => unknown) | undefined;
  #up = false;
  #stopGreeting: () => void = () => {};
  #latest: { readonly frame: Frame; readonly arrival: Arrival } | undefined;

  protected constructor(args: readonly unknown[]) {
    super();
    const { callback, rest } = splitCallback<() => unknown>(args);
    const [first, second, third, fourth] = rest;
    this.outbound = typeof first === "object" && first !== null;
    this.#onReady = callback;
    if (!this.outbound) this.password = String(third ?? "");
    this.#socket = this.outbound ? (first as Duplex) : dial(first, second, fourth);
    this.#link = new ClassicLink(this.#socket, {
      frame: (frame) => this.#onFrame(frame),
      end: (error) => this.#onEnd(error),
    });
    if (this.outbound) this.#takeOver();
    else this.#socket.once("connect", () => this.#onConnect());
  }

  /** null after the end, and after `disconnect`. */
  get socket(): Duplex | null {
    return this.#link.ended || this.#link.leaving ? null : this.#socket;
  }

  /** Sockets that are connected: the login may still be under way. */
  connected(): boolean {
    return this.#up && !this.#link.ended && this.lastError === undefined;
  }

  /** Commands written whose reply is outstanding, API commands aside. */
  get cmdCallbackQueue(): readonly string[] {
    return this.#link.pending.filter((label) => !/^api/i.test(label));
  }

  /** API commands written whose reply is outstanding. */
  get apiCallbackQueue(): readonly string[] {
    return this.#link.pending.filter((label) => /^api/i.test(label));
  }

  /** Logs in; the library does so by itself when the switch asks for it. */
  auth(callback?: AuthCallback): void {
    const fail = (error: EslError) => {
      this.lastError ??= error;
      runSafely(() => callback?.(error));
    };
    const reply = (frame: Frame) => this.#onAuthReply(frame, callback);
    try {
      const password = assertSafe(this.password ?? "", "password");
      this.#link.sendAtOnce(encodeCommand(`auth ${password}`, {}, "auth"), { reply, fail });
    } catch (error) {
      fail(error as EslError);
    }
  }

  /** Says `exit` and ends; what is pending is answered by an error. */
  disconnect(): void {
    this.lastError ??= new ClosedError();
    if (this.#up) this.#link.leave();
    else this.#socket.destroy();
  }

  /**
   * Writes a command. What must not reach the wire fails like everything else: by the waiter, or when there is none by "error".
   */
  protected request(line: string, extra: CommandExtra, waiter: Partial<Waiter>): void {
    const label = trimLineEnds(line);
    const refuse = waiter.fail ?? ((error: EslError) => this.emit("error", error));
    let command: WireCommand;
    try {
      command = encodeCommand(label, extra);
    } catch (error) {
      const reason = error as EslError;
      queueMicrotask(() => refuse(reason));
      return;
    }
    // Commands that nobody waits for end silently with the link, which is told by itself; later ones are a mistake.
    const fail = this.socket === null ? refuse : (waiter.fail ?? IGNORED.fail);
    this.#link.send(command, { reply: waiter.reply ?? IGNORED.reply, fail });
  }

  /** A waiter that hands reply or failure to a callback of the classic kind. */
  protected waiterFor(label: string, callback: Callback | undefined): Partial<Waiter> {
    if (callback === undefined) return {};
    return {
      reply: (frame) => {
        const { event, headers, body } = this.#arrivalOf(frame);
        runSafely(() => Reflect.apply(callback, this, [event, headers, body]));
      },
      fail: (error) => tell(this, callback, label, error),
    };
  }

  /** The callback and the listeners get the same event, as a program may mark it. */
  #arrivalOf(frame: Frame): Arrival {
    if (this.#latest?.frame !== frame) this.#latest = { frame, arrival: toArrival(frame) };
    return this.#latest.arrival;
  }

  #onConnect(): void {
    this.#up = true;
    this.connecting = false;
    this.emit("esl::connect");
    const timer = setTimeout(() => this.#link.open(), GREETING_MS);
    this.#stopGreeting = () => clearTimeout(timer);
  }

  /** The switch speaks only after `connect` on a connection it made. */
  #takeOver(): void {
    this.#up = true;
    this.connecting = false;
    const fail = (error: EslError) => {
      this.lastError ??= error;
    };
    this.#link.sendAtOnce(encodeCommand("connect"), {
      reply: (frame) => this.#onConnectReply(frame),
      fail,
    });
  }

  #onConnectReply(frame: Frame): void {
    const { event } = this.#arrivalOf(frame);
    const text = String(event.getHeader("Reply-Text") ?? "").trimEnd();
    if (text.startsWith("-ERR")) {
      const error = new CommandError("connect", text);
      this.lastError = error;
      this.#link.refuseHeld(error);
      return;
    }
    this.channelData = event;
    this.authed = true;
    // Without "full" the switch refuses `event`; `myevents` gives the results of applications then.
    const mayListen = event.getHeader("Control") !== "single-channel";
    this.#link.sendAtOnce(encodeCommand(mayListen ? SUBSCRIBE : "myevents json"), IGNORED);
    // Not before the listeners have seen CHANNEL_DATA.
    queueMicrotask(() => {
      this.#link.open();
      this.#tellReady();
    });
  }

  #onAuthReply(frame: Frame, callback: AuthCallback | undefined): void {
    const { event } = this.#arrivalOf(frame);
    const text = String(event.getHeader("Reply-Text") ?? "").trimEnd();
    if (!text.startsWith("+OK")) {
      const error = new AuthFailedError(text);
      if (!this.authed) this.lastError = error;
      this.emit("esl::event::auth::fail", event, {}, "");
      this.#link.refuseHeld(error);
      runSafely(() => callback?.(error, event));
      return;
    }
    const first = !this.authed;
    this.authed = true;
    this.emit("esl::event::auth::success", event, {}, "");
    if (first) {
      this.#link.sendAtOnce(encodeCommand(SUBSCRIBE), IGNORED);
      this.#link.open();
      this.#tellReady();
    }
    runSafely(() => callback?.(null, event));
  }

  #tellReady(): void {
    runSafely(() => this.#onReady?.call(this));
    this.emit("esl::ready");
  }

  #onFrame(frame: Frame): void {
    this.#stopGreeting();
    const { event, headers, body } = this.#arrivalOf(frame);
    if (frame.contentType === "text/rude-rejection") {
      this.lastError = new AccessDeniedError(body.trim());
      this.emit("esl::event::auth::fail", event, headers, body);
    }
    if (frame.contentType === "log/data") {
      doLog(event);
      this.emitExact("esl::event::logdata", event, headers, body);
    }
    this.#answerWaiting(event);
    for (const name of channelsOf(frame, event)) this.emit(name, event, headers, body);
    if (frame.contentType === "auth/request") this.auth();
  }

  #answerWaiting(event: Event): void {
    const type = event.getType();
    if (type === "BACKGROUND_JOB") this.jobs.take(String(event.getHeader("Job-UUID")))?.done(event);
    if (type === "CHANNEL_EXECUTE_COMPLETE")
      this.executions.take(String(event.getHeader("Application-UUID")))?.done(event);
  }

  #onEnd(error: EslError): void {
    this.#stopGreeting();
    this.lastError ??= error;
    const reason = this.lastError;
    this.connecting = false;
    const lost = (label: string) =>
      reason instanceof ClosedError
        ? new ClosedError(label)
        : new ConnectionLostError(reason.message, label, { cause: reason });
    // Told once: "error" when it never came up, "esl::end" when it did.
    if (this.#up) this.emit("esl::end");
    else if (!(reason instanceof ClosedError)) this.emit("error", socketError(error));
    this.jobs.fail(lost);
    this.executions.fail(lost);
    this.onLost(lost);
  }

  /** The link has ended: for those who wait for an event. */
  protected abstract onLost(toError: (label: string) => EslError): void;
}

/** Calls a callback of the classic kind with an error in place of the event. */
export function tell(
  connection: ConnectionCore,
  callback: Callback,
  label: string,
  error: EslError,
): void {
  const failed = new FailedCommandError(label, error);
  const headers = { "Reply-Text": String(failed.getHeader("Reply-Text")) };
  runSafely(() => Reflect.apply(callback, connection, [failed, headers, failed.getBody()]));
}

function dial(host: unknown, port: unknown, localAddress: unknown): Duplex {
  return connectSocket({
    host: host === undefined || host === null ? "127.0.0.1" : String(host),
    port: Number(port),
    noDelay: true,
    keepAlive: true,
    ...(typeof localAddress === "string" ? { localAddress } : {}),
  });
}

/** Programs look at the `code` of the system's own error (ECONNREFUSED …). */
function socketError(error: EslError): Error {
  return error.cause instanceof Error ? error.cause : error;
}
