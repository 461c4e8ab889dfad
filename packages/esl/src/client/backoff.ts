import type { ReconnectPolicy } from "../types.js";

export interface BackoffOptions {
  /** First delay; 250 ms unless told. */
  readonly minMs?: number;
  /** Longest delay, and the delay after refusals that somebody has to look at; 30 s unless told. */
  readonly maxMs?: number;
  readonly factor?: number;
  /** Share of the delay that is random, 0 to 1; 0.3 unless told. */
  readonly jitter?: number;
}

/** Growing delays with jitter, for ever. A refused login or address is tried again at the longest delay only. */
export function backoff(options: BackoffOptions = {}): ReconnectPolicy {
  const { minMs = 250, maxMs = 30_000, factor = 2, jitter = 0.3 } = options;
  return (attempt, error) => {
    const delay = error.shouldRetry() ? Math.min(maxMs, minMs * factor ** (attempt - 1)) : maxMs;
    return Math.round(delay * (1 - jitter * Math.random()));
  };
}
