import { randomUUID } from "node:crypto";
import type { FeedEventV2, Role } from "@parley/protocol";
import { Batch, type FeedClient } from "../feed/index.js";

/** Events kept for clients that were away for a moment: half a minute at a hundred a second. */
const KEPT = 3000;
/** Messages that come closer together than this are written together. */
const GATHER_MS = 20;

type WithoutNumber<Event> = Event extends unknown ? Omit<Event, "seq" | "at"> : never;
export type UnnumberedEvent = WithoutNumber<FeedEventV2>;

/**
 * What everybody of one role is told, numbered without a gap. The last events are kept, so that a client which lost its
 * connection goes on where it was; `epoch` tells a client that its number is of another life of the server.
 */
export class RoleStream {
  readonly epoch = randomUUID();
  readonly clients = new Set<FeedClient>();
  readonly #kept: string[] = [];
  #seq = 0;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly role: Role,
    readonly now: () => number,
  ) {}

  get seq(): number {
    return this.#seq;
  }

  publish(event: UnnumberedEvent): void {
    this.#seq += 1;
    const at = new Date(this.now()).toISOString();
    const text = JSON.stringify({ ...event, seq: this.#seq, at });
    this.#kept.push(text);
    if (this.#kept.length > KEPT) this.#kept.splice(0, this.#kept.length - KEPT);
    if (this.clients.size === 0) return;
    this.#waiting.push(text);
    if (this.#timer) return;
    queueMicrotask(() => this.flush());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, GATHER_MS).unref();
  }

  /** Everything after a number; undefined when some of it is gone or the number is of another life. */
  since(epoch: string, seq: number): string[] | undefined {
    const missing = this.#seq - seq;
    if (epoch !== this.epoch || missing < 0 || missing > this.#kept.length) return undefined;
    return missing === 0 ? [] : this.#kept.slice(-missing);
  }

  flush(): void {
    if (this.#waiting.length === 0) return;
    const batch = new Batch(this.#waiting);
    this.#waiting = [];
    for (const client of this.clients) client.send(batch);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
