import { expect, test } from "vitest";
import { backoff, ConnectionLostError, type EslError } from "../index.js";

test("the back-off grows to its limit, spreads by its jitter, and is longest after a refusal", () => {
  const plain = backoff({ minMs: 100, maxMs: 1000, factor: 2, jitter: 0 });
  const lost = new ConnectionLostError("x");
  expect([1, 2, 3, 4, 5, 50].map((attempt) => plain(attempt, lost))).toEqual([
    100, 200, 400, 800, 1000, 1000,
  ]);
  const refusal = { shouldRetry: () => false } as unknown as EslError;
  expect(plain(1, refusal)).toBe(1000);
  const spread = backoff({ minMs: 1000, jitter: 0.5 });
  const delays = Array.from({ length: 200 }, () => spread(1, lost) ?? 0);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(500);
  expect(Math.max(...delays)).toBeLessThanOrEqual(1000);
  expect(new Set(delays).size).toBeGreaterThan(20);
});
