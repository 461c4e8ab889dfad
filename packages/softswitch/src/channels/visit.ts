import type { Playing } from "../audio/index.js";
import type { JoinResult, Seat } from "../conference/index.js";
import type { ApplicationResult } from "./applications.js";
import type { CallSession } from "./call-session.js";
import { PinEntry } from "./pin-entry.js";
import { playTo } from "./playing.js";
import type { LoanedPort } from "./sound-desk.js";

/** Level of a scripted voice, about that of the sine a test telephone plays. */
const VOICE_LEVEL = 10_400;

/** A call's way into a conference and its stay there: voice, digits, pin. */
export class Visit {
  #seat: Seat | undefined;
  #port: LoanedPort | undefined;
  #endDigits: (() => void) | undefined;
  #pin: PinEntry | undefined;
  #prompt: Playing | undefined;
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
    const playing = sound && this.call.sound.hasSound ? playTo(this.call, sound) : undefined;
    if (!playing) return "done";
    this.#prompt = playing;
    return playing.done.then(() => {});
  }

  #ask(data: string, asked: JoinResult & { outcome: "pin" }, tried: boolean): ApplicationResult {
    const left = this.#pin ? this.#pin.failed() : tried ? 0 : asked.retries;
    if (left <= 0) {
      this.#endEntry();
      return this.#refused(tried ? asked.badSound : undefined);
    }
    this.#say(tried ? asked.badSound : asked.sound);
    if (this.#pin) return "wait";
    const entry = new PinEntry(
      asked.digits,
      asked.retries,
      (ms, work) => this.call.input.after(ms, work),
      (digits) => this.#entered(data, digits),
    );
    this.#pin = entry;
    this.#endDigits = this.call.digits.listen((digit) => {
      this.#prompt?.stop();
      entry.press(digit);
    });
    return "wait";
  }

  #entered(data: string, digits: string): void {
    const result = this.join(data, digits);
    if (result === "wait") return;
    if (result === "done") this.call.leftConference("control");
    else void result.then(() => this.call.leftConference("control"));
  }

  #say(sound: string | undefined): void {
    this.#prompt?.stop();
    this.#prompt = sound && this.call.sound.hasSound ? playTo(this.call, sound) : undefined;
  }

  #endEntry(): void {
    this.#prompt?.stop();
    this.#prompt = undefined;
    this.#pin?.cancel();
    this.#pin = undefined;
    this.#endDigits?.();
    this.#endDigits = undefined;
  }
}
