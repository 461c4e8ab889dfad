import { AbortedError, type EslError, TimeoutError } from "./errors.js";
import { startTimer } from "./timer.js";
import { watchAbort } from "./watch-abort.js";

/** How long somebody waits, for what, and how he says that he does not any more. */
export interface Wait {
  /** Names what is waited for in errors; never holds a secret. */
  readonly label: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Gives up with a TimeoutError or an AbortedError; answers how to stop watching. */
export function watchWait(wait: Wait, giveUp: (error: EslError) => void): () => void {
  const { label, timeoutMs, signal } = wait;
  const stopTimer = startTimer(timeoutMs, () => giveUp(new TimeoutError(label, timeoutMs)));
  const unwatch = watchAbort(signal, () => giveUp(new AbortedError(label, signal?.reason)));
  return () => {
    stopTimer();
    unwatch();
  };
}
