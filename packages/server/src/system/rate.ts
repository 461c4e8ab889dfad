const EVERY_MS = 1000;
const SAMPLES = 60;

/** How fast a counter has grown over the last minute. */
export class Rate {
  readonly #samples: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(readonly read: () => number) {
    this.#samples.push(read());
    this.#timer = setInterval(() => this.#sample(), EVERY_MS).unref();
  }

  get perSecond(): number {
    const seconds = ((this.#samples.length - 1) * EVERY_MS) / 1000;
    const [first = 0] = this.#samples;
    return seconds === 0 ? 0 : ((this.#samples.at(-1) ?? first) - first) / seconds;
  }

  /** What each of these seconds added, the newest last. */
  get perEachSecond(): number[] {
    return this.#samples.slice(1).map((sample, index) => sample - (this.#samples[index] ?? 0));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    this.#samples.push(this.read());
    if (this.#samples.length > SAMPLES + 1) this.#samples.shift();
  }
}
