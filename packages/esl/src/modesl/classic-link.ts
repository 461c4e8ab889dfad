import type { Duplex } from "node:stream";
import { encodeCommand, type WireCommand } from "../commands/command.js";
import { ClosedError, ConnectionLostError, type EslError } from "../errors.js";
import type { Frame } from "../framing/frame.js";
import { replyQueue } from "../link/reply-queue.js";
import { startTimer } from "../waiting/timer.js";
import { FrameReader } from "./frame-reader.js";

export interface ClassicLinkHandlers {
  /** After the command it answers, if any, has been told. */
  frame(frame: Frame): void;
  /** Told once, before the pending commands are. */
  end(error: EslError): void;
}

/** How one command's waiting ends: exactly one of the two is called, once. */
export interface Waiter {
  reply(frame: Frame): void;
  fail(error: EslError): void;
}

const GOODBYE_MS = 1_000;
/** A late answer is better than none: the classic interface knows no timeouts. */
const NO_TIMEOUT = Number.POSITIVE_INFINITY;

/**
 * Commands and frames of one socket. Commands wait until `open`: before the login the switch refuses everything, and the
 * reply to the very first command on an outbound socket belongs to `connect`.
 */
export class ClassicLink {
  readonly #socket: Duplex;
  readonly #handlers: ClassicLinkHandlers;
  readonly #reader: FrameReader;
  readonly #replies = replyQueue();
  readonly #labels: string[] = [];
  #held: { command: WireCommand; waiter: Waiter }[] | undefined = [];
  #error: EslError | undefined;
  #leaving = false;

  constructor(socket: Duplex, handlers: ClassicLinkHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.#reader = new FrameReader(socket, {
      frame: (frame) => this.#accept(frame),
      end: (error) => this.#onEnd(error),
    });
  }

  get ended(): boolean {
    return this.#reader.ended;
  }

  /** `exit` has been said. */
  get leaving(): boolean {
    return this.#leaving;
  }

  /** Names of the commands whose reply is outstanding. */
  get pending(): readonly string[] {
    return this.#labels;
  }

  /** Writes now, or when the link is opened. */
  send(command: WireCommand, waiter: Waiter): void {
    if (this.#error !== undefined) waiter.fail(this.#error);
    else if (this.#leaving) waiter.fail(new ClosedError(command.label));
    else if (this.#held !== undefined) this.#held.push({ command, waiter });
    else this.sendAtOnce(command, waiter);
  }

  /** For the login itself. */
  sendAtOnce(command: WireCommand, waiter: Waiter): void {
    if (this.#error !== undefined) return waiter.fail(this.#error);
    const { label, bytes } = command;
    this.#labels.push(label);
    const onReply = (frame: Frame) => waiter.reply(frame);
    this.#replies
      .expect({ label, timeoutMs: NO_TIMEOUT, onReply })
      .catch((error: EslError) => waiter.fail(error));
    this.#socket.write(bytes);
  }

  /** Lets the commands go that were held, in their order. */
  open(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { command, waiter } of held) this.send(command, waiter);
  }

  /** Ends the waiting of the held commands; later ones are written. */
  refuseHeld(error: EslError): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { waiter } of held) waiter.fail(error);
  }

  /** Says `exit`; cuts the link when the switch does not close it. */
  leave(): void {
    if (this.#leaving || this.ended) return;
    this.#leaving = true;
    this.refuseHeld(new ClosedError());
    this.sendAtOnce(encodeCommand("exit"), { reply() {}, fail() {} });
    this.#socket.end();
    const stopLate = startTimer(GOODBYE_MS, () => this.#reader.stop(new ClosedError()));
    this.#socket.once("close", stopLate);
  }

  #accept(frame: Frame): void {
    const type = frame.contentType;
    // A reply nobody asked for is shown to the listeners and nothing more.
    const isReply = type === "command/reply" || type === "api/response";
    if (isReply && this.#replies.size > 0) {
      this.#labels.shift();
      this.#replies.deliver(frame);
    }
    if (!this.ended) this.#handlers.frame(frame);
  }

  #onEnd(error: EslError): void {
    this.#socket.destroy();
    const reason = this.#leaving ? new ClosedError() : error;
    this.#error = reason;
    this.#handlers.end(reason);
    this.refuseHeld(reason);
    this.#labels.length = 0;
    this.#replies.fail((label) =>
      this.#leaving
        ? new ClosedError(label)
        : new ConnectionLostError(reason.message, label, { cause: reason }),
    );
  }
}
