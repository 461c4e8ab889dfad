import { foldCase } from "../fold-case.js";
import { serializeEvent } from "./event-text.js";
import type { HeaderMap, HeaderValue } from "./types.js";

export interface Header {
  readonly name: string;
  value: HeaderValue;
}

/** The priorities FreeSWITCH knows. */
export const PRIORITY = { LOW: "LOW", NORMAL: "NORMAL", HIGH: "HIGH" } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** An event with its headers in order; also the form in which replies and notices are handed over. */
export class Event {
  static readonly PRIORITY = PRIORITY;

  headers: Header[] = [];
  /** Where `nextHeader` stands; null before `firstHeader`. */
  hPtr: number | null = null;
  /** `Event-Name`; empty when there is none. */
  type = "";
  subclass: string | undefined;
  body = "";

  /**
   * @param typeOrHeaders an event name, or all headers; among those, `_body` stands for the body
   * @param subclassOrBody a subclass behind a name, the body behind headers
   */
  constructor(typeOrHeaders?: string | HeaderMap, subclassOrBody?: string) {
    if (typeof typeOrHeaders === "string") {
      if (typeOrHeaders !== "") this.addHeader("Event-Name", typeOrHeaders);
      if (subclassOrBody) this.addHeader("Event-Subclass", subclassOrBody);
      return;
    }
    for (const [name, value] of Object.entries(typeOrHeaders ?? {})) {
      if (name === "_body") this.body = String(value);
      else append(this, name, value);
    }
    if (subclassOrBody !== undefined) this.body = subclassOrBody;
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
    return find(this, name)?.value ?? null;
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
    const header = find(this, name);
    if (header === undefined) append(this, name, value);
    else {
      header.value = value;
      note(this, header.name, value);
    }
  }

  delHeader(name: string): void {
    const header = find(this, name);
    if (header === undefined) return;
    this.headers = this.headers.filter((other) => other !== header);
    note(this, header.name, "");
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
}

// Functions and not private members, so that an error can stand in for an event (FailedCommandError).

function append(event: Event, name: string, value: HeaderValue): void {
  event.headers.push({ name, value });
  note(event, name, value);
}

function note(event: Event, name: string, value: HeaderValue): void {
  if (name === "Event-Name") event.type = String(value);
  if (name === "Event-Subclass") event.subclass = value === "" ? undefined : String(value);
}

function find(event: Event, name: string): Header | undefined {
  const wanted = foldCase(name);
  return (
    event.headers.find((header) => header.name === name) ??
    event.headers.find((header) => foldCase(header.name) === wanted)
  );
}
