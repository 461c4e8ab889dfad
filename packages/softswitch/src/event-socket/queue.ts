/** First in, first out, without moving what stays. */
export class Queue<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (this.#head >= this.#items.length) return undefined;
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}

export interface QueueLimits {
  /** Waiting items; more are dropped. 100,000 in FreeSWITCH. */
  readonly maxQueued: number;
  /** Drops in a row that are forgiven; one more ends the connection. 500 in FreeSWITCH. */
  readonly maxLost: number;
}

export const defaultQueueLimits: QueueLimits = { maxQueued: 100_000, maxLost: 500 };

export type Enqueued = "queued" | "recovered" | "lost" | "overrun";

/** A queue that drops when full and says when the losses are too many (mod_event_socket.c, MAX_MISSED). */
export class BoundedQueue<T> extends Queue<T> {
  lost = 0;

  constructor(private readonly limits: QueueLimits) {
    super();
  }

  offer(item: T): Enqueued {
    if (this.length >= this.limits.maxQueued) {
      this.lost += 1;
      return this.lost > this.limits.maxLost ? "overrun" : "lost";
    }
    this.push(item);
    if (this.lost === 0) return "queued";
    this.lost = 0;
    return "recovered";
  }
}
