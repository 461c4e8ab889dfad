import { EventEmitter } from "node:events";
import type { LegEvents } from "../types.js";

/** The listeners of a leg. */
export class LegEventSource {
  readonly #emitter = new EventEmitter<LegEvents>();

  on<K extends keyof LegEvents>(name: K, listener: (...args: LegEvents[K]) => void): this {
    this.#emitter.on<keyof LegEvents>(name, listener as (...args: never[]) => void);
    return this;
  }

  off<K extends keyof LegEvents>(name: K, listener: (...args: LegEvents[K]) => void): this {
    this.#emitter.off<keyof LegEvents>(name, listener as (...args: never[]) => void);
    return this;
  }

  protected emit<K extends keyof LegEvents>(name: K, ...args: LegEvents[K]): void {
    // Typed by this method's own signature; the emitter's cannot follow a generic name.
    (this.#emitter as EventEmitter).emit(name, ...args);
  }
}
