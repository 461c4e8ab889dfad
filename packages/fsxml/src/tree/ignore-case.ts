/** Lower case of A–Z only: what C's `strcasecmp` compares by, whatever the locale says about umlauts. */
export function asciiLowerCase(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) : text;
}

/** Equality as FreeSWITCH compares attribute values, user ids and variable names (`strcasecmp`). */
export function equalsIgnoreCase(a: string, b: string): boolean {
  return a === b || (a.length === b.length && asciiLowerCase(a) === asciiLowerCase(b));
}

/**
 * The entry whose key equals `name` regardless of case. FreeSWITCH finds params and variables that way, so a
 * hand-written `<param name="Password" …>` counts as `password`.
 */
export function lookup(record: Readonly<Record<string, string>>, name: string): string | undefined {
  if (Object.hasOwn(record, name)) return record[name];
  const key = Object.keys(record).find((candidate) => equalsIgnoreCase(candidate, name));
  return key === undefined ? undefined : record[key];
}
