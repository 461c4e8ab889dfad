import type { EslError } from "../errors.js";
import { watchAbort } from "../waiting/watch-abort.js";
import type { EslEvent } from "./event.js";

export interface EventStreamOptions {
  /** Ends the iteration quietly. */
  readonly signal?: AbortSignal;
  /** Waiting events from which on reading from the switch is paused; 1,000 unless told. */
  readonly highWaterMark?: number;
  readonly filter?: (event: EslEvent) => boolean;
}

/** One iteration over events: a queue that says when it is too full. */
export interface EventStream extends AsyncIterableIterator<EslEvent> {
  /** Events that wait. */
  readonly size: number;
  /** The mark was reached, and less than half of it has been taken since. */
  readonly lagging: boolean;
  readonly full: boolean;
  readonly ended: boolean;
  /** The filter may throw; that is its owner's business. */
  push(event: EslEvent): void;
  /** No more events; those that wait are still handed out, then `error` is thrown if there is one. */
  end(error?: EslError): void;
}

type Result = IteratorResult<EslEvent>;

/** Beyond this many times the mark reading is paused whatever else is waiting: memory stays bounded. */
const HARD_FACTOR = 10;
const DONE: Result = { done: true, value: undefined };

/** @param onChange told when `lagging`, `full` or `ended` may have changed */
export function eventStream(
  { signal, highWaterMark = 1000, filter }: EventStreamOptions,
  onChange: (stream: EventStream) => void,
): EventStream {
  const mark = Math.max(1, highWaterMark);
  const waiters: { resolve(result: Result): void; reject(error: EslError): void }[] = [];
  let queue: EslEvent[] = [];
  let head = 0;
  let lagging = false;
  let ended = false;
  let failure: EslError | undefined;

  const setLagging = (value: boolean) => {
    lagging = value;
    onChange(stream);
  };

  const take = () => {
    const event = queue[head];
    if (!event) return undefined;
    if (++head === queue.length || head >= 1024) {
      queue = queue.slice(head);
      head = 0;
    }
    if (lagging && stream.size <= mark / 2) setLagging(false);
    return event;
  };

  const stream: EventStream = {
    get size() {
      return queue.length - head;
    },
    get lagging() {
      return lagging;
    },
    get full() {
      return stream.size >= mark * HARD_FACTOR;
    },
    get ended() {
      return ended;
    },
    push(value) {
      if (ended || filter?.(value) === false) return;
      const waiter = waiters.shift();
      if (waiter) return waiter.resolve({ done: false, value });
      queue.push(value);
      if (stream.size >= mark) setLagging(true);
    },
    end(error) {
      if (ended) return;
      ended = true;
      failure = error;
      unwatch();
      for (const waiter of waiters.splice(0)) {
        if (error) waiter.reject(error);
        else waiter.resolve(DONE);
      }
      setLagging(false);
    },
    next() {
      const value = take();
      if (value) return Promise.resolve({ done: false, value });
      if (!ended) return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
      const error = failure;
      failure = undefined;
      return error ? Promise.reject(error) : Promise.resolve(DONE);
    },
    return() {
      queue = [];
      head = 0;
      stream.end();
      return Promise.resolve(DONE);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  const unwatch = watchAbort(signal, () => void stream.return?.());
  if (signal?.aborted) stream.end();
  return stream;
}
