import { once } from "node:events";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type ListenOptions,
  type Server,
  type Socket,
} from "node:net";
import type { Duplex } from "node:stream";
import { CallEndedError } from "../errors.js";
import { Emitter } from "../events/emitter.js";
import { startTimer } from "../waiting/timer.js";
import { Call } from "./call.js";
import { CallSession } from "./call-session.js";
import { TooManyCallsError } from "./errors.js";
import { type OutboundOptions, type OutboundSettings, settleOutbound } from "./options.js";

/**
 * Handles one call. When it returns a promise, the call is hung up once that is fulfilled, unless it has left or
 * `whenDone` says otherwise; wait for `call.ended` to keep it. When it throws, that one call is hung up, unless somebody has
 * transferred it meanwhile.
 */
export type CallHandler = (call: Call) => void | Promise<void>;

/** What a server tells its listeners. */
export interface OutboundEvents {
  call: [call: Call];
  /** A handler, or a listener of a call, threw. Without a listener, and without a logger, the error surfaces as an uncaught one. */
  handlerError: [error: unknown, call: Call];
  /** A connection that became no call. */
  refused: [error: unknown];
  /** The listening socket failed. */
  error: [error: Error];
}

type Listener<K extends keyof OutboundEvents> = (...args: OutboundEvents[K]) => void;

/** As the switch has it at its end of these connections; the system's own two hours are longer than any call. */
const KEEP_ALIVE_MS = 30_000;
const FAILED_CAUSE = "NORMAL_TEMPORARY_FAILURE";
const BUSY_CAUSE = "NORMAL_CIRCUIT_CONGESTION";

/** Takes the calls that the dialplan application `socket` hands over. */
export class OutboundServer {
  readonly #handler: CallHandler;
  readonly #settings: OutboundSettings;
  readonly #server: Server;
  readonly #emitter = new Emitter<OutboundEvents>((error) => surface(error));
  readonly #calls = new Set<Call>();
  readonly #running = new Set<Promise<void>>();
  #closing: Promise<void> | undefined;

  constructor(handler: CallHandler, options: OutboundOptions = {}) {
    this.#handler = handler;
    this.#settings = settleOutbound(options);
    const alive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
    this.#server = createTcpServer({ noDelay: true, ...alive, ...options.server });
    this.#server.on("connection", (socket: Socket) => void this.accept(socket));
    this.#server.on("error", (error) => this.#emitter.emit("error", error));
  }

  /** Calls that are with us now. */
  get calls(): ReadonlySet<Call> {
    return this.#calls;
  }

  /** @throws (rejects) when the address cannot be listened on */
  async listen(options: ListenOptions): Promise<AddressInfo | string> {
    this.#server.listen(options);
    await once(this.#server, "listening");
    return this.address();
  }

  /** @throws Error when the server does not listen */
  address(): AddressInfo | string {
    const address = this.#server.address();
    if (address === null) throw new Error("the server does not listen");
    return address;
  }

  /** Takes a connection that was made elsewhere, as if it had come in here. Settles when it has ended. */
  accept(transport: Duplex): Promise<void> {
    const run = this.#run(transport).finally(() => this.#running.delete(run));
    this.#running.add(run);
    return run;
  }

  /**
   * Takes no more calls and waits for those that are here. After `graceMs` (10 s unless told) they are hung up, and soon
   * after that their connections are cut.
   */
  close(options: { graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(options.graceMs ?? 10_000);
    return this.#closing;
  }

  on<K extends keyof OutboundEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.on(event, listener);
    return this;
  }

  off<K extends keyof OutboundEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.off(event, listener);
    return this;
  }

  async #run(transport: Duplex): Promise<void> {
    let session: CallSession;
    try {
      session = await CallSession.open(transport, this.#settings);
    } catch (error) {
      this.#settings.logger.warn("a connection became no call", { error });
      this.#emitter.emit("refused", error);
      return;
    }
    const call: Call = new Call(session, this.#settings, (error) => this.#report(error, call));
    if (this.#calls.size >= this.#settings.maxCalls || this.#closing !== undefined)
      await this.#turnAway(call, session);
    else await this.#serve(call, session);
    await session.release();
  }

  async #serve(call: Call, session: CallSession): Promise<void> {
    this.#calls.add(call);
    try {
      this.#emitter.emit("call", call);
      const handled = this.#handle(call);
      session.intake.open();
      await handled;
      await call.ended;
    } finally {
      this.#calls.delete(call);
    }
  }

  async #handle(call: Call): Promise<void> {
    try {
      const handled = this.#handler(call);
      if (handled === undefined) return;
      await handled;
      if (call.leaving) await call.leave();
      else if (this.#settings.hangUpWhenDone) await this.#hangUp(call);
    } catch (error) {
      const isEnd = isOwnEnd(error, call);
      if (!isEnd) this.#report(error, call);
      if (call.transferred) await call.leave();
      else if (!isEnd) await this.#hangUp(call, FAILED_CAUSE);
    }
  }

  async #turnAway(call: Call, session: CallSession): Promise<void> {
    this.#emitter.emit("refused", new TooManyCallsError(call.uuid, this.#calls.size));
    session.intake.open();
    await this.#hangUp(call, this.#closing === undefined ? BUSY_CAUSE : FAILED_CAUSE);
  }

  /** A hangup that fails is no reason to keep the connection. */
  async #hangUp(call: Call, cause?: string): Promise<void> {
    const { closeMs, commandMs } = this.#settings.timeouts;
    const late = new Promise<void>((resolve) => {
      const stop = startTimer(closeMs + commandMs, resolve);
      void call.ended.then(stop);
    });
    await Promise.race([call.hangup(cause), late]).catch(() => {});
    if (call.up) await call.leave();
  }

  async #close(graceMs: number): Promise<void> {
    if (this.#server.listening) {
      const closed = once(this.#server, "close");
      this.#server.close();
      await Promise.race([closed, this.#settled(graceMs)]);
    } else await this.#settled(graceMs);
    const mine = [...this.#calls].filter((call) => !call.transferred);
    await Promise.all(mine.map((call) => this.#hangUp(call, FAILED_CAUSE)));
    await Promise.all([...this.#calls].map((call) => call.leave()));
    await this.#settled(this.#settings.timeouts.closeMs);
  }

  /** All calls are gone, or the time is over. */
  async #settled(graceMs: number): Promise<void> {
    let stop = (): void => {};
    const late = new Promise<void>((resolve) => {
      stop = startTimer(graceMs, resolve);
    });
    await Promise.race([Promise.all(this.#running), late]);
    stop();
  }

  #report(error: unknown, call: Call): void {
    const { logger, hasLogger } = this.#settings;
    logger.error("the handler of a call threw", { uuid: call.uuid, error });
    if (this.#emitter.count("handlerError") > 0) this.#emitter.emit("handlerError", error, call);
    else if (!hasLogger) surface(error);
  }
}

/** @example createServer(async (call) => { await call.answer(); }).listen({ port: 8084 }); */
export function createServer(handler: CallHandler, options: OutboundOptions = {}): OutboundServer {
  return new OutboundServer(handler, options);
}

function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** The caller hung up, or was sent elsewhere, while the handler waited for something: the usual end of a call. */
function isOwnEnd(error: unknown, call: Call): boolean {
  if (!(error instanceof CallEndedError) || error.uuid !== call.uuid) return false;
  return !call.up || call.transferred;
}
