interface Watch {
  readonly callbacks: Set<() => void>;
  readonly onAbort: () => void;
}

/**
 * One listener per signal however many commands share it: Node warns of a leak at the eleventh listener of a signal,
 * and a caller's one signal for a thousand commands is none.
 */
const watches = new WeakMap<AbortSignal, Watch>();

/** Calls `callback` once when the signal fires; answers how to stop watching. */
export function watchAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => {};
  const watch = watches.get(signal) ?? startWatch(signal);
  // A fresh function, so that one callback may watch twice.
  const entry = () => callback();
  watch.callbacks.add(entry);
  return () => {
    watch.callbacks.delete(entry);
    if (watch.callbacks.size > 0) return;
    signal.removeEventListener("abort", watch.onAbort);
    watches.delete(signal);
  };
}

function startWatch(signal: AbortSignal): Watch {
  const callbacks = new Set<() => void>();
  const onAbort = () => {
    for (const callback of [...callbacks]) callback();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  const watch = { callbacks, onAbort };
  watches.set(signal, watch);
  return watch;
}
