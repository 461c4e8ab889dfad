import type { EslError } from "./errors.js";
import type { EslEvent } from "./event.js";
import { watchAbort } from "./watch-abort.js";

export interface EventStreamOptions {
  /** Ends the iteration quietly. */
  readonly signal?: AbortSignal;
  /** Waiting events from which on reading from the switch is paused; 1,000 unless told. */
  readonly highWaterMark?: number;
  readonly filter?: (event: EslEvent) => boolean;
}

/** Beyond this many times the mark reading is paused whatever else is waiting: memory stays bounded. */
const HARD_FACTOR = 10;

/** One iteration over events: a queue that says when it is too full. */
export class EventStream implements AsyncIterableIterator<EslEvent> {
  readonly #options: EventStreamOptions;
  readonly #mark: number;
  readonly #onChange: (stream: EventStream) => void;
  #queue: EslEvent[] = [];
  #head = 0;
  #lagging = false;
  #waiters: { resolve(result: IteratorResult<EslEvent>): void; reject(error: EslError): void }[] =
    [];
  #ended = false;
  #error: EslError | undefined;
  #unwatch: () => void = () => {};

  /** @param onChange told when `lagging`, `full` or `ended` may have changed */
  constructor(options: EventStreamOptions, onChange: (stream: EventStream) => void) {
    this.#options = options;
    this.#mark = Math.max(1, options.highWaterMark ?? 1000);
    this.#onChange = onChange;
    if (options.signal?.aborted === true) this.end();
    else this.#unwatch = watchAbort(options.signal, () => void this.return());
  }

  get size(): number {
    return this.#queue.length - this.#head;
  }

  /** The mark was reached, and less than half of it has been taken since. */
  get lagging(): boolean {
    return this.#lagging;
  }

  get full(): boolean {
    return this.size >= this.#mark * HARD_FACTOR;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The filter may throw; that is its owner's business. */
  push(event: EslEvent): void {
    if (this.#ended || this.#options.filter?.(event) === false) return;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      waiter.resolve({ done: false, value: event });
      return;
    }
    this.#queue.push(event);
    if (this.size < this.#mark) return;
    this.#lagging = true;
    this.#onChange(this);
  }

  /** No more events; those that wait are still handed out, then `error` is thrown if there is one. */
  end(error?: EslError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#unwatch();
    for (const waiter of this.#waiters.splice(0)) {
      if (error === undefined) waiter.resolve({ done: true, value: undefined });
      else waiter.reject(error);
    }
    this.#lagging = false;
    this.#onChange(this);
  }

  next(): Promise<IteratorResult<EslEvent>> {
    const value = this.#take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (!this.#ended)
      return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
    const error = this.#error;
    this.#error = undefined;
    return error === undefined
      ? Promise.resolve({ done: true, value: undefined })
      : Promise.reject(error);
  }

  return(): Promise<IteratorResult<EslEvent>> {
    this.#queue = [];
    this.#head = 0;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): EslEvent | undefined {
    const event = this.#queue[this.#head];
    if (event === undefined) return undefined;
    this.#head++;
    if (this.#head === this.#queue.length || this.#head >= 1024) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (this.#lagging && this.size <= this.#mark / 2) {
      this.#lagging = false;
      this.#onChange(this);
    }
    return event;
  }
}
