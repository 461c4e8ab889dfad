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
export interface EventRoutes {
  /** Answers how to take the listener away again. */
  add<const S extends EventSelector>(
    selector: S,
    listener: (event: EventOf<S>) => void,
  ): () => void;
  emit(event: EslEvent): void;
}

export function eventRoutes(onThrow: (error: unknown, where: string) => void): EventRoutes {
  const listeners = new Emitter<Record<string, [event: EslEvent]>>(onThrow);
  /** Without any listener no event is asked for its name. */
  let count = 0;
  return {
    add(selector, listener) {
      const key = selectorKey(selector);
      const route = (event: EslEvent) => {
        if (isEvent(event, selector)) listener(event);
      };
      listeners.on(key, route);
      count++;
      return () => {
        if (listeners.off(key, route)) count--;
      };
    },
    emit(event) {
      if (count === 0) return;
      listeners.emit(eventKey(event), event);
      listeners.emit("ALL", event);
    },
  };
}
