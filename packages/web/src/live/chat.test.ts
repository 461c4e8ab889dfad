import type { ChatMessage } from "@parley/protocol/client";
import { expect, test } from "vitest";
import { merged, unread } from "./chat.js";

const line = (id: string, second: number, from = "20101"): ChatMessage => ({
  id,
  at: `2026-01-01T10:00:0${second}.000Z`,
  from: { id: from, name: from },
  text: id,
});
const ids = (lines: readonly ChatMessage[]) => lines.map(({ id }) => id).join("");

test("what was read and told is there once, in the order of writing", () => {
  const read = [line("a", 1), line("b", 2)];
  expect(ids(merged(read, [line("b", 2), line("c", 3)]))).toBe("abc");
  expect(ids(merged([line("c", 3)], [line("a", 1), line("b", 2)]))).toBe("abc");
});

test("nothing new is the same value, so that nothing is drawn anew", () => {
  const read = [line("a", 1)];
  expect(merged(read, [line("a", 1)])).toBe(read);
});

test("unread is what others wrote after the last one that was read", () => {
  const told = [line("a", 1), line("b", 2, "me"), line("c", 3), line("d", 4)];
  expect(unread(told, undefined, "me")).toBe(3);
  expect(unread(told, "b", "me")).toBe(2);
  expect(unread(told, "d", "me")).toBe(0);
  expect(unread(told, "gone", "me")).toBe(3);
});
