import { isArrayValue, splitArray } from "./array-value.js";
import { foldCase, foldKnownCase } from "./fold-case.js";
import { type HeaderSource, ListSource } from "./header-source.js";

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
    const index = this.#source.find(foldKnownCase(name));
    return index === undefined ? undefined : this.#source.read(index).text;
  }

  /** Every value of that name in order, arrays taken apart. */
  getAll(name: string): readonly string[] {
    const wanted = foldCase(name);
    const values: string[] = [];
    for (let index = 0; index < this.#source.size; index++) {
      if (foldCase(this.#source.nameAt(index)) !== wanted) continue;
      const { text } = this.#source.valueAt(index);
      if (isArrayValue(text)) values.push(...splitArray(text));
      else values.push(text);
    }
    return values;
  }

  has(name: string): boolean {
    return this.#source.find(foldKnownCase(name)) !== undefined;
  }

  /** Name and value of every header line, in order, names as the peer spelled them. */
  entries(): readonly (readonly [string, string])[] {
    const source = this.#source;
    const { size } = source;
    const entries: (readonly [string, string])[] = [];
    for (let index = 0; index < size; index++)
      entries.push([source.nameAt(index), source.valueAt(index).text]);
    return entries;
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.entries()[Symbol.iterator]();
  }

  get size(): number {
    return this.#source.size;
  }

  /** Names of the headers that hold bytes which are no UTF-8 (U+FFFD stands for them), or that could not be parsed. */
  undecodable(): readonly string[] {
    const names: string[] = [];
    for (let index = 0; index < this.#source.size; index++) {
      if (this.#source.valueAt(index).lossy) names.push(this.#source.nameAt(index));
    }
    return names;
  }
}
