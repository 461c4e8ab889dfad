import { expect, test } from "vitest";
import { sparklinePath } from "./sparkline-path.js";

const BOX = { width: 100, height: 10, count: 5 };

test("the newest value stands at the right, the highest at the top", () => {
  expect(sparklinePath([0, 5, 10, 5, 0], BOX)).toBe("M0 10L25 5L50 0L75 5L100 10");
  expect(sparklinePath([9, 0, 5, 10, 5, 0], BOX)).toBe("M0 10L25 5L50 0L75 5L100 10");
});

test("few values stand at the right, none draw nothing, silence lies at the bottom", () => {
  expect(sparklinePath([2, 4], BOX)).toBe("M75 5L100 0");
  expect(sparklinePath([], BOX)).toBe("");
  expect(sparklinePath([0, 0], BOX)).toBe("M75 10L100 10");
});
