import { expect, test, vi } from "vitest";
import { startTimer } from "./timer.js";

test("an endless timeout does not fire at once, as setTimeout's would", () => {
  vi.useFakeTimers();
  const fired: string[] = [];
  const stop = startTimer(Number.POSITIVE_INFINITY, () => fired.push("endless"));
  startTimer(10, () => fired.push("short"));
  vi.advanceTimersByTime(60_000);
  expect(fired).toEqual(["short"]);
  stop();
  vi.useRealTimers();
});
