/**
 * How much an endurance test does: `usual` keeps the suite quick, the environment variable asks for more.
 * @throws Error when the variable is no whole number above zero: a typo must not pass for a long run
 */
export function amount(variable: string, usual: number): number {
  const wished = process.env[variable];
  if (wished === undefined || wished === "") return usual;
  const count = Number(wished);
  if (!Number.isSafeInteger(count) || count <= 0)
    throw new Error(`${variable} is no count: ${wished}`);
  return count;
}

/** Written with thousands apart, for the names of tests. */
export function inWords(count: number): string {
  return count.toLocaleString("en");
}

/** Milliseconds a test may take: the usual 20 s, and `each` for every single thing it does. */
export function allowance(count: number, each: number): number {
  return 20_000 + count * each;
}
