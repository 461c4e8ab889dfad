import type { Conferences, JoinResult, MemberChannel, Seat } from "../conference/index.js";
import type { ApplicationResult } from "./applications.js";
import { PinEntry } from "./pin-entry.js";

/** Level of a scripted voice, about that of the sine a test telephone plays. */
const VOICE_LEVEL = 10_400;

export interface VisitInput {
  readonly conferences: Conferences;
  readonly channel: MemberChannel;
  readonly talking: boolean;
  /** What the caller enters when first asked. */
  readonly pin: string | undefined;
  after(ms: number, work: () => void): void;
  /** The door stays closed: the dialplan goes on. */
  refused(): void;
}

/** A call's way into a conference and its stay there: voice, digits, pin. */
export class Visit {
  #seat: Seat | undefined;
  #pin: PinEntry | undefined;
  #voice: number;

  constructor(readonly input: VisitInput) {
    this.#voice = input.talking ? VOICE_LEVEL : 0;
  }

  get memberId(): number | undefined {
    return this.#seat?.memberId;
  }

  /** `wait` while the caller sits there or is asked for a pin. */
  join(data: string, pin = this.input.pin): ApplicationResult {
    const { conferences, channel } = this.input;
    const result = conferences.join(channel, data, { voice: this.#voice, pin });
    if (result.outcome === "joined") {
      this.#seat = result.seat;
      this.#pin = undefined;
      return "wait";
    }
    return result.outcome === "pin" ? this.#ask(data, result, pin !== undefined) : "done";
  }

  press(digit: string): void {
    if (this.#pin) this.#pin.press(digit);
    else this.#seat?.press(digit);
  }

  speak(on: boolean): void {
    this.#voice = on ? VOICE_LEVEL : 0;
    this.#seat?.speak(this.#voice);
  }

  /** The call is over: true when a seat was left, which ends the application by itself. */
  leave(): boolean {
    this.#pin?.cancel();
    if (!this.#seat) return false;
    this.#seat.leave("hangup");
    return true;
  }

  /** The seat is gone already. */
  left(): void {
    this.#seat = undefined;
  }

  #ask(data: string, asked: JoinResult & { outcome: "pin" }, tried: boolean): ApplicationResult {
    const left = this.#pin ? this.#pin.failed() : tried ? 0 : asked.retries;
    if (left <= 0) {
      this.#pin = undefined;
      return "done";
    }
    this.#pin ??= new PinEntry(
      asked.digits,
      asked.retries,
      (ms, work) => this.input.after(ms, work),
      (digits) => {
        if (this.join(data, digits) === "done") this.input.refused();
      },
    );
    return "wait";
  }
}
