import { expect, test } from "vitest";
import { peaksOf } from "./peaks.js";

test("each part is as high as its loudest sample in any channel, the loudest of all is 1", () => {
  const left = Float32Array.of(0, 0.25, 0, 0, 0, -0.5);
  const right = Float32Array.of(0, 0, 0.125, 0, 0, 0);
  expect(peaksOf([left, right], 3)).toEqual([0.5, 0.25, 1]);
});

test("silence is flat, and so is nothing", () => {
  expect(peaksOf([new Float32Array(100)], 4)).toEqual([0, 0, 0, 0]);
  expect(peaksOf([], 2)).toEqual([0, 0]);
  expect(peaksOf([new Float32Array(0)], 2)).toEqual([0, 0]);
});

test("a sound shorter than the picture is stretched", () => {
  expect(peaksOf([Float32Array.of(1, 0.5)], 4)).toEqual([1, 1, 0.5, 0.5]);
});
