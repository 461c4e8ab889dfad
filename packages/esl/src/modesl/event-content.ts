import { foldCase } from "../decoding/fold-case.js";
import type { HeaderValue } from "./types.js";

export interface Header {
  readonly name: string;
  value: HeaderValue;
}

/** An event that is still in its wire form: most listeners ask for a few headers of many. */
export interface EventSource {
  /** The value under that name in any case. */
  get(name: string): HeaderValue | undefined;
  list(): Header[];
  body(): string;
}

const NOTHING: EventSource = { get: () => undefined, list: () => [], body: () => "" };

/** What an event holds; decoded as far as it has been asked for. */
export class EventContent {
  #source: EventSource;
  #headers: Header[] | undefined;
  #body: string | undefined;
  #type: string | undefined;
  #subclass: string | undefined;

  constructor(source: EventSource = NOTHING) {
    this.#source = source;
  }

  get headers(): Header[] {
    this.#headers ??= this.#source.list();
    return this.#headers;
  }

  set headers(headers: Header[]) {
    this.#headers = headers;
  }

  get body(): string {
    this.#body ??= this.#source.body();
    return this.#body;
  }

  set body(body: string) {
    this.#body = body;
  }

  get type(): string {
    this.#type ??= String(this.get("Event-Name") ?? "");
    return this.#type;
  }

  set type(type: string) {
    this.#type = type;
  }

  get subclass(): string | undefined {
    if (this.#subclass !== undefined) return this.#subclass;
    const value = this.get("Event-Subclass");
    return value === undefined ? undefined : String(value);
  }

  set subclass(subclass: string | undefined) {
    this.#subclass = subclass;
  }

  get(name: string): HeaderValue | undefined {
    return this.#headers === undefined ? this.#source.get(name) : this.#find(name)?.value;
  }

  set(name: string, value: HeaderValue): void {
    this.#type = undefined;
    const header = this.#find(name);
    if (header === undefined) this.headers.push({ name, value });
    else header.value = value;
  }

  /** Without looking for an equal name first. */
  append(name: string, value: HeaderValue): void {
    this.headers.push({ name, value });
  }

  delete(name: string): Header[] | null {
    this.#type = undefined;
    const header = this.#find(name);
    if (header === undefined) return null;
    return this.headers.splice(this.headers.indexOf(header), 1);
  }

  #find(name: string): Header | undefined {
    const wanted = foldCase(name);
    return (
      this.headers.find((header) => header.name === name) ??
      this.headers.find((header) => foldCase(header.name) === wanted)
    );
  }
}
