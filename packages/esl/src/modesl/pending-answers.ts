import type { EslError } from "../errors.js";
import type { Event } from "./event.js";

export interface PendingAnswer {
  /** The command, for errors. */
  readonly label: string;
  done(event: Event): void;
  fail(error: EslError): void;
}

/** Who waits for the event with a certain id. Several may use one id: they are answered in their order. */
export class PendingAnswers {
  readonly #byId = new Map<string, PendingAnswer[]>();

  add(id: string, answer: PendingAnswer): void {
    this.#byId.set(id, [...(this.#byId.get(id) ?? []), answer]);
  }

  /** Ends the waiting of the oldest under that id. */
  take(id: string): PendingAnswer | undefined {
    const [oldest, ...rest] = this.#byId.get(id) ?? [];
    if (rest.length > 0) this.#byId.set(id, rest);
    else this.#byId.delete(id);
    return oldest;
  }

  /** Ends the waiting of this one; false when it has ended. */
  remove(id: string, answer: PendingAnswer): boolean {
    const list = this.#byId.get(id) ?? [];
    const rest = list.filter((other) => other !== answer);
    if (rest.length > 0) this.#byId.set(id, rest);
    else this.#byId.delete(id);
    return rest.length < list.length;
  }

  fail(toError: (label: string) => EslError): void {
    const all = [...this.#byId.values()].flat();
    this.#byId.clear();
    for (const { label, fail } of all) fail(toError(label));
  }
}
