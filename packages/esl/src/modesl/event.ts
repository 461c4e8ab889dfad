import { EventContent, type Header } from "./event-content.js";
import { serializeEvent } from "./event-text.js";
import type { HeaderMap, HeaderValue } from "./types.js";

export type { Header } from "./event-content.js";

/** The priorities FreeSWITCH knows. */
export const PRIORITY = { LOW: "LOW", NORMAL: "NORMAL", HIGH: "HIGH" } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** An event with its headers in order; also the form in which replies and notices are handed over. */
export class Event {
  static readonly PRIORITY = PRIORITY;

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

  /** `Event-Name`; empty when there is none. */
  get type(): string {
    return this._content.type;
  }

  get subclass(): string | undefined {
    return this._content.subclass;
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

  /** Overwrites a header of that name. */
  addHeader(name: string, value: HeaderValue): void {
    this._content.set(name, value);
  }

  delHeader(name: string): void {
    this._content.delete(name);
  }

  /** Goes to the first header and answers its name; null when there is none. */
  firstHeader(): string | null {
    this.hPtr = 0;
    return this.headers[0]?.name ?? null;
  }

  /** Goes on to the next header and answers its name; null at the end, and before `firstHeader`. */
  nextHeader(): string | null {
    if (this.hPtr === null || this.hPtr >= this.headers.length) return null;
    this.hPtr++;
    return this.headers[this.hPtr]?.name ?? null;
  }

  /** The shape that programs of the classic interface store. */
  toJSON(): object {
    const { headers, hPtr, type, subclass, body } = this;
    return { headers, hPtr, type, ...(subclass === undefined ? {} : { subclass }), body };
  }
}
