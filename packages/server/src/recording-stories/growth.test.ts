import { expect, test } from "vitest";
import { type Growth, growthFrom, isStill, look } from "./growth.js";

const RULES = { everyMs: 1000, limitMs: 6000, videoLimitMs: 30_000 };

/** Looks once a second at a file of these sizes; the seconds at which it stands still. */
function stillAt(sizes: readonly (number | undefined)[], file = "a.wav"): number[] {
  let growth: Growth = growthFrom(0);
  return sizes.flatMap((size, index) => {
    growth = look(growth, size, (index + 1) * 1000, RULES);
    return isStill(growth, file, RULES) ? [index + 1] : [];
  });
}
const steps = (everySeconds: number, bytes: number, seconds: number) =>
  Array.from({ length: seconds }, (_, second) => Math.floor(second / everySeconds) * bytes + 44);

test("the steps in which FreeSWITCH writes are growth: 64 KiB of sound at 8 kHz, 256 KiB of a still canvas", () => {
  expect(stillAt(steps(4.1, 65_536, 120))).toEqual([]);
  expect(stillAt(steps(17, 262_144, 300), "a.mp4")).toEqual([]);
});

test("a header alone, a file that never comes, and one that shrinks stand still", () => {
  expect(stillAt(Array(8).fill(44))).toEqual([6, 7, 8]);
  expect(stillAt(Array(8).fill(undefined))).toEqual([6, 7, 8]);
  expect(stillAt([9000, 8000, 7000, 6000, 5000, 4500, 4400, 4300])).toEqual([7, 8]);
});

test("it grows again as soon as it does, also from the beginning", () => {
  expect(stillAt([9000, ...Array(7).fill(9000), 9001, 9001])).toEqual([7, 8]);
  expect(stillAt([90_000, ...Array(7).fill(90_000), 0, 8000, 8000])).toEqual([7, 8, 9]);
});

test("a host that slept, and a clock that was set back, prove nothing", () => {
  const before = growthFrom(0, 9000);
  expect(isStill(look(before, 9000, 3_600_000, RULES), "a.wav", RULES)).toBe(false);
  expect(look(before, 9000, -3_600_000, RULES).stillMs).toBe(0);
});
