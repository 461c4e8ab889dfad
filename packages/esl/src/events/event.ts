import type { EventParts } from "../decoding/event-parts.js";
import type { Decoded } from "../decoding/utf8.js";
import { Headers } from "./headers.js";

/** Stands in `undecodable` for a payload that was cut or malformed. */
export const DAMAGED = "(payload)";
/** Stands in `undecodable` for the body. */
export const BODY = "_body";

/** One event of the switch; the same whichever of the three formats it came in. */
export class EslEvent {
  readonly headers: Headers;
  readonly #parts: EventParts;
  /** Empty until it is asked for. */
  #body: readonly [Decoded | undefined] | undefined;

  constructor(parts: EventParts) {
    this.#parts = parts;
    this.headers = new Headers(parts);
  }

  /** `Event-Name`, e.g. `CHANNEL_ANSWER` or `CUSTOM`; empty when the event had none. */
  get name(): string {
    return this.get("Event-Name") ?? "";
  }

  /** `Event-Subclass` of a CUSTOM event, e.g. `conference::maintenance`. */
  get subclass(): string | undefined {
    return this.get("Event-Subclass");
  }

  /** The text after the headers; undefined when there is none or it is empty. */
  get body(): string | undefined {
    return this.#readBody()?.text;
  }

  /** `Event-Sequence`: counts all events a switch process created, also those nobody receives. */
  get sequence(): number | undefined {
    const text = this.get("Event-Sequence") ?? "";
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }

  /** `Core-UUID`: the switch process; another value means the switch was restarted. */
  get coreUuid(): string | undefined {
    return this.get("Core-UUID");
  }

  /** Names of what could not be decoded in full: headers, `_body`, or `(payload)` for a damaged frame. */
  get undecodable(): readonly string[] {
    const names = [...this.headers.undecodable()];
    if (this.#readBody()?.lossy) names.push(BODY);
    if (this.#parts.isDamaged()) names.push(DAMAGED);
    return names;
  }

  get(name: string): string | undefined {
    return this.headers.get(name);
  }

  getAll(name: string): readonly string[] {
    return this.headers.getAll(name);
  }

  #readBody(): Decoded | undefined {
    this.#body ??= [this.#parts.body()];
    return this.#body[0];
  }
}
