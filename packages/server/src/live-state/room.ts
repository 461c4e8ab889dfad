import { EventEmitter } from "node:events";
import type { EslEvent } from "@parley/esl";
import type { Switch } from "../switch/index.js";
import { Arrival } from "./arrival.js";
import { decodeSwitchEvent } from "./decode.js";
import { reconcile } from "./difference.js";
import { conferenceKey } from "./entities.js";
import type { DomainEvent } from "./events.js";
import { reduce } from "./reduce.js";
import { SizeWatch } from "./size-watch.js";
import { snapshotToState } from "./snapshot.js";
import { type ChangeMoment, EMPTY_STATE, type LiveChange, type LiveState } from "./types.js";

/** Events that may wait for a snapshot; with more, another snapshot is taken instead. */
const MOST_BUFFERED = 100_000;

export interface LiveStateEvents {
  change: [change: LiveChange, state: LiveState, moment: ChangeMoment];
  /** An event took effect, or asks for an effect; `before` is the state it met. */
  happened: [event: DomainEvent, before: LiveState];
  /** A snapshot of the switch has been taken over; events follow from here. */
  synced: [state: LiveState];
  /** A snapshot failed and is tried again. */
  syncFailed: [error: unknown];
}

export interface LiveStateRoom {
  /** What is going on; the last that was known while the switch is away. */
  readonly current: LiveState;
  /** Whether `current` follows the switch at this moment. */
  readonly synced: boolean;
  /** Takes a snapshot and publishes what differs. */
  resync(): Promise<void>;
  on<K extends keyof LiveStateEvents>(
    event: K,
    listener: (...args: LiveStateEvents[K]) => void,
  ): void;
  off<K extends keyof LiveStateEvents>(
    event: K,
    listener: (...args: LiveStateEvents[K]) => void,
  ): void;
  /** Lets go of the switch and of all timers. */
  close(): void;
}

export interface LiveStateOptions {
  /** Between snapshots that heal what lost events left behind; 60 s unless told, 0: never. */
  readonly resyncMs?: number;
  /** Until a failed snapshot is tried again; 1 s unless told. */
  readonly retryMs?: number;
  /** How long the switch's own count of members may differ from ours; 1 s unless told. */
  readonly mismatchMs?: number;
  readonly now?: () => number;
}

type Source = Pick<
  Switch,
  "node" | "connected" | "on" | "off" | "conferences" | "registrations" | "count"
>;

/** Follows the switch: a snapshot after every "up", then its events. */
export function createLiveState(switch_: Source, options: LiveStateOptions = {}): LiveStateRoom {
  return new Room(switch_, options);
}

interface Arrived {
  readonly event: DomainEvent;
  readonly core: string | undefined;
}

class Room implements LiveStateRoom {
  readonly #emitter = new EventEmitter<LiveStateEvents>();
  readonly #switch: Source;
  readonly #options: LiveStateOptions;
  readonly #arrival = new Arrival();
  readonly #sizes: SizeWatch;
  readonly #resyncTimer: NodeJS.Timeout | undefined;
  #state: LiveState = EMPTY_STATE;
  #synced = false;
  /** Events wait here while a snapshot is taken. */
  #buffer: Arrived[] | undefined;
  /** Counts links: a snapshot asked of an earlier one is worth nothing. */
  #link = 0;
  #retry: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** Events were given up while a snapshot was under way: another one has to follow it. */
  #overflowed = false;

