import { asciiLowerCase } from "../tree/ignore-case.js";
import type { Variables } from "./types.js";

/** FreeSWITCH's global variables: found regardless of case, listed in the order they were last set. */
export class VariableStore {
  readonly #entries = new Map<string, { name: string; value: string }>();

  constructor(initial: Variables = {}) {
    for (const [name, value] of entriesOf(initial)) this.set(name, value);
  }

  get(name: string): string | undefined {
    return this.#entries.get(asciiLowerCase(name))?.value;
  }

  /** An empty value unsets. `${` becomes `%{`, so no global can smuggle a channel variable in (switch_string_var_check). */
  set(name: string, value: string): void {
    const key = asciiLowerCase(name);
    this.#entries.delete(key);
    if (value !== "") this.#entries.set(key, { name, value: disarm(value) });
  }

  toMap(): Map<string, string> {
    return new Map([...this.#entries.values()].map(({ name, value }) => [name, value]));
  }
}

function disarm(value: string): string {
  return value.includes("{") ? value.replace(/\$(\\*\{)/g, "%$1") : value;
}

export function entriesOf(variables: Variables): Iterable<readonly [string, string]> {
  return variables instanceof Map ? variables.entries() : Object.entries(variables);
}
