import { expect, test } from "vitest";
import { nextAttempt } from "./failover.js";

const SERVERS = ["wss://a", "wss://b"] as const;
const urls = (count: number) =>
  Array.from({ length: count }, (_, failed) => nextAttempt(SERVERS, failed, 0.5).url);

test("servers are tried in their order, round after round", () => {
  expect(urls(5)).toEqual(["wss://a", "wss://b", "wss://a", "wss://b", "wss://a"]);
});

test("the first round does not wait", () => {
  expect([0, 1].map((failed) => nextAttempt(SERVERS, failed, 1).delayMs)).toEqual([0, 0]);
});

test("each further round waits twice as long, at most half a minute", () => {
  const rounds = [1, 2, 3, 4, 5, 6, 7, 20];
  const delays = rounds.map((round) => nextAttempt(SERVERS, round * 2, 1).delayMs);
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(nextAttempt(SERVERS, 3, 1).delayMs).toBe(0);
});

test("pauses differ from page to page by up to a half", () => {
  expect(nextAttempt(SERVERS, 2, 0).delayMs).toBe(500);
});

test("there is trouble once every server has failed", () => {
  const troubled = [0, 1, 2, 3].map((failed) => nextAttempt(SERVERS, failed, 0).troubled);
  expect(troubled).toEqual([false, false, true, true]);
});
