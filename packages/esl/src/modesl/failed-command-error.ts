import { EslError } from "../errors.js";
import { Event, type Header, type Priority } from "./event.js";
import type { EventContent } from "./event-content.js";
import type { HeaderValue } from "./types.js";

/**
 * What a callback gets when its answer will never come. It is an error, and it can be asked like an event, so that a program
 * which only knows `getBody()` and `getHeader("Reply-Text")` sees a `-ERR` and goes on. `cause` is the typed reason.
 */
export class FailedCommandError extends EslError implements Event {
  override readonly name = "FailedCommandError";
  declare readonly command: string;
  readonly #reason: EslError;
  readonly #event: Event;

  constructor(command: string, reason: EslError) {
    super(reason.message, { command }, { cause: reason });
    this.#reason = reason;
    const text = reason.message.replace(/[\r\n]+/g, " ");
    this.#event = new Event(
      { "Reply-Text": `-ERR ${text}`, "Modesl-Reply-ERR": text },
      `-ERR ${text}\n`,
    );
  }

  override shouldRetry(): boolean {
    return this.#reason.shouldRetry();
  }

  get _content(): EventContent {
    return this.#event._content;
  }
  get headers(): Header[] {
    return this.#event.headers;
  }
  get hPtr(): number | null {
    return this.#event.hPtr;
  }
  get type(): string {
    return this.#event.type;
  }
  get subclass(): string | undefined {
    return this.#event.subclass;
  }
  get body(): string {
    return this.#event.body;
  }

  serialize(format?: "plain" | "xml" | "json"): string {
    return this.#event.serialize(format);
  }
  setPriority(priority: Priority): void {
    this.#event.setPriority(priority);
  }
  getHeader(name: string): HeaderValue | null {
    return this.#event.getHeader(name);
  }
  getBody(): string {
    return this.#event.getBody();
  }
  getType(): string {
    return this.#event.getType();
  }
  addBody(value: string): string {
    return this.#event.addBody(value);
  }
  addHeader(name: string, value: HeaderValue): HeaderValue {
    return this.#event.addHeader(name, value);
  }
  delHeader(name: string): Header[] | null {
    return this.#event.delHeader(name);
  }
  firstHeader(): string | null {
    return this.#event.firstHeader();
  }
  nextHeader(): string | null {
    return this.#event.nextHeader();
  }
  toJSON(): object {
    return this.#event.toJSON();
  }
}
