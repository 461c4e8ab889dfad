import type { Header, SwitchEvent } from "./types.js";

/** An event as delivered. Lookups by name are built on first use: most events are only written out. */
export class FiredEvent implements SwitchEvent {
  #index: Map<string, string> | undefined;

  constructor(
    readonly name: string,
    readonly subclass: string | undefined,
    readonly sequence: number,
    readonly headers: readonly Header[],
    readonly body: string | undefined,
  ) {}

  get(name: string): string | undefined {
    this.#index ??= new Map(this.headers.map(([key, value]) => [key.toLowerCase(), value]));
    return this.#index.get(name.toLowerCase());
  }
}

/** Headers with an empty value are never added to an event (switch_event.c, switch_event_base_add_header). */
export function withoutEmpty(headers: Iterable<Header> | undefined): Header[] {
  return headers === undefined ? [] : [...headers].filter(([, value]) => value !== "");
}
