/**
 * One listener per signal however many commands share it: Node warns of a leak at the eleventh listener of a signal,
 * and a caller's one signal for a thousand commands is none.
 */
const watches = new WeakMap<AbortSignal, { callbacks: Set<() => void>; end: () => void }>();

/** Calls `callback` once when the signal fires; answers how to stop watching. */
export function watchAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (!signal) return () => {};
  const { callbacks, end } = watches.get(signal) ?? startWatch(signal);
  // A fresh function, so that one callback may watch twice.
  const entry = () => callback();
  callbacks.add(entry);
  return () => {
    if (callbacks.delete(entry) && !callbacks.size) end();
  };
}

function startWatch(signal: AbortSignal) {
  const callbacks = new Set<() => void>();
  const onAbort = () => {
    for (const callback of [...callbacks]) callback();
  };
  const end = () => {
    signal.removeEventListener("abort", onAbort);
    watches.delete(signal);
  };
  const watch = { callbacks, end };
  signal.addEventListener("abort", onAbort, { once: true });
  watches.set(signal, watch);
  return watch;
}
