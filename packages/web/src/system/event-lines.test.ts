import type { SystemEvent } from "@parley/protocol/client";
import { expect, test } from "vitest";
import { colourOf, matching, withAnswer } from "./event-lines.js";

const event = (seq: number, name = "memberJoined", subject = "team"): SystemEvent => ({
  seq,
  at: "2026-11-22T08:00:00.000Z",
  name,
  subject,
  summary: `Ada (20001, member ${seq})`,
});

test("answers are put together, and what comes twice stands once", () => {
  const first = withAnswer(undefined, { items: [event(1), event(2)], since: "a" });
  const second = withAnswer(first, { items: [event(2), event(3)], since: "a" });
  expect(second?.items.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(withAnswer(second, { items: [], since: "a" })).toBe(second);
});

test("a server that has started anew makes everything known worthless", () => {
  const known = withAnswer(undefined, { items: [event(500)], since: "a" });
  expect(withAnswer(known, { items: [event(501)], since: "b" })).toBeUndefined();
});

test("the last thousand are kept", () => {
  const items = Array.from({ length: 1200 }, (_, index) => event(index + 1));
  const known = withAnswer(undefined, { items, since: "a" });
  expect([known?.items.length, known?.items[0]?.seq]).toEqual([1000, 201]);
});

test("every word of the filter stands somewhere in a line", () => {
  const items = [event(1), event(2, "memberLeft", "friends")];
  expect(matching(items, " ")).toBe(items);
  expect(matching(items, "ADA friends").map(({ seq }) => seq)).toEqual([2]);
  expect(matching(items, "team left")).toEqual([]);
});

test("coming and going have different colours", () => {
  expect(colourOf("memberJoined")).not.toBe(colourOf("memberLeft"));
  expect(colourOf("registered")).not.toBe(colourOf("unregistered"));
  expect(colourOf("switchLost")).toBe("red");
  expect(colourOf("somethingElse")).toBe("gray");
});
