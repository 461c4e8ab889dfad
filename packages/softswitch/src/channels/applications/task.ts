import type { Running } from "./execution.js";

/** One run of an application, until it is complete. */
export class Task {
  /** Does what ends the application early; without it, being stopped is being finished. */
  onStop: (() => void) | undefined;
  #stopped = false;
  #finished = false;
  /** The application has returned without an end: it is under way. */
  waiting = false;

  readonly whenFinished: Promise<void>;
  #settle: () => void = () => {};

  constructor(
    readonly running: Running,
    private readonly completed: (task: Task) => void,
  ) {
    this.whenFinished = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Hung up, transferred or interrupted: whatever takes time has to come to its end. */
  get stopped(): boolean {
    return this.#stopped;
  }

  get finished(): boolean {
    return this.#finished;
  }

  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#settle();
    this.completed(this);
  }

  stop(): void {
    if (this.#stopped || this.#finished) return;
    this.#stopped = true;
    if (!this.waiting) return;
    if (this.onStop) this.onStop();
    else this.finish();
  }
}
