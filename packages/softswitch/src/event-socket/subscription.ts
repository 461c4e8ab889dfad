import { EVENT_FORMATS, EVENT_NAMES, type EventFormat } from "@parley/esl";
import type { SwitchEvent } from "../core/index.js";
import { RESERVED_SUBCLASSES } from "./subclasses.js";

const PREFIX = "SWITCH_EVENT_";
const names = new Set<string>(EVENT_NAMES);

/** The canonical event name; the prefix is the one of switch_types.h. */
export function eventName(word: string): string | undefined {
  const upper = word.toUpperCase();
  const name = upper.startsWith(PREFIX) ? upper.slice(PREFIX.length) : upper;
  return names.has(name) ? name : undefined;
}

export interface EventWords {
  readonly format: EventFormat | undefined;
  readonly events: readonly string[];
  readonly subclasses: readonly string[];
}

/** Reads what follows `event` or `nixevent`: everything after the word CUSTOM is a subclass. */
export function parseEventWords(text: string): EventWords {
  const words = text.split(" ").filter((word) => word !== "");
  const format = EVENT_FORMATS.find((each) => each === words[0]?.toLowerCase());
  if (format !== undefined) words.shift();
  const at = words.findIndex((word) => eventName(word) === "CUSTOM");
  const plain = at < 0 ? words : words.slice(0, at + 1);
  return {
    format,
    events: plain.map(eventName).filter((name) => name !== undefined),
    subclasses: at < 0 ? [] : words.slice(at + 1),
  };
}

/** What one connection wants to hear (mod_event_socket.c: event_list and event_hash). */
export class Subscription {
  format: EventFormat = "plain";
  enabled = false;
  #all = false;
  readonly #names = new Set<string>();
  readonly #subclasses = new Set<string>();

  /** Adds; false when no known name was given. The format counts even then. */
  add(words: EventWords): boolean {
    if (words.format !== undefined) this.format = words.format;
    for (const name of words.events) this.#addName(name);
    for (const subclass of words.subclasses) this.#subclasses.add(subclass);
    if (words.events.length === 0) return false;
    this.enabled = true;
    return true;
  }

  remove(words: EventWords): boolean {
    if (words.format !== undefined) this.format = words.format;
    for (const name of words.events) this.#removeName(name, words.subclasses.length > 0);
    for (const subclass of words.subclasses) this.#subclasses.delete(subclass);
    return words.events.length > 0;
  }

  clear(): void {
    this.enabled = false;
    this.#all = false;
    this.#names.clear();
    this.#subclasses.clear();
  }

  wants(event: SwitchEvent): boolean {
    if (!this.enabled) return false;
    if (this.#all) return true;
    if (!this.#names.has(event.name)) return false;
    if (event.name !== "CUSTOM" || event.subclass === undefined) return true;
    return this.#subclasses.has(event.subclass);
  }

  #addName(name: string): void {
    this.#names.add(name);
    if (name !== "ALL") return;
    this.#all = true;
    for (const subclass of RESERVED_SUBCLASSES) this.#subclasses.add(subclass);
  }

  #removeName(name: string, withSubclasses: boolean): void {
    if (name === "ALL") {
      this.#all = false;
      this.#names.clear();
      return;
    }
    // `nixevent CUSTOM a::b` is about the subclass only.
    if (name === "CUSTOM" && withSubclasses) return;
    if (this.#all) {
      this.#all = false;
      for (const each of EVENT_NAMES) if (each !== "ALL") this.#names.add(each);
      this.#names.delete("ALL");
    }
    this.#names.delete(name);
  }
}
