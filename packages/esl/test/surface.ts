/** Names of a class's methods, inherited ones included, without those of errors and objects. */
export function methodsOf(prototype: object): string[] {
  const names = new Set<string>();
  for (
    let at = prototype;
    at !== Object.prototype && at !== Error.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (name !== "constructor" && typeof value === "function") names.add(name);
  }
  return [...names];
}

/**
 * The exported functions and methods that a test source says no type of: `<typeof door.name>` stands for a function,
 * `<door.Name["method"]>` for a method. Errors are left out.
 */
export function withoutTypeTest(
  doors: Readonly<Record<string, object>>,
  source: string,
  known: readonly string[],
): string[] {
  return Object.entries(doors).flatMap(([door, names]) =>
    Object.entries(names).flatMap(([name, value]: [string, unknown]) => {
      if (typeof value !== "function" || value.prototype instanceof Error) return [];
      const full = `${door}.${name}`;
      if (!/^class\b/.test(String(value)))
        return source.includes(`<typeof ${full}>`) || known.includes(name) ? [] : [full];
      return methodsOf(value.prototype)
        .filter((method) => !known.includes(method) && !source.includes(`<${full}["${method}"]>`))
        .map((method) => `${full}.${method}`);
    }),
  );
}
