import type { NumberRange } from "../config/index.js";
import { nameKey } from "../values/index.js";

interface Named {
  readonly name: string;
}

/**
 * Entities by id as they will be after the items of a batch that are planned so far; answers what is taken. Hand-made
 * trees may hold a name twice: that is nobody's fault but the next one who wants it.
 */
export class EntityTable<T extends Named> {
  readonly #entities = new Map<string, T>();
  readonly #byKey = new Map<string, Set<string>>();
  readonly #idOf: (entity: T) => string;
  readonly #keysOf: (entity: T) => string[];

  /** `keysOf` names what must be unique besides the id; names are always among it. */
  constructor(
    entities: Iterable<T>,
    idOf: (entity: T) => string,
    uniqueOf: (entity: T) => string[],
  ) {
    this.#idOf = idOf;
    this.#keysOf = (entity) => [nameKeyOf(entity.name), ...uniqueOf(entity)];
    for (const entity of entities) this.put(entity);
  }

  get(id: string): T | undefined {
    return this.#entities.get(id.toLowerCase());
  }

  has(id: string): boolean {
    return this.#entities.has(id.toLowerCase());
  }

  values(): Iterable<T> {
    return this.#entities.values();
  }

  put(entity: T): void {
    const id = this.#idOf(entity).toLowerCase();
    this.delete(id);
    this.#entities.set(id, entity);
    for (const key of this.#keysOf(entity)) {
      const holders = this.#byKey.get(key);
      if (holders === undefined) this.#byKey.set(key, new Set([id]));
      else holders.add(id);
    }
  }

  delete(id: string): void {
    const entity = this.get(id);
    if (entity === undefined) return;
    this.#entities.delete(id.toLowerCase());
    for (const key of this.#keysOf(entity)) this.#byKey.get(key)?.delete(id.toLowerCase());
  }

  /** Whether somebody other than `exceptId` holds the key. */
  isTaken(key: string, exceptId?: string): boolean {
    const holders = this.#byKey.get(key);
    if (holders === undefined) return false;
    const others = exceptId !== undefined && holders.has(exceptId.toLowerCase()) ? 1 : 0;
    return holders.size > others;
  }

  isNameTaken(name: string, exceptId?: string): boolean {
    return this.isTaken(nameKeyOf(name), exceptId);
  }
}

const nameKeyOf = (name: string): string => `name ${nameKey(name)}`;

/** Hands out the lowest free number of a range; a number once handed out is not free again in the same batch. */
export class NumberDesk {
  readonly #isTaken: (number: string) => Promise<boolean>;
  readonly #next = new Map<number, number>();

  constructor(isTaken: (number: string) => Promise<boolean>) {
    this.#isTaken = isTaken;
  }

  /** Undefined when the range is full. */
  async claim(range: NumberRange): Promise<string | undefined> {
    let number = this.#next.get(range.first) ?? range.first;
    while (number <= range.last && (await this.#isTaken(String(number)))) number++;
    this.#next.set(range.first, number + 1);
    return number > range.last ? undefined : String(number);
  }
}
