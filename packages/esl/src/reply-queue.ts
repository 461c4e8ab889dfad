import { type EslError, ProtocolError } from "./errors.js";
import type { Frame } from "./frame.js";
import { type Wait, watchWait } from "./watch-wait.js";

/** What is known about a command that waits for its reply. */
export interface Expectation extends Wait {
  /** Only `api` is answered by an api/response (or by a command/reply when it is refused). */
  readonly isApi: boolean;
  /** Sees the reply before any later frame is looked at, even when the caller gave up. Must not throw. */
  readonly onReply?: ((frame: Frame) => void) | undefined;
}

interface Slot {
  readonly expectation: Expectation;
  /** Gone once the caller has its answer, a timeout or an abort: the slot stays for the late reply. */
  caller:
    | { resolve(frame: Frame): void; reject(error: EslError): void; release(): void }
    | undefined;
}

/**
 * Replies carry no id, the switch answers strictly in order. So every written command takes a slot and keeps it
 * until its reply comes, whether anybody still waits for it or not.
 */
export class ReplyQueue {
  #slots: Slot[] = [];
  #head = 0;
  #waiting = 0;
  readonly #onSettled: () => void;

  /** @param onSettled told whenever a caller stops waiting */
  constructor(onSettled: () => void = () => {}) {
    this.#onSettled = onSettled;
  }

  /** Slots taken, abandoned ones included. */
  get size(): number {
    return this.#slots.length - this.#head;
  }

  /** Slots somebody waits for. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes the next slot. Call it before the command is written. */
  expect(expectation: Expectation): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const slot: Slot = { expectation, caller: undefined };
      const release = watchWait(expectation, (error) => this.#settle(slot)?.reject(error));
      slot.caller = { resolve, reject, release };
      this.#slots.push(slot);
      this.#waiting++;
    });
  }

  /**
   * Hands a reply to the oldest slot.
   * @throws ProtocolError when no command waits for one, or the oldest cannot be answered in this way
   */
  deliver(frame: Frame): void {
    const oldest = this.#slots[this.#head];
    if (oldest === undefined) {
      throw new ProtocolError("UNEXPECTED_REPLY", "a reply came that no command waits for");
    }
    // A mismatched slot stays, to be rejected with all others when the link ends for it.
    checkKind(frame, oldest.expectation);
    this.#shift();
    oldest.expectation.onReply?.(frame);
    this.#settle(oldest)?.resolve(frame);
  }

  /** Ends every wait; for the end of a link. */
  fail(toError: (label: string) => EslError): void {
    for (let slot = this.#shift(); slot !== undefined; slot = this.#shift()) {
      this.#settle(slot)?.reject(toError(slot.expectation.label));
    }
  }

  #settle(slot: Slot): Slot["caller"] {
    const { caller } = slot;
    if (caller === undefined) return undefined;
    slot.caller = undefined;
    caller.release();
    this.#waiting--;
    this.#onSettled();
    return caller;
  }

  #shift(): Slot | undefined {
    const slot = this.#slots[this.#head];
    if (slot === undefined) return undefined;
    this.#head++;
    if (this.#head === this.#slots.length) {
      this.#slots = [];
      this.#head = 0;
    } else if (this.#head >= 1024 && this.#head * 2 > this.#slots.length) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
    return slot;
  }
}

/** An `api` is answered by an api/response, or by a command/reply that refuses it; everything else by a command/reply. */
function checkKind(frame: Frame, { isApi, label }: Expectation): void {
  const isResponse = frame.contentType === "api/response";
  const fits = isResponse
    ? isApi
    : !isApi || frame.headers.get("Reply-Text")?.startsWith("-ERR") === true;
  if (!fits)
    throw new ProtocolError(
      "REPLY_MISMATCH",
      `a frame of type ${frame.contentType} came for: ${label}`,
    );
}
