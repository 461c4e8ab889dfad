/**
 * Makes a record that inherits nothing, so a key called `constructor` or `__proto__` is only a key. `Object.create(null)` does the
 * same, but V8 makes a hash table of it, which takes several times the room and time of a plain object.
 */
export function emptyRecord(): Record<string, string> {
  return new Bare() as Record<string, string>;
}

const Bare = function Bare() {} as unknown as new () => object;
Bare.prototype = Object.freeze(Object.create(null));
