import { expect, test } from "vitest";
import { FiredEvent } from "../core/event.js";
import type { Header } from "../core/index.js";
import { Filters } from "./filters.js";

const event = (...headers: Header[]) => new FiredEvent("X", undefined, 1, headers, undefined);

function filters(...pairs: (readonly [string, string])[]): Filters {
  const all = new Filters();
  for (const [header, value] of pairs) all.add(header, value);
  return all;
}

test("without filters every event passes, with one only those that match", () => {
  expect(filters().accepts(event())).toBe(true);
  const one = filters(["Caller", "alice"]);
  expect(one.accepts(event(["caller", "ALICE"]))).toBe(true);
  expect(one.accepts(event(["caller", "alice b"]))).toBe(false);
  expect(one.accepts(event(["Other", "alice"]))).toBe(false);
});

test("positive filters are alternatives, a negative match rejects even after a positive one", () => {
  const both = filters(["A", "1"], ["B", "2"], ["C", "-3"]);
  expect(both.accepts(event(["B", "2"]))).toBe(true);
  expect(both.accepts(event(["A", "1"], ["C", "3"]))).toBe(false);
});

test("only negative filters let nothing through", () => {
  expect(filters(["A", "-1"]).accepts(event(["A", "2"]))).toBe(false);
});

test("a value between slashes is a pattern, and a sign before it makes it plain text", () => {
  expect(filters(["A", "/^\\+49/"]).accepts(event(["A", "+4930"]))).toBe(true);
  expect(filters(["A", "x"], ["B", "-/y/"]).accepts(event(["A", "x"], ["B", "y"]))).toBe(true);
});

test("a leading plus is taken for a sign, so a number with one never matches plainly", () => {
  expect(filters(["A", "+4930"]).accepts(event(["A", "+4930"]))).toBe(false);
  expect(filters(["A", "+4930"]).accepts(event(["A", "4930"]))).toBe(true);
});

test("of a repeated header the first value counts", () => {
  expect(filters(["A", "2"]).accepts(event(["A", "1"], ["A", "2"]))).toBe(false);
});

test("deleting compares the stored value with its sign; without a value the header's filters go", () => {
  const kept = filters(["A", "-1"], ["B", "2"]);
  kept.remove("A", "1");
  expect(kept.accepts(event(["B", "2"], ["A", "1"]))).toBe(false);
  kept.remove("a");
  expect(kept.accepts(event(["B", "2"], ["A", "1"]))).toBe(true);
});
