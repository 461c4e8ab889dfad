import type { AudioPort, Frame } from "../../audio/index.js";

/** The sound of a call, on loan. Of several who have it, the last one is heard and hears; the others are silent meanwhile. */
export interface LoanedPort extends AudioPort {
  /** Gives it back. */
  release(): void;
}

/** Lends out the sound of one telephone. */
export class SoundDesk {
  readonly #loans: LoanedPort[] = [];

  constructor(private readonly port: () => AudioPort | undefined) {}

  /** True when there is sound: media is agreed on, by a telephone that has some. */
  get hasSound(): boolean {
    return this.port() !== undefined;
  }

  /** Undefined for a telephone without sound. */
  borrow(): LoanedPort | undefined {
    const port = this.port();
    if (!port) return undefined;
    const isFirst = (): boolean => this.#loans.at(-1) === loan;
    const loan: LoanedPort = {
      get rate() {
        return port.rate;
      },
      read: (): Frame | undefined => (isFirst() ? port.read() : undefined),
      write: (frame) => {
        if (isFirst()) port.write(frame);
      },
      release: () => {
        const at = this.#loans.indexOf(loan);
        if (at >= 0) this.#loans.splice(at, 1);
      },
    };
    this.#loans.push(loan);
    return loan;
  }
}
