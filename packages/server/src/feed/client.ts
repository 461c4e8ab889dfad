import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import type { Account } from "../accounts/index.js";
import type { User } from "../xml-state/index.js";
import { textFrame } from "./frame.js";

/** The server's side of RFC 6455, section 7.4.1. */
export const CLOSE_POLICY = 1008;
export const CLOSE_GOING_AWAY = 1001;

export interface ClientLimits {
  /** Bytes that may wait for one client; with more it is sent nothing until it has read them. */
  readonly maxWaitingBytes: number;
  /** How long a client may go without reading what waits for it. */
  readonly maxLagMs: number;
  /** How often a lagging client is looked at. */
  readonly lagCheckMs: number;
  /** Between pings; a client that has not answered the last two is gone. */
  readonly pingMs: number;
  /** Commands of one client that may be under way at once. */
  readonly maxCommands: number;
}

export const DEFAULT_LIMITS: ClientLimits = {
  maxWaitingBytes: 4 * 1024 * 1024,
  maxLagMs: 60_000,
  lagCheckMs: 250,
  pingMs: 30_000,
  maxCommands: 256,
};

/** Texts for many clients, framed once for all of them. */
export class Batch {
  readonly texts: readonly string[];
  #frames: Buffer | undefined;

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  get frames(): Buffer {
    this.#frames ??= Buffer.concat(this.texts.map(textFrame));
    return this.#frames;
  }
}

/**
 * One connection. What it does not read costs at most `maxWaitingBytes` and one batch: beyond that it lags, is sent
 * nothing, and gets the whole state anew once it has caught up.
 */
export class FeedClient {
  readonly account: Account<User>;
  readonly socket: WebSocket;
  /** Commands under way. */
  commands = 0;
  readonly #transport: Socket | undefined;
  readonly #limits: ClientLimits;
  readonly #onCaughtUp: () => void;
  readonly #ping: NodeJS.Timeout;
  #lag: { readonly timer: NodeJS.Timeout; readonly since: number } | undefined;
  #unanswered = 0;

  constructor(
    socket: WebSocket,
    transport: Socket | undefined,
    account: Account<User>,
    limits: ClientLimits,
    onCaughtUp: (client: FeedClient) => void,
  ) {
    this.socket = socket;
    this.account = account;
    this.#transport = transport;
    this.#limits = limits;
    this.#onCaughtUp = () => onCaughtUp(this);
    this.#ping = setInterval(() => this.#probe(), limits.pingMs).unref();
    socket.on("pong", () => {
      this.#unanswered = 0;
    });
  }

  get lagging(): boolean {
    return this.#lag !== undefined;
  }

  send(batch: Batch): void {
    if (this.#lag || this.socket.readyState !== this.socket.OPEN) return;
    // Looked at before writing, so that a state larger than the limit still reaches a client that reads.
    if (this.socket.bufferedAmount > this.#limits.maxWaitingBytes) {
      this.#startToLag();
      return;
    }
    // The library would frame and write the same texts anew for each client; whole frames may be written beside it as
    // long as it compresses nothing, for then its own writes are immediate and whole as well.
    if (this.#transport) this.#transport.write(batch.frames);
    else for (const text of batch.texts) this.socket.send(text);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  /** The connection is over. */
  dispose(): void {
    clearInterval(this.#ping);
    if (this.#lag) clearInterval(this.#lag.timer);
    this.#lag = undefined;
  }

  #startToLag(): void {
    const timer = setInterval(() => this.#look(), this.#limits.lagCheckMs).unref();
    this.#lag = { timer, since: Date.now() };
  }

  #look(): void {
    if (!this.#lag) return;
    if (Date.now() - this.#lag.since > this.#limits.maxLagMs) this.socket.terminate();
    else if (this.socket.bufferedAmount === 0) {
      clearInterval(this.#lag.timer);
      this.#lag = undefined;
      this.#onCaughtUp();
    }
  }

  #probe(): void {
    if (this.#lag) return;
    if (this.#unanswered >= 2) this.socket.terminate();
    this.#unanswered += 1;
    this.socket.ping();
  }
}
