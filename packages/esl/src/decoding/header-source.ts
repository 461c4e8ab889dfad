import { foldCase } from "./fold-case.js";
import type { HeaderName } from "./header-name.js";

/** Sees one header; `lossy` when bytes of its value were lost in decoding. */
export type HeaderVisit = (name: string, value: string, lossy: boolean) => void;

/** What `Headers` reads from: a block of bytes still in its wire form, or a list. */
export interface HeaderSource {
  /** The value of the last header of that name. */
  get(name: HeaderName): string | undefined;
  /** Shows every header in order; `visit` must not run code of users. */
  each(visit: HeaderVisit): void;
}

/** Looks at every header, for names that cannot be compared byte by byte. */
export function searchAll(source: HeaderSource, lowerName: string): string | undefined {
  let found: string | undefined;
  source.each((name, value) => {
    if (foldCase(name) === lowerName) found = value;
  });
  return found;
}

/** Headers that were never on the wire. */
export class ListSource implements HeaderSource {
  readonly #list: readonly (readonly [string, string])[];

  constructor(list: readonly (readonly [string, string])[]) {
    this.#list = list;
  }

  get(name: HeaderName): string | undefined {
    return searchAll(this, name.lower);
  }

  each(visit: HeaderVisit): void {
    for (const [name, value] of this.#list) visit(name, value, false);
  }
}
