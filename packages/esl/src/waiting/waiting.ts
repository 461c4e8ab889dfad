import { AbortedError, type EslError, TimeoutError } from "../errors.js";
import { startTimer } from "./timer.js";
import { watchAbort } from "./watch-abort.js";

/** How long somebody waits, for what, and how he says that he does not any more. */
export interface Wait {
  /** Names what is waited for in errors; never holds a secret. */
  readonly label: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Asked when time is up: what may have kept the answer away. */
  readonly why?: () => string | undefined;
}

/** An answer that somebody waits for until it comes, time is up, or his signal fires. Only the first end counts. */
export interface Pending<T> {
  readonly answer: Promise<T>;
  readonly label: string;
  resolve(value: T): void;
  reject(error: EslError): void;
}

/** @param onEnd told once, just before `answer` settles */
export function pending<T>({ label, timeoutMs, signal, why }: Wait, onEnd: () => void): Pending<T> {
  let over = false;
  let resolveAnswer!: (value: T) => void;
  let rejectAnswer!: (error: EslError) => void;
  const answer = new Promise<T>((resolve, reject) => {
    resolveAnswer = resolve;
    rejectAnswer = reject;
  });
  const ending =
    <A>(act: (value: A) => void) =>
    (value: A) => {
      if (over) return;
      over = true;
      stopTimer();
      unwatch();
      onEnd();
      act(value);
    };
  const reject = ending(rejectAnswer);
  const stopTimer = startTimer(timeoutMs, () =>
    reject(new TimeoutError(label, timeoutMs, why?.())),
  );
  const unwatch = watchAbort(signal, () => reject(new AbortedError(label, signal?.reason)));
  return { answer, label, resolve: ending(resolveAnswer), reject };
}
