import type { LiveState } from "./types.js";

/**
 * Every event of a conference carries the switch's own count of its members. A count that goes on differing from ours
 * means that an event was lost: the switch drops events silently when a queue is full (mod_event_socket.c).
 */
export class SizeWatch {
  readonly #waitMs: number;
  readonly #onMismatch: () => void;
  readonly #expected = new Map<string, number>();
  /** Differences that a snapshot has shown to be the switch's way of counting. */
  readonly #excused = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(waitMs: number, onMismatch: () => void) {
    this.#waitMs = waitMs;
    this.#onMismatch = onMismatch;
  }

  saw(key: string, size: number, state: LiveState): void {
    const members = state.conferences.get(key)?.members.size;
    if (members === undefined || members === size) {
      this.#expected.delete(key);
      this.#excused.delete(key);
      return;
    }
    if (this.#excused.get(key) === size - members) return;
    this.#expected.set(key, size);
    this.#timer ??= setTimeout(() => this.#look(), this.#waitMs).unref();
  }

  /** A snapshot has just been taken over: what differs now is not for want of events. */
  settle(state: LiveState): void {
    for (const [key, size] of this.#expected) {
      const members = state.conferences.get(key)?.members.size;
      if (members !== undefined && members !== size) this.#excused.set(key, size - members);
    }
    this.#expected.clear();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#expected.size > 0) this.#onMismatch();
  }
}
