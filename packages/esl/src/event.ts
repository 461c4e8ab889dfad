import type { EventParts } from "./event-parts.js";
import { headerName } from "./header-name.js";
import { Headers } from "./headers.js";
import type { Decoded } from "./utf8.js";

/** Stands in `undecodable` for a payload that was cut or malformed. */
export const DAMAGED = "(payload)";
/** Stands in `undecodable` for the body. */
export const BODY = "_body";

const EVENT_NAME = headerName("Event-Name");

/** One event of the switch; the same whichever of the three formats it came in. */
export class EslEvent {
  readonly #parts: EventParts;
  #headers: Headers | undefined;
  #name: string | undefined;
  #nameRead = false;
  #body: Decoded | undefined;
  #bodyRead = false;

  constructor(parts: EventParts) {
    this.#parts = parts;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.#parts);
    return this.#headers;
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
    const text = this.get("Event-Sequence");
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }

  /** `Core-UUID`: the switch process; another value means the switch was restarted. */
  get coreUuid(): string | undefined {
    return this.get("Core-UUID");
  }

  /** Names of what could not be decoded in full: headers, `_body`, or `(payload)` for a damaged frame. */
  get undecodable(): readonly string[] {
    const names = [...this.headers.undecodable()];
    if (this.#readBody()?.lossy === true) names.push(BODY);
    if (this.#parts.isDamaged()) names.push(DAMAGED);
    return names;
  }

  get(name: string): string | undefined {
    if (name === "Event-Name") return this.#readName();
    return this.#parts.get(headerName(name));
  }

  getAll(name: string): readonly string[] {
    return this.headers.getAll(name);
  }

  /** The client asks for it before anybody else does: it is looked for once. */
  #readName(): string | undefined {
    if (!this.#nameRead) {
      this.#name = this.#parts.get(EVENT_NAME);
      this.#nameRead = true;
    }
    return this.#name;
  }

  #readBody(): Decoded | undefined {
    if (!this.#bodyRead) {
      this.#body = this.#parts.body();
      this.#bodyRead = true;
    }
    return this.#body;
  }
}
