import type { CallSession } from "../call-session.js";
import { DTMF } from "../event-sources.js";

export type DigitSource = "RTP" | "INFO" | "APP";
type Listener = (digit: string) => void;

/** Where digits go: to whoever asked last. */
export class DigitDesk {
  readonly #listeners: Listener[] = [];

  constructor(private readonly call: CallSession) {}

  /** Gives what ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.push(listener);
    return () => {
      const at = this.#listeners.indexOf(listener);
      if (at >= 0) this.#listeners.splice(at, 1);
    };
  }

  press(digit: string, from: DigitSource, duration: number): void {
    this.call.channel.fire("DTMF", DTMF, [
      ["DTMF-Digit", digit],
      ["DTMF-Duration", String(duration)],
      ["DTMF-Source", from],
    ]);
    this.#listeners.at(-1)?.(digit);
  }
}
