import { splitArray } from "../decoding/array-value.js";
import { foldCase } from "../decoding/fold-case.js";
import { headerName } from "../decoding/header-name.js";
import { type HeaderSource, ListSource } from "../decoding/header-source.js";

/**
 * Ordered headers. Names compare without case (the switch spells some both ways), repeated names are kept, values
 * are decoded when asked for.
 */
export class Headers {
  readonly #source: HeaderSource;

  /** Internal to this package: use `Headers.from` or a decoder. */
  constructor(source: HeaderSource) {
    this.#source = source;
  }

  /** From pairs of name and text; a text that starts `ARRAY::` counts as an array. */
  static from(entries: Iterable<readonly [string, string]>): Headers {
    return new Headers(new ListSource([...entries]));
  }

  /** The last value of that name, which is the one a JSON parser keeps; arrays in their joined form `ARRAY::a|:b`. */
  get(name: string): string | undefined {
    return this.#source.get(headerName(name));
  }

  /** Every value of that name in order, arrays taken apart. */
  getAll(name: string): readonly string[] {
    const { lower } = headerName(name);
    const values: string[] = [];
    this.#source.each((each, text) => {
      if (foldCase(each) === lower) values.push(...splitArray(text));
    });
    return values;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Name and value of every header line, in order, names as the peer spelled them. */
  entries(): readonly (readonly [string, string])[] {
    const entries: (readonly [string, string])[] = [];
    this.#source.each((name, text) => entries.push([name, text]));
    return entries;
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.entries()[Symbol.iterator]();
  }

  get size(): number {
    return this.entries().length;
  }

  /** Names of the headers that hold bytes which are no UTF-8 (U+FFFD stands for them), or that could not be parsed. */
  undecodable(): readonly string[] {
    const names: string[] = [];
    this.#source.each((name, _, lossy) => lossy && names.push(name));
    return names;
  }
}
