/** Things to do once per tick; may be added and taken away while they are done. */
export class WorkList {
  readonly #works = new Set<{ readonly run: () => void }>();

  get size(): number {
    return this.#works.size;
  }

  add(run: () => void): () => void {
    const work = { run };
    this.#works.add(work);
    return () => {
      this.#works.delete(work);
    };
  }

  clear(): void {
    this.#works.clear();
  }

  /** What is added meanwhile waits for the next time; what is taken away is not done any more. */
  run(onError: (error: unknown) => void): void {
    for (const work of [...this.#works]) {
      if (!this.#works.has(work)) continue;
      try {
        work.run();
      } catch (error) {
        onError(error);
      }
    }
  }
}
