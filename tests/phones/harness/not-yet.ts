import { test } from "vitest";
import { SWITCH } from "./switches.js";

/**
 * What a FreeSWITCH does and the softswitch does not yet: names of tests, or beginnings of names that end in `…`, with
 * the reason. A line goes when its test is green.
 */
const NOT_YET: readonly (readonly [name: string, reason: string])[] = [];

function reasonAgainst(name: string): string | undefined {
  if (SWITCH !== "softswitch") return undefined;
  return NOT_YET.find(([entry]) =>
    entry.endsWith("…") ? name.startsWith(entry.slice(0, -1)) : entry === name,
  )?.[1];
}

/** A test against the switch of this run; skipped, with the reason printed, when something it needs is missing. */
export function phoneTest(
  name: string,
  body: () => Promise<void>,
  { missing, timeoutMs = 30_000 }: { missing?: string | undefined; timeoutMs?: number } = {},
): void {
  const reason = missing ?? reasonAgainst(name);
  if (reason) process.stdout.write(`Skipped: ${name} (${reason})\n`);
  test.skipIf(reason !== undefined)(name, body, timeoutMs);
}
