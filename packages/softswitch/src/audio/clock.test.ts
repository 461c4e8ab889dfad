import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type AudioClock, createClock } from "./clock.js";

let clock: AudioClock;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  clock.stop();
  vi.useRealTimers();
});

test("a work is done once every 20 ms from the next tick on, until it ends", () => {
  clock = createClock();
  const work = vi.fn();
  const end = clock.each(work);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(work).toHaveBeenCalledTimes(10);
  end();
  end();
  vi.advanceTimersByTime(200);
  expect(work).toHaveBeenCalledTimes(10);
});

test("nothing ticks while nobody has work", () => {
  clock = createClock();
  expect(vi.getTimerCount()).toBe(0);
  const end = clock.each(() => {});
  expect(vi.getTimerCount()).toBe(1);
  end();
  vi.advanceTimersByTime(40);
  expect(vi.getTimerCount()).toBe(0);
  clock.each(() => {});
  expect(vi.getTimerCount()).toBe(1);
});

test("what is added during a tick begins with the next, what is ended during it is not done any more", () => {
  clock = createClock();
  const told: string[] = [];
  let endSecond = (): void => {};
  clock.each(() => {
    told.push("first");
    endSecond();
    if (told.length === 1) clock.each(() => told.push("third"));
  });
  endSecond = clock.each(() => told.push("second"));
  vi.advanceTimersByTime(20);
  expect(told).toEqual(["first"]);
  vi.advanceTimersByTime(20);
  expect(told).toEqual(["first", "first", "third"]);
});

test("one that throws does not stop the others", () => {
  const errors: unknown[] = [];
  clock = createClock({ onError: (error) => errors.push(error) });
  const other = vi.fn();
  clock.each(() => {
    throw new Error("broken port");
  });
  clock.each(other);
  vi.advanceTimersByTime(40);
  expect(other).toHaveBeenCalledTimes(2);
  expect(errors).toHaveLength(2);
});

test("after a stall two ticks come at once, the others are counted as skipped, and the beat is kept", () => {
  let now = 0;
  const late: number[] = [];
  clock = createClock({ now: () => now, onLate: (ms) => late.push(ms) });
  const work = vi.fn();
  clock.each(work);
  now = 20;
  vi.advanceTimersByTime(20);
  expect(work).toHaveBeenCalledTimes(1);
  now = 145;
  vi.advanceTimersByTime(20);
  expect(work).toHaveBeenCalledTimes(3);
  expect(late).toEqual([105, 85]);
  now = 160;
  vi.advanceTimersByTime(20);
  expect(work).toHaveBeenCalledTimes(4);
  const stats = clock.stats();
  expect(stats).toMatchObject({ ticks: 4, late: 2, skipped: 4, max: 105 });
  expect(stats.p99).toBeGreaterThanOrEqual(105);
});

test("with real time it keeps 50 ticks a second", async () => {
  vi.useRealTimers();
  clock = createClock();
  const started = performance.now();
  let ticks = 0;
  await new Promise<void>((resolve) => {
    clock.each(() => {
      ticks += 1;
      if (ticks === 15) resolve();
    });
  });
  const { skipped } = clock.stats();
  const took = performance.now() - started;
  expect(took).toBeGreaterThan((ticks + skipped) * 20 - 25);
});
