type Listener<Args extends readonly unknown[]> = (...args: Args) => void;

/**
 * Listeners by event name. A listener that throws never reaches the one who emits: a decoder in the middle of a
 * chunk must not be unwound by the code it feeds.
 */
export class Emitter<Events extends { [K in keyof Events]: readonly unknown[] }> {
  readonly #listeners = new Map<keyof Events, readonly Listener<never>[]>();
  readonly #onThrow: (error: unknown, event: string) => void;

  constructor(onThrow: (error: unknown, event: string) => void) {
    this.#onThrow = onThrow;
  }

  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): void {
    this.#listeners.set(event, [...this.#of(event), listener]);
  }

  once<K extends keyof Events>(event: K, listener: Listener<Events[K]>): void {
    const wrapped: Listener<Events[K]> & { original?: unknown } = (...args) => {
      this.off(event, wrapped);
      listener(...args);
    };
    wrapped.original = listener;
    this.on(event, wrapped);
  }

  /** Removes one registration of that listener; false when there was none. */
  off<K extends keyof Events>(event: K, listener: Listener<Events[K]>): boolean {
    const list = this.#of(event);
    const index = list.findLastIndex(
      (entry: Listener<never> & { original?: unknown }) =>
        entry === listener || entry.original === listener,
    );
    if (index < 0) return false;
    this.#listeners.set(event, list.toSpliced(index, 1));
    return true;
  }

  emit<K extends keyof Events>(event: K, ...args: Events[K]): void {
    for (const listener of this.#of(event)) {
      try {
        (listener as Listener<Events[K]>)(...args);
      } catch (error) {
        this.#onThrow(error, String(event));
      }
    }
  }

  count(event: keyof Events): number {
    return this.#of(event).length;
  }

  #of(event: keyof Events): readonly Listener<never>[] {
    return this.#listeners.get(event) ?? [];
  }
}
