const WAIT_MS = 10_000;

/** Collects the digits of a pin: so many, or up to `#`, or what there is after ten seconds. */
export class PinEntry {
  #digits = "";
  #left: number;
  #serial = 0;

  constructor(
    readonly length: number,
    retries: number,
    readonly after: (ms: number, work: () => void) => void,
    readonly entered: (digits: string) => void,
  ) {
    this.#left = retries;
  }

  /** The caller has been asked: the ten seconds begin. */
  asked(): void {
    if (this.#digits === "") this.#wait();
  }

  press(digit: string): void {
    if (digit !== "#") this.#digits += digit;
    this.#wait();
    if (digit === "#" || this.#digits.length >= this.length) this.#submit();
  }

  /** A wrong pin: the tries that are left. */
  failed(): number {
    this.#left -= 1;
    return this.#left;
  }

  cancel(): void {
    this.#serial += 1;
    this.#left = 0;
  }

  #wait(): void {
    this.#serial += 1;
    const serial = this.#serial;
    this.after(WAIT_MS, () => {
      if (serial === this.#serial) this.#submit();
    });
  }

  #submit(): void {
    this.#serial += 1;
    const digits = this.#digits;
    this.#digits = "";
    this.entered(digits);
  }
}
