import { afterEach, expect, test, vi } from "vitest";
import { formatDuration, readClock, subscribeClock } from "./clock.js";

afterEach(() => {
  vi.useRealTimers();
});

test("durations have minutes, and hours where there are some", () => {
  expect(formatDuration(-5)).toBe("0:00");
  expect(formatDuration(59_999)).toBe("0:59");
  expect(formatDuration(3_600_000)).toBe("1:00:00");
  expect(formatDuration(90 * 3_600_000 + 61_000)).toBe("90:01:01");
});

test("one interval serves everybody and ends with the last", () => {
  vi.useFakeTimers({ now: 1000 });
  const heard = [vi.fn(), vi.fn()] as const;
  const stops = heard.map((each) => subscribeClock(each));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(2000);
  expect(heard.map(({ mock }) => mock.calls.length)).toEqual([2, 2]);
  expect(readClock()).toBe(3000);
  for (const stop of stops) stop();
  expect(vi.getTimerCount()).toBe(0);
});
