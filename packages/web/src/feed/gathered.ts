/** Twenty times a second: far below what anybody notices, and a third of the work of drawing with every frame. */
const EVERY_MS = 50;

export interface Gathered<State> {
  /** The newest, which may not have been published yet. */
  readonly current: State;
  set(state: State): void;
  /** Publishes now what waits. */
  flush(): void;
  stop(): void;
}

/** A state that changes faster than anything is drawn: the first change of a burst is published at once, the others together. */
export function gathered<State>(initial: State, publish: (state: State) => void): Gathered<State> {
  let current = initial;
  let published = initial;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    if (current === published) return;
    published = current;
    publish(current);
  };
  const later = () => {
    timer = undefined;
    if (current === published) return;
    flush();
    timer = setTimeout(later, EVERY_MS);
  };
  return {
    get current() {
      return current;
    },
    set(state) {
      current = state;
      if (timer !== undefined || current === published) return;
      flush();
      timer = setTimeout(later, EVERY_MS);
    },
    flush,
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
