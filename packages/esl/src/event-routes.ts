import { Emitter } from "./emitter.js";
import type { EslEvent } from "./event.js";
import {
  type EventOf,
  type EventSelector,
  eventKey,
  isEvent,
  selectorKey,
} from "./typed-events.js";

/** Listeners by event name, subclass or action. */
export class EventRoutes {
  readonly #listeners: Emitter<Record<string, [event: EslEvent]>>;
  /** Routes ever added and not taken away: without any, no event is asked for its name. */
  #count = 0;

  constructor(onThrow: (error: unknown, where: string) => void) {
    this.#listeners = new Emitter(onThrow);
  }

  /** Answers how to take the listener away again. */
  add<const S extends EventSelector>(
    selector: S,
    listener: (event: EventOf<S>) => void,
  ): () => void {
    const key = selectorKey(selector);
    const route = (event: EslEvent) => {
      if (isEvent(event, selector)) listener(event);
    };
    this.#listeners.on(key, route);
    this.#count++;
    return () => {
      if (this.#listeners.off(key, route)) this.#count--;
    };
  }

  emit(event: EslEvent): void {
    if (this.#count === 0) return;
    this.#listeners.emit(eventKey(event), event);
    this.#listeners.emit("ALL", event);
  }
}