  constructor(switch_: Source, options: LiveStateOptions) {
    this.#switch = switch_;
    this.#options = options;
    this.#sizes = new SizeWatch(options.mismatchMs ?? 1000, () => this.#resyncInBackground());
    const everyMs = options.resyncMs ?? 60_000;
    if (everyMs > 0)
      this.#resyncTimer = setInterval(() => this.#resyncInBackground(), everyMs).unref();
    switch_.on("up", this.#onUp);
    switch_.on("down", this.#onDown);
    switch_.on("event", this.#onEvent);
    if (switch_.connected) this.#onUp();
  }

  get current(): LiveState {
    return this.#state;
  }

  get synced(): boolean {
    return this.#synced;
  }

  on<K extends keyof LiveStateEvents>(
    event: K,
    listener: (...args: LiveStateEvents[K]) => void,
  ): void {
    (this.#emitter as EventEmitter).on(event, listener as (...args: unknown[]) => void);
  }

  off<K extends keyof LiveStateEvents>(
    event: K,
    listener: (...args: LiveStateEvents[K]) => void,
  ): void {
    (this.#emitter as EventEmitter).off(event, listener as (...args: unknown[]) => void);
  }

  close(): void {
    this.#switch.off("up", this.#onUp);
    this.#switch.off("down", this.#onDown);
    this.#switch.off("event", this.#onEvent);
    this.#onDown();
    this.#sizes.close();
    clearInterval(this.#resyncTimer);
  }

  resync(): Promise<void> {
    if (this.#running) return this.#running;
    const running = this.#sync(this.#link).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  readonly #onUp = (): void => {
    this.#onDown();
    this.#buffer = [];
    this.#resyncInBackground();
  };

  readonly #onDown = (): void => {
    this.#link += 1;
    this.#running = undefined;
    this.#synced = false;
    this.#buffer = undefined;
    clearTimeout(this.#retry);
  };

  readonly #onEvent = (event: EslEvent): void => {
    const decoded = decodeSwitchEvent(event, this.#switch.node);
    if (!decoded) {
      this.#switch.count("ignored");
      return;
    }
    const arrived = { event: decoded, core: event.coreUuid };
    if (this.#buffer) this.#wait(arrived);
    else this.#apply(arrived);
  };

  #wait(arrived: Arrived): void {
    this.#buffer ??= [];
    if (this.#buffer.length >= MOST_BUFFERED) {
      this.#buffer.length = 0;
      this.#overflowed = true;
    }
    this.#buffer.push(arrived);
  }

  #resyncInBackground(): void {
    if (!this.#switch.connected) return;
    this.resync().catch((error: unknown) => this.#emitter.emit("syncFailed", error));
  }

  /** Subscribed already: events of this very moment wait, then those that still mean something take effect. */
  async #sync(link: number): Promise<void> {
    this.#buffer ??= [];
    try {
      const listings = [this.#switch.conferences(), this.#switch.registrations()] as const;
      const [conferences, registrations] = await Promise.all(listings);
      if (link !== this.#link) return;
      const now = (this.#options.now ?? Date.now)();
      this.#takeOver(snapshotToState(conferences, registrations, this.#switch.node, now), now);
    } catch (error) {
      if (link !== this.#link) return;
      this.#retryLater();
      throw error;
    }
  }

  /** State that follows nothing is not to be trusted, but old events are no better: keep buffering until a snapshot. */
  #retryLater(): void {
    clearTimeout(this.#retry);
    if (this.#synced) {
      this.#flush();
      return;
    }
    const waitMs = this.#options.retryMs ?? 1000;
    this.#retry = setTimeout(() => this.#resyncInBackground(), waitMs).unref();
  }

  #takeOver(snapshot: LiveState, at: number): void {
    const before = this.#state;
    const { state, changes } = reconcile(before, snapshot);
    this.#state = state;
    this.#synced = true;
    // Whoever asks from here on, be it a listener below, wants a snapshot of a later moment.
    this.#running = undefined;
    for (const key of before.conferences.keys())
      if (!state.conferences.has(key)) this.#arrival.forget(key);
    this.#tell(changes, state, { at, by: "snapshot" });
    this.#sizes.settle(state);
    this.#flush();
    this.#emitter.emit("synced", this.#state);
    if (!this.#overflowed) return;
    this.#overflowed = false;
    setImmediate(() => this.#resyncInBackground());
  }

  #flush(): void {
    const waiting = this.#buffer ?? [];
    this.#buffer = undefined;
    for (const each of waiting) this.#apply(each);
  }

  #apply({ event, core }: Arrived): void {
    this.#arrival.startOver(core);
    if (!this.#arrival.accepts(event)) {
      this.#switch.count("unknown");
      return;
    }
    const before = this.#state;
    const { state, changes } = reduce(before, event);
    this.#state = state;
    this.#watchSize(event, state);
    if (changes.length > 0 || event.type === "controlPressed")
      this.#emitter.emit("happened", event, before);
    else if (state === before && event.type !== "timePassed") this.#switch.count("unknown");
    this.#tell(changes, state, { at: event.at, by: "event" });
  }

  #tell(changes: readonly LiveChange[], state: LiveState, moment: ChangeMoment): void {
    for (const change of changes) this.#emitter.emit("change", change, state, moment);
  }

  #watchSize(event: DomainEvent, state: LiveState): void {
    if (!("conference" in event) || event.conference.size === undefined) return;
    const key = conferenceKey(event.conference);
    this.#sizes.saw(key, event.conference.size, state);
  }
}
