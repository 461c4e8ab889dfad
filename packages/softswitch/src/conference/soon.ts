/**
 * Work that FreeSWITCH's other threads would do a moment later: after the command that caused it has been answered.
 * Everything runs in the order it was asked for.
 */
export class Soon {
  #queue: (() => void)[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(readonly onError: (error: unknown) => void) {}

  run(work: () => void): void {
    if (this.#stopped) return;
    this.#queue.push(work);
    this.#scheduled ??= setImmediate(() => this.#flush());
  }

  after(ms: number, work: () => void): void {
    if (this.#stopped) return;
    if (ms <= 0) {
      this.run(work);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#try(work);
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  /** Drops what has not run yet and takes nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#queue = [];
    clearImmediate(this.#scheduled);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #flush(): void {
    this.#scheduled = undefined;
    const queue = this.#queue;
    this.#queue = [];
    for (const work of queue) this.#try(work);
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.onError(error);
    }
  }
}
