import { type AudioPort, amplify, type Frame } from "../../audio/index.js";

/** The sound of a call, on loan. Of several who have it, the last one is heard and hears; the others are silent meanwhile. */
export interface LoanedPort extends AudioPort {
  /** Gives it back. */
  release(): void;
}

/** What passed in one tick, as copies; undefined for silence. */
export interface Overheard {
  readonly said: Frame | undefined;
  readonly heard: Frame | undefined;
}

/** Overhears a call, both ways, whoever has its sound. */
export interface SoundTap {
  /** What passed since the last time, one frame each way at most. */
  take(): Overheard;
  release(): void;
}

/** Ways of the sound, as seen from the switch: `read` is what the telephone says, `write` what it hears. */
export type SoundWay = "read" | "write";

const NOTHING: Overheard = { said: undefined, heard: undefined };

/** Lends out the sound of one telephone. */
export class SoundDesk {
  readonly #loans: LoanedPort[] = [];
  readonly #overheard = new Map<SoundTap, Overheard>();
  /** Factors of loudness; 0 is silence. */
  readonly #factors = new Map<SoundWay, number>();

  constructor(private readonly port: () => AudioPort | undefined) {}

  /** True when there is sound: media is agreed on, by a telephone that has some. */
  get hasSound(): boolean {
    return this.port() !== undefined;
  }

  /** Samples per second; undefined for a telephone without sound. */
  get rate(): number | undefined {
    return this.port()?.rate;
  }

  /** Makes one way louder or softer from now on, by a factor; 1 leaves it as it is. */
  shape(way: SoundWay, factor: number): void {
    if (factor === 1) this.#factors.delete(way);
    else this.#factors.set(way, factor);
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
      read: (): Frame | undefined => (isFirst() ? this.#read(port) : undefined),
      write: (frame) => {
        if (isFirst()) this.#write(port, frame);
      },
      release: () => {
        const at = this.#loans.indexOf(loan);
        if (at >= 0) this.#loans.splice(at, 1);
      },
    };
    this.#loans.push(loan);
    return loan;
  }

  tap(): SoundTap {
    const tap: SoundTap = {
      take: () => {
        const port = this.port();
        // Nobody listens to a call that rests: then whoever overhears it does.
        if (port && this.#loans.length === 0) this.#read(port);
        const frames = this.#overheard.get(tap) ?? NOTHING;
        if (this.#overheard.has(tap)) this.#overheard.set(tap, NOTHING);
        return frames;
      },
      release: () => {
        this.#overheard.delete(tap);
      },
    };
    this.#overheard.set(tap, NOTHING);
    return tap;
  }

  #read(port: AudioPort): Frame | undefined {
    const said = this.#shaped("read", port.read());
    for (const [tap, { heard }] of this.#overheard)
      this.#overheard.set(tap, { said: said?.slice(), heard });
    return said;
  }

  #write(port: AudioPort, frame: Frame | undefined): void {
    const heard = this.#shaped("write", frame);
    for (const [tap, { said }] of this.#overheard)
      this.#overheard.set(tap, { said, heard: heard?.slice() });
    port.write(heard);
  }

  #shaped(way: SoundWay, frame: Frame | undefined): Frame | undefined {
    const factor = this.#factors.get(way);
    if (factor === undefined || !frame) return frame;
    return factor === 0 ? undefined : amplify(frame, factor);
  }
}
