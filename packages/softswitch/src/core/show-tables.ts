import type { ShowRegistry, ShowTable } from "./types.js";

/** The subjects of `show`, filled by the rooms that own the rows. */
export class ShowTables implements ShowRegistry {
  readonly #tables = new Map<string, ShowTable>();

  register(subject: string, table: ShowTable): void {
    this.#tables.set(subject.toLowerCase(), table);
  }

  get(subject: string): ShowTable | undefined {
    return this.#tables.get(subject.toLowerCase());
  }

  subjects(): readonly string[] {
    return [...this.#tables.keys()];
  }
}
