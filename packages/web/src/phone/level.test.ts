import { expect, test } from "vitest";
import { levelOf } from "./level.js";

test("silence is 0, full scale is 1, half the decibels between are a half", () => {
  expect(levelOf(new Float32Array(100))).toBe(0);
  expect(levelOf(new Float32Array(100).fill(1))).toBe(1);
  expect(levelOf(new Float32Array(100).fill(10 ** (-30 / 20)))).toBeCloseTo(0.5);
  expect(levelOf(new Float32Array(0))).toBe(0);
});
