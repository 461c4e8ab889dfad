import type { ControlRecord } from "../core/index.js";
import { exactControl, matchControl } from "./controls.js";

const DIGIT_TIMEOUT_MS = 500;

interface Pressed {
  digits: string;
  serial: number;
}

/** What the digits of callers need of their room. */
export interface DigitTarget {
  controlsOf(memberId: number): readonly ControlRecord[];
  control(memberId: number, digits: string, control: ControlRecord): void;
  later(work: () => void, ms: number): void;
}

/** Digits that callers pressed and that are not yet a control. */
export class Digits {
  readonly #pressed = new Map<number, Pressed>();

  constructor(readonly target: DigitTarget) {}

  press(memberId: number, digit: string): void {
    const pressed = this.#pressed.get(memberId) ?? { digits: "", serial: 0 };
    pressed.digits += digit;
    pressed.serial += 1;
    this.#pressed.set(memberId, pressed);
    const controls = this.target.controlsOf(memberId);
    const match = matchControl(controls, pressed.digits);
    if (match.kind === "wait") {
      this.#waitForMore(memberId, pressed, controls);
      return;
    }
    if (match.kind === "control") this.#control(memberId, pressed, match.control);
    else pressed.digits = "";
  }

  forget(memberId: number): void {
    this.#pressed.delete(memberId);
  }

  #waitForMore(memberId: number, pressed: Pressed, controls: readonly ControlRecord[]): void {
    const { serial } = pressed;
    this.target.later(() => {
      if (pressed.serial !== serial) return;
      const control = exactControl(controls, pressed.digits);
      if (control) this.#control(memberId, pressed, control);
      pressed.digits = "";
    }, DIGIT_TIMEOUT_MS);
  }

  #control(memberId: number, pressed: Pressed, control: ControlRecord): void {
    const { digits } = pressed;
    pressed.digits = "";
    this.target.control(memberId, digits, control);
  }
}
