import type { EslEvent } from "./event.js";
import {
  type EventOf,
  type EventSelector,
  eventKey,
  isEvent,
  selectorKey,
} from "./typed-events.js";

interface Route {
  readonly selector: EventSelector;
  readonly listener: (event: never) => void;
}

/** Listeners by event name, subclass or action. */
export class EventRoutes {
  readonly #routes = new Map<string, readonly Route[]>();
  readonly #onThrow: (error: unknown, where: string) => void;

  constructor(onThrow: (error: unknown, where: string) => void) {
    this.#onThrow = onThrow;
  }

  /** Answers how to take the listener away again. */
  add<const S extends EventSelector>(
    selector: S,
    listener: (event: EventOf<S>) => void,
  ): () => void {
    const key = selectorKey(selector);
    const route: Route = { selector, listener };
    this.#routes.set(key, [...(this.#routes.get(key) ?? []), route]);
    return () => {
      const left = (this.#routes.get(key) ?? []).filter((other) => other !== route);
      if (left.length === 0) this.#routes.delete(key);
      else this.#routes.set(key, left);
    };
  }

  emit(event: EslEvent): void {
    if (this.#routes.size === 0) return;
    const key = eventKey(event);
    for (const route of [...(this.#routes.get(key) ?? []), ...(this.#routes.get("ALL") ?? [])]) {
      if (!isEvent(event, route.selector)) continue;
      try {
        route.listener(event as never);
      } catch (error) {
        this.#onThrow(error, key);
      }
    }
  }
}
