import type { Duplex } from "node:stream";
import type { WireCommand } from "./command.js";
import {
  AbortedError,
  AccessDeniedError,
  BusyError,
  ClosedError,
  ConnectionLostError,
  EslError,
} from "./errors.js";
import type { Frame } from "./frame.js";
import { FrameDecoder } from "./frame-decoder.js";
import { ReplyQueue } from "./reply-queue.js";
import type { EslLogger, FrameLimits } from "./types.js";

export interface LinkOptions {
  readonly limits: Partial<FrameLimits>;
  readonly maxPending: number;
  readonly logger: EslLogger;
}

/** What a link tells its owner. None of these may throw. */
export interface LinkHandlers {
  event(frame: Frame): void;
  log(frame: Frame): void;
  /** A caller got its answer or gave up. */
  settled(): void;
  /** The switch announces an end: of the link, or, lingering, of the call the link belongs to. */
  notice?(frame: Frame): void;
}

export interface RequestOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Sees the reply before any later frame is looked at. Must not throw. */
  readonly onReply?: ((frame: Frame) => void) | undefined;
}

/**
 * One connection from its first byte to its end. It never comes back to life: each dial makes a new one, with fresh
 * framing and an empty queue.
 */
export class Link {
  /** Settles with the switch's greeting; rejects when the link ends before. */
  readonly greeted: Promise<void>;
  /** When the last bytes arrived, by `Date.now`. */
  lastActivity = Date.now();
  readonly #transport: Duplex;
  readonly #options: LinkOptions;
  readonly #handlers: LinkHandlers;
  readonly #decoder: FrameDecoder;
  readonly #replies: ReplyQueue;
  #greet: { resolve(): void; reject(error: EslError): void } = { resolve() {}, reject() {} };
  #error: EslError | undefined;
  #held = false;
  #leaving = false;
  #pumping = false;
  readonly #endListeners: ((error: EslError) => void)[] = [];

  constructor(transport: Duplex, options: LinkOptions, handlers: LinkHandlers) {
    this.#transport = transport;
    this.#options = options;
    this.#handlers = handlers;
    this.#decoder = new FrameDecoder(options.limits);
    this.#replies = new ReplyQueue(() => handlers.settled());
    this.greeted = new Promise((resolve, reject) => {
      this.#greet = { resolve, reject };
    });
    this.greeted.catch(() => {});
    this.#attach();
  }

  /** Told once, before the pending commands are; at once when the link has ended already. */
  onEnd(listener: (error: EslError) => void): void {
    if (this.#error === undefined) this.#endListeners.push(listener);
    else listener(this.#error);
  }

  /** Why the link ended; undefined while it lives. */
  get error(): EslError | undefined {
    return this.#error;
  }

  /** Commands somebody waits for. */
  get waiting(): number {
    return this.#replies.waiting;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Writes a command and waits for its reply frame. */
  request(command: WireCommand, options: RequestOptions): Promise<Frame> {
    const { label, bytes } = command;
    const refusal = this.#refusal(label, options.signal);
    if (refusal !== undefined) return Promise.reject(refusal);
    const reply = this.#replies.expect({ label, isApi: /^api/i.test(label), ...options });
    this.#transport.write(bytes);
    return reply;
  }

  /** Stops reading until `release`; what is decoded already stays where it is. */
  hold(): void {
    if (this.#held || this.#error !== undefined) return;
    this.#held = true;
    this.#transport.pause();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    // The silence was ours.
    this.lastActivity = Date.now();
    this.#pump();
    if (!this.#held && this.#error === undefined) this.#transport.resume();
  }

  /** From now on the end of the link is our own wish, whoever closes it. */
  expectEnd(): void {
    this.#leaving = true;
  }

  /** Ends the link; the first error stands. The one place where pending commands are rejected. */
  end(error: EslError): void {
    if (this.#error !== undefined) return;
    const reason = this.#leaving ? new ClosedError() : error;
    this.#error = reason;
    this.#transport.destroy();
    for (const listener of this.#endListeners) listener(reason);
    this.#greet.reject(reason);
    this.#replies.fail((label) => inFlight(reason, label));
  }

  /**
   * Answers the oldest command with a header block that came without its end. The reply to `userauth` is cut at 512 bytes,
   * blank line included, when the permission lists are long (mod_event_socket.c).
   */
  acceptUnterminatedReply(): void {
    const frame = this.#decoder.takeUnterminated(
      /^Content-Type: command\/reply\nReply-Text: \+OK accepted\n/,
    );
    if (frame !== undefined) this.#dispatchSafely(frame);
  }

  #attach(): void {
    const transport = this.#transport;
    transport.on("data", (chunk: Buffer) => {
      this.lastActivity = Date.now();
      this.#decoder.push(chunk);
      this.#pump();
    });
    // Stays attached to the end: an error after the end must not become an uncaught one.
    transport.on("error", (cause) =>
      this.end(new ConnectionLostError(`link failed: ${cause.message}`, undefined, { cause })),
    );
    const closed = () => this.end(new ConnectionLostError("the other end closed the link"));
    transport.on("end", closed);
    transport.on("close", closed);
  }

  #refusal(label: string, signal: AbortSignal | undefined): EslError | undefined {
    if (this.#error !== undefined) return inFlight(this.#error, label);
    if (signal?.aborted === true) return new AbortedError(label, signal.reason);
    const { size } = this.#replies;
    return size >= this.#options.maxPending ? new BusyError(label, size) : undefined;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (!this.#held && this.#error === undefined) {
        const frame = this.#decoder.next();
        if (frame === undefined) break;
        this.#dispatch(frame);
      }
    } catch (error) {
      this.end(asEslError(error));
    } finally {
      this.#pumping = false;
    }
  }

  #dispatchSafely(frame: Frame): void {
    try {
      this.#dispatch(frame);
    } catch (error) {
      this.end(asEslError(error));
    }
  }

  #dispatch(frame: Frame): void {
    const type = frame.contentType;
    if (type.startsWith("text/event-")) this.#handlers.event(frame);
    else if (type === "command/reply" || type === "api/response") this.#replies.deliver(frame);
    else if (type === "log/data") this.#handlers.log(frame);
    else if (type === "auth/request") this.#greet.resolve();
    else if (type === "text/rude-rejection")
      this.end(new AccessDeniedError(frame.body.toString("utf8").trim()));
    else if (type === "text/disconnect-notice") this.#onNotice(frame);
    else this.#options.logger.warn("frame of unknown type ignored", { contentType: type });
  }

  #onNotice(frame: Frame): void {
    this.#handlers.notice?.(frame);
    // With linger the switch still sends events; the end is announced by another notice.
    if (frame.headers.get("Content-Disposition") === "linger") return;
    const [text = ""] = frame.body.toString("utf8").split("\n");
    this.end(new ConnectionLostError(`the switch ended the connection: ${text}`));
  }
}

/** The end of the link as a single command, or a job, sees it. */
export function inFlight(error: EslError, label: string): EslError {
  if (error instanceof ClosedError) return new ClosedError(label);
  return new ConnectionLostError(error.message, label, { cause: error });
}

function asEslError(error: unknown): EslError {
  if (error instanceof EslError) return error;
  return new ConnectionLostError("internal error while decoding", undefined, { cause: error });
}
