import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Rate } from "./rate.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the rate is that of the last minute, and each second stands by itself", () => {
  let counter = 1000;
  const rate = new Rate(() => counter);
  expect([rate.perSecond, rate.perEachSecond]).toEqual([0, []]);
  for (const added of [4, 0, 8]) {
    counter += added;
    vi.advanceTimersByTime(1000);
  }
  expect([rate.perSecond, rate.perEachSecond]).toEqual([4, [4, 0, 8]]);
  vi.advanceTimersByTime(60_000);
  expect(rate.perSecond).toBe(0);
  expect(rate.perEachSecond).toEqual(Array(60).fill(0));
  rate.close();
  expect(vi.getTimerCount()).toBe(0);
});
