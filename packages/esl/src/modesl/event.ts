import { EventContent, type Header } from "./event-content.js";
import { serializeEvent } from "./event-text.js";
import type { HeaderMap, HeaderValue } from "./types.js";

export type { Header } from "./event-content.js";

/** What `console.log` asks for (util.inspect.custom): what an event holds is decoded late and kept elsewhere. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** The priorities FreeSWITCH knows. */
export const PRIORITY = { LOW: "LOW", NORMAL: "NORMAL", HIGH: "HIGH" } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** An event with its headers in order; also the form in which replies and notices are handed over. */
export class Event {
  static readonly PRIORITY = PRIORITY;

  static {
    const value = function (this: Event) {
      return this.toJSON();
    };
    Object.defineProperty(Event.prototype, INSPECT, { value });
  }

  /** Where `nextHeader` stands; null before `firstHeader`. */
  hPtr: number | null = null;
  /** Internal: where headers and body are kept. */
  readonly _content: EventContent;

  /**
   * @param typeOrHeaders an event name, or all headers; among those, `_body` stands for the body
   * @param subclassOrBody a subclass behind a name, the body behind headers
   */
  constructor(typeOrHeaders?: string | HeaderMap | EventContent, subclassOrBody?: string) {
    const isContent = typeOrHeaders instanceof EventContent;
    this._content = isContent ? typeOrHeaders : new EventContent();
    if (isContent) return;
    if (typeof typeOrHeaders === "string") {
      if (typeOrHeaders !== "") this._content.append("Event-Name", typeOrHeaders);
      if (subclassOrBody) this._content.append("Event-Subclass", subclassOrBody);
      return;
    }
    for (const [name, value] of Object.entries(typeOrHeaders ?? {})) {
      if (name === "_body") this.body = String(value);
      else this._content.append(name, value);
    }
    if (subclassOrBody !== undefined) this.body = subclassOrBody;
  }

  get headers(): Header[] {
    return this._content.headers;
  }

  set headers(headers: Header[]) {
    this._content.headers = headers;
  }

  get body(): string {
    return this._content.body;
  }

  set body(body: string) {
    this._content.body = body;
  }

  /** `Event-Name`, unless it was assigned; empty when there is none. */
  get type(): string {
    return this._content.type;
  }

  set type(type: string) {
    this._content.type = type;
  }

  /** `Event-Subclass`, unless it was assigned. */
  get subclass(): string | undefined {
    return this._content.subclass;
  }

  set subclass(subclass: string | undefined) {
    this._content.subclass = subclass;
  }

  /** The event as text; sets Content-Length to the bytes of the body in that text. */
  serialize(format: "plain" | "xml" | "json" = "plain"): string {
    return serializeEvent(this, format);
  }

  setPriority(priority: Priority): void {
    this.addHeader("priority", priority);
  }

  /** The value under that very name, else under that name in another case, else null. */
  getHeader(name: string): HeaderValue | null {
    return this._content.get(name) ?? null;
  }

  getBody(): string {
    return this.body;
  }

  getType(): string {
    return this.type;
  }

  /** Appends to the body. */
  addBody(value: string): string {
    this.body += value;
    return this.body;
  }

  /** Overwrites a header of that name; answers the value. */
  addHeader(name: string, value: HeaderValue): HeaderValue {
    this._content.set(name, value);
    return value;
  }

  /** Answers what was removed, in a list, or null when there was no such header. */
  delHeader(name: string): Header[] | null {
    return this._content.delete(name);
  }

  /** Goes to the first header and answers its name; null when there is none. */
  firstHeader(): string | null {
    this.hPtr = 0;
    return this.headers[0]?.name ?? null;
  }

  /** Goes on to the next header and answers its name; null at the end, and before `firstHeader`. */
  nextHeader(): string | null {
    if (this.hPtr === null) return null;
    const next = this.headers[this.hPtr + 1];
    this.hPtr = next === undefined ? null : this.hPtr + 1;
    return next?.name ?? null;
  }

  /** The shape that programs of the classic interface store. */
  toJSON(): object {
    const { headers, hPtr, type, subclass, body } = this;
    return { headers, hPtr, type, ...(subclass === undefined ? {} : { subclass }), body };
  }
}
