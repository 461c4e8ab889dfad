import { foldCase } from "./fold-case.js";
import type { Decoded } from "./utf8.js";

/** Where a found header lies; only meaningful to the source that answered it. */
export type HeaderPlace = number;

/** What `Headers` reads from: a block of bytes still in its wire form, or a list. */
export interface HeaderSource {
  readonly size: number;
  nameAt(index: number): string;
  valueAt(index: number): Decoded;
  /** The last header of that lower-case name; the place is to be handed to `read`. */
  find(lowerName: string): HeaderPlace | undefined;
  read(place: HeaderPlace): Decoded;
}

/** Headers that were never on the wire. */
export class ListSource implements HeaderSource {
  readonly #list: readonly (readonly [string, string])[];

  constructor(list: readonly (readonly [string, string])[]) {
    this.#list = list;
  }

  get size(): number {
    return this.#list.length;
  }

  nameAt(index: number): string {
    return this.#list[index]?.[0] ?? "";
  }

  valueAt(index: number): Decoded {
    return { text: this.#list[index]?.[1] ?? "", lossy: false };
  }

  find(lowerName: string): HeaderPlace | undefined {
    for (let index = this.#list.length - 1; index >= 0; index--) {
      if (foldCase(this.#list[index]![0]) === lowerName) return index;
    }
    return undefined;
  }

  read(place: HeaderPlace): Decoded {
    return this.valueAt(place);
  }
}
