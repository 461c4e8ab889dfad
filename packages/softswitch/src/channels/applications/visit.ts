import type { Playing } from "../../audio/index.js";
import type { JoinResult, Seat } from "../../conference/index.js";
import type { CallSession } from "../call-session.js";
import type { ApplicationResult } from "./applications.js";
import { PinEntry } from "./pin-entry.js";
import { playTold } from "./playing.js";
import type { LoanedPort } from "./sound-desk.js";

/** Level of a scripted voice, about that of the sine a test telephone plays. */
const VOICE_LEVEL = 10_400;

/** A call's way into a conference and its stay there: voice, digits, pin. */
export class Visit {
  #seat: Seat | undefined;
  #port: LoanedPort | undefined;
  #endDigits: (() => void) | undefined;
  #pin: PinEntry | undefined;
  #playing: Playing | undefined;
  #scolding = false;
  #voice: number;

  constructor(private readonly call: CallSession) {
    this.#voice = call.input.options.talking ? VOICE_LEVEL : 0;
  }

  get memberId(): number | undefined {
    return this.#seat?.memberId;
  }

  /** `wait` while the caller sits there or is asked for a pin. */
  join(data: string, pin = this.call.input.options.pin): ApplicationResult {
    const { call } = this;
    const port = call.sound.borrow();
    const result = call.input.conferences.join(call, data, {
      voice: this.#voice,
      pin,
      audio: port,
      video: call.leg.video,
    });
    if (result.outcome === "joined") {
      this.#sit(result.seat, port);
      return "wait";
    }
    port?.release();
    if (result.outcome === "pin") return this.#ask(data, result, pin !== undefined);
    this.#endEntry();
    return this.#refused(result.sound);
  }

  speak(on: boolean): void {
    this.#voice = on ? VOICE_LEVEL : 0;
    this.#seat?.speak(this.#voice);
  }

  /** The call is over or goes elsewhere: true when a seat was left, which ends the application by itself. */
  leave(): boolean {
    this.#endEntry();
    if (!this.#seat) return false;
    this.#seat.leave(this.call.isOver ? "hangup" : "transfer");
    return true;
  }

  /** The seat is gone already. */
  left(): void {
    this.#seat = undefined;
    this.#port?.release();
    this.#port = undefined;
    this.#endDigits?.();
  }

  #sit(seat: Seat, port: LoanedPort | undefined): void {
    this.#endEntry();
    this.#seat = seat;
    this.#port = port;
    this.#endDigits = this.call.digits.listen((digit) => seat.press(digit));
  }

  /** A closed door says why before the dialplan goes on. */
  #refused(sound: string | undefined): ApplicationResult {
    const playing = this.#play(sound);
    return playing === undefined ? "done" : playing.done.then(() => {});
  }

  #ask(data: string, asked: JoinResult & { outcome: "pin" }, tried: boolean): ApplicationResult {
    const left = this.#pin ? this.#pin.failed() : tried ? 0 : asked.retries;
    if (left <= 0) {
      this.#endEntry();
      return this.#refused(tried ? asked.badSound : undefined);
    }
    const entry = this.#pin ?? this.#openEntry(data, asked);
    void this.#prompt(tried ? asked.badSound : undefined, asked.sound, entry);
    return "wait";
  }

  #openEntry(data: string, asked: JoinResult & { outcome: "pin" }): PinEntry {
    const { call } = this;
    const entry = new PinEntry(
      asked.digits,
      asked.retries,
      (ms, work) => call.input.after(ms, work),
      (digits) => this.#entered(data, digits),
    );
    this.#pin = entry;
    this.#endDigits = call.digits.listen((digit) => {
      if (this.#scolding) return;
      this.#playing?.stop();
      entry.press(digit);
    });
    return entry;
  }

  /** Says that a pin was wrong, during which keys mean nothing, and asks for it, until the first key. */
  async #prompt(
    bad: string | undefined,
    sound: string | undefined,
    entry: PinEntry,
  ): Promise<void> {
    const scolding = this.#play(bad);
    if (scolding) {
      this.#scolding = true;
      await scolding.done;
      this.#scolding = false;
    }
    const asking = this.#pin === entry ? this.#play(sound) : undefined;
    if (asking) await asking.done;
    if (this.#pin === entry) entry.asked();
  }

  #entered(data: string, digits: string): void {
    const result = this.join(data, digits);
    if (result === "wait") return;
    if (result === "done") this.call.leftConference("control");
    else void result.then(() => this.call.leftConference("control"));
  }

  #play(sound: string | undefined): Playing | undefined {
    this.#playing?.stop();
    this.#playing = sound && this.call.sound.hasSound ? playTold(this.call, sound) : undefined;
    return this.#playing;
  }

  #endEntry(): void {
    this.#playing?.stop();
    this.#playing = undefined;
    this.#pin?.cancel();
    this.#pin = undefined;
    this.#endDigits?.();
    this.#endDigits = undefined;
  }
}
