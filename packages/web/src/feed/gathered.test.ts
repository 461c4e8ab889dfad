import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gathered } from "./gathered.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the first change is published at once, those that follow soon together", () => {
  const published: number[] = [];
  const state = gathered(0, (next) => published.push(next));
  for (let next = 1; next <= 50; next += 1) state.set(next);
  expect(published).toEqual([1]);
  expect(state.current).toBe(50);
  vi.advanceTimersByTime(50);
  expect(published).toEqual([1, 50]);
});

test("after a pause the next one is published at once again", () => {
  const published: number[] = [];
  const state = gathered(0, (next) => published.push(next));
  state.set(1);
  vi.advanceTimersByTime(50);
  state.set(2);
  expect(published).toEqual([1, 2]);
});

test("a hundred changes a second are at most 20 publications", () => {
  let published = 0;
  const state = gathered(0, () => {
    published += 1;
  });
  for (let next = 1; next <= 100; next += 1) {
    state.set(next);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(50);
  expect(published).toBeLessThanOrEqual(21);
  expect(published).toBeGreaterThan(15);
});

test("a flush publishes what waits once, and stopping leaves no timer", () => {
  const published: number[] = [];
  const state = gathered(0, (next) => published.push(next));
  state.set(1);
  state.set(2);
  state.flush();
  vi.advanceTimersByTime(50);
  expect(published).toEqual([1, 2]);
  state.set(3);
  state.stop();
  expect(vi.getTimerCount()).toBe(0);
});
