import { ProblemError } from "@parley/protocol/client";
import { expect, test } from "vitest";
import { onlyOf, removeAll } from "./outcomes.js";

const refused = { ok: false, code: "not found", detail: "gone" } as const;

test("the only item is given, and a refusal of it is thrown as the server said it", () => {
  expect(onlyOf([{ ok: true, item: "Ada" }])).toBe("Ada");
  expect(() => onlyOf([refused])).toThrow(ProblemError);
  expect(() => onlyOf([refused])).toThrow("gone");
  expect(() => onlyOf([])).toThrow("no outcome");
});

test("many are removed by few requests, and what fails is counted beside what is gone", async () => {
  const asked: number[] = [];
  const ids = Array.from({ length: 1201 }, (_, index) => String(index));
  const result = await removeAll(ids, async (some) => {
    asked.push(some.length);
    return { outcomes: some.map((id) => (id === "700" ? refused : { ok: true, item: id })) };
  });
  expect(asked).toEqual([500, 500, 201]);
  expect([result.removed.length, result.failed]).toEqual([1200, 1]);
  expect(result.removed).not.toContain("700");
  expect(result.error?.message).toBe("gone");
});

test("nothing is asked for nothing", async () => {
  const result = await removeAll([], () => Promise.reject(new Error("asked")));
  expect(result).toEqual({ removed: [], failed: 0, error: undefined });
});
