export interface Attempt {
  readonly url: string;
  /** How long to wait before it, in milliseconds. */
  readonly delayMs: number;
  /** Every server has been tried in vain at least once. */
  readonly troubled: boolean;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The next try to reach a switch after so many failed ones: one after the other in the order of preference, and a pause
 * that doubles before each new round. `random` (0 to 1) spreads the pages that lost the same switch.
 */
export function nextAttempt(
  servers: readonly [string, ...string[]],
  failed: number,
  random: number,
): Attempt {
  const round = Math.floor(failed / servers.length);
  const url = servers[failed % servers.length] ?? servers[0];
  const startsRound = failed % servers.length === 0;
  if (round === 0 || !startsRound) return { url, delayMs: 0, troubled: round > 0 };
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (round - 1), LONGEST_PAUSE_MS);
  return { url, delayMs: pause * (0.5 + random / 2), troubled: true };
}
