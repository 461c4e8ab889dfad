import type { Header } from "../core/index.js";

type Value = string | readonly string[];

/** An array as a header shows it; one element alone is no array (switch_event.c). */
const joined = (value: Value): string =>
  typeof value === "string"
    ? value
    : value.length === 1
      ? (value[0] ?? "")
      : `ARRAY::${value.join("|:")}`;

/** A channel's variables. What is set anew goes to the end, as in FreeSWITCH's list. */
export class ChannelVariables {
  readonly #values = new Map<string, Value>();
  #headers: readonly Header[] | undefined;

  get(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === undefined ? undefined : joined(value);
  }

  /** One value of an array; undefined for what is none. */
  element(name: string, index: number): string | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? undefined : value?.[index];
  }

  removePrefix(prefix: string): void {
    for (const name of [...this.#values.keys()]) {
      if (name.startsWith(prefix)) this.set(name, undefined);
    }
  }

  /** Without a value the variable goes. */
  set(name: string, value: Value | undefined): void {
    this.#headers = undefined;
    this.#values.delete(name);
    if (value !== undefined && value.length > 0) this.#values.set(name, value);
  }

  /** Adds one value behind those there are; one alone is no array. */
  push(name: string, value: string): void {
    const known = this.#values.get(name) ?? [];
    this.set(name, [...(typeof known === "string" ? [known] : known), value]);
  }

  setAll(values: Iterable<readonly [string, string | undefined]>): void {
    for (const [name, value] of values) this.set(name, value);
  }

  /** `variable_<name>` headers in order; the same array until something changes. */
  headers(): readonly Header[] {
    this.#headers ??= Array.from(
      this.#values,
      ([name, value]): Header => [`variable_${name}`, joined(value)],
    );
    return this.#headers;
  }
}
