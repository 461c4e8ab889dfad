import { emptyRecord } from "./record.js";

/** The attributes of one tag as they are read. Of a repeated name the first counts, as in switch_xml.c. */
export class AttributeList {
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  #length = 0;

  static of(attributes: Readonly<Record<string, string>>): AttributeList {
    const list = new AttributeList();
    for (const name in attributes) list.add(name, attributes[name] ?? "");
    return list;
  }

  clear(): void {
    this.#length = 0;
  }

  add(name: string, value: string): void {
    this.#names[this.#length] = name;
    this.#values[this.#length] = value;
    this.#length++;
  }

  get(name: string): string | undefined {
    for (let index = 0; index < this.#length; index++) {
      if (this.#names[index] === name) return this.#values[index];
    }
    return undefined;
  }

  /** A copy of its own that inherits nothing. */
  toRecord(): Record<string, string> {
    const record = emptyRecord();
    for (let index = 0; index < this.#length; index++) {
      const name = this.#names[index] as string;
      if (record[name] === undefined) record[name] = this.#values[index] as string;
    }
    return record;
  }
}
