import { encodeCommand } from "./command.js";
import { ConnectionLostError, TimeoutError } from "./errors.js";
import type { Link } from "./link.js";

/** No such command: the socket itself answers that at once, without running anything in the switch. */
const PROBE = encodeCommand("noop", {}, "liveness probe");

/**
 * Finds links whose other end is gone without a word. After `idleMs` of silence it asks a question, after as much again
 * without an answer it ends the link. While commands are awaited (an `api` may keep the switch silent for a minute) their
 * own timeouts rule, and while reading is paused silence means nothing.
 */
export class Watchdog {
  readonly #link: Link;
  readonly #idleMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(link: Link, idleMs: number) {
    this.#link = link;
    this.#idleMs = idleMs;
    this.#arm(idleMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#check(), delayMs);
    this.#timer.unref();
  }

  #check(): void {
    const idle = Date.now() - this.#link.lastActivity;
    if (this.#link.held || this.#link.waiting > 0) this.#arm(this.#idleMs);
    else if (idle < this.#idleMs) this.#arm(this.#idleMs - idle);
    else void this.#probe();
  }

  async #probe(): Promise<void> {
    const asked = Date.now();
    try {
      await this.#link.request(PROBE, { timeoutMs: this.#idleMs });
    } catch (error) {
      const silent = this.#link.lastActivity <= asked && !this.#link.held;
      if (error instanceof TimeoutError && silent) {
        const sinceMs = Date.now() - this.#link.lastActivity;
        this.#link.end(new ConnectionLostError(`no sign of life for ${sinceMs} ms`));
      }
    }
    if (this.#link.error === undefined && this.#timer !== undefined) this.#arm(this.#idleMs);
  }
}
