import type { EslError } from "../errors.js";
import type { EslEvent } from "../events/event.js";
import type { Frame } from "../framing/frame.js";
import { startTimer } from "../waiting/timer.js";

/** How a call ended, seen from its connection. */
export type CallEnd =
  /** Hung up. `event` is CHANNEL_HANGUP_COMPLETE with all variables; it only comes to `async full` calls for sure. */
  | {
      readonly kind: "hangup";
      readonly cause: string | undefined;
      readonly event: EslEvent | undefined;
    }
  /** It left the connection and may live on: transferred, or given back by us. */
  | { readonly kind: "left" }
  /** The connection broke; the switch decides what becomes of the call. */
  | { readonly kind: "lost"; readonly error: EslError };

export interface CallLifeHandlers {
  /** The channel is down, and why, unless that cannot be learnt: nothing more will run on it. */
  onDown(cause: string | undefined): void;
  onEnd(end: CallEnd): void;
}

/** After the notice that the switch lingers, how long CHANNEL_HANGUP_COMPLETE may still take. */
const LATE_EVENT_MS = 2000;
/** The same in static mode, for CHANNEL_HANGUP: the other event waits there until the connection has ended. */
const LATE_CAUSE_MS = 1000;

/**
 * Up, then down, then ended; each told once. The notice that the switch lingers can overtake the event that names the cause
 * (mod_event_socket.c listener_run looks at the channel itself), so what runs learns of the end with the cause.
 */
export class CallLife {
  readonly #uuid: string;
  readonly #handlers: CallLifeHandlers;
  #down = false;
  #toldDown = false;
  #dismissed = false;
  #noticed = false;
  #lingers = false;
  #end: CallEnd | undefined;
  #cause: string | undefined;
  #assumed: string | undefined;
  readonly #isStatic: boolean;
  #stopTimer: () => void = () => {};

  constructor(uuid: string, isStatic: boolean, handlers: CallLifeHandlers) {
    this.#uuid = uuid;
    this.#isStatic = isStatic;
    this.#handlers = handlers;
  }

  get down(): boolean {
    return this.#down;
  }

  get cause(): string | undefined {
    return this.#cause;
  }

  get end(): CallEnd | undefined {
    return this.#end;
  }

  see(event: EslEvent): void {
    const { name } = event;
    if (name !== "CHANNEL_HANGUP" && name !== "CHANNEL_HANGUP_COMPLETE") return;
    if (event.get("Unique-ID") !== this.#uuid) return;
    this.#down = true;
    this.#cause ??= event.get("Hangup-Cause");
    this.#tellDown();
    if (name === "CHANNEL_HANGUP_COMPLETE")
      this.#finish({ kind: "hangup", cause: this.#cause, event });
    else if (this.#isStatic && this.#lingers) this.#finishDown();
  }

  notice(frame: Frame): void {
    if (frame.headers.get("Content-Disposition") !== "linger") {
      this.#noticed = true;
      return;
    }
    this.#down = true;
    this.#lingers = true;
    if (this.#end !== undefined) return;
    const lateMs = this.#isStatic ? LATE_CAUSE_MS : LATE_EVENT_MS;
    if (this.#isStatic && this.#cause !== undefined) this.#finishDown();
    else this.#stopTimer = startTimer(lateMs, () => this.#finishDown());
  }

  /** The switch does not know the call any more; the event that says why may still be on its way. */
  vanish(): void {
    this.#down = true;
  }

  /** What we asked for first, in case the switch ends the connection before it names the cause. */
  assume(cause: string): void {
    this.#assumed ??= cause;
  }

  /** From now on the end of the connection is our own wish. */
  dismiss(): void {
    this.#dismissed = true;
  }

  linkEnded(error: EslError): void {
    // Without linger the good-bye may be all that is heard of a hangup.
    if (this.#down || (this.#noticed && !this.#dismissed)) {
      this.#down = true;
      this.#finishDown();
    } else this.#finish(this.#dismissed ? { kind: "left" } : { kind: "lost", error });
  }

  #finishDown(): void {
    this.#cause ??= this.#assumed;
    this.#tellDown();
    this.#finish({ kind: "hangup", cause: this.#cause, event: undefined });
  }

  #tellDown(): void {
    if (this.#toldDown) return;
    this.#toldDown = true;
    this.#handlers.onDown(this.#cause);
  }

  #finish(end: CallEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#stopTimer();
    this.#handlers.onEnd(end);
  }
}
