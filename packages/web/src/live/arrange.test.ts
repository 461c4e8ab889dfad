import type { LiveMemberV2 } from "@parley/protocol/client";
import { expect, test } from "vitest";
import { arrange, placesOf } from "./arrange.js";

const member = (id: string, name: string, change: Partial<LiveMemberV2> = {}): LiveMemberV2 => ({
  id,
  name,
  number: `100${id}`,
  muted: false,
  deaf: false,
  moderator: false,
  talking: false,
  hold: false,
  video: false,
  handRaised: false,
  energy: 0,
  volumeIn: 0,
  volumeOut: 0,
  joinedAt: "2026-01-01T10:00:00.000Z",
  ...change,
});

const MEMBERS = [
  member("1", "Zoë"),
  member("2", "Émile", { handRaised: true }),
  member("3", "ada", { talking: true }),
  member("4", "Änne", { handRaised: true, talking: true }),
];
const german = new Intl.Collator("de", { numeric: true });
const places = placesOf(
  MEMBERS.map(({ name }) => name),
  german,
);
const ids = (search: string, order: Parameters<typeof arrange>[2]) =>
  arrange(MEMBERS, search, order, places)
    .map(({ id }) => id)
    .join("");

test("raised hands and talkers come first, each group in the order of joining", () => {
  expect(ids("", "hand")).toBe("2413");
  expect(ids("", "talking")).toBe("3412");
});

test("names are in the order of the language, whatever their marks and capitals", () => {
  expect(ids("", "name")).toBe("3421");
});

test("the order of joining is the one they came in, without a copy", () => {
  expect(arrange(MEMBERS, "", "joined", places)).toBe(MEMBERS);
});

test("a search finds names without their marks, and numbers, by all its words", () => {
  expect(ids("EMI", "joined")).toBe("2");
  expect(ids("zoë", "joined")).toBe("1");
  expect(ids("ann 1004", "joined")).toBe("4");
  expect(ids("ann 1003", "joined")).toBe("");
  expect(ids("  ", "joined")).toBe("1234");
});

test("arranging leaves the members as they were", () => {
  const before = [...MEMBERS];
  arrange(MEMBERS, "", "name", places);
  expect(MEMBERS).toEqual(before);
});

test("names that a language takes for the same have the same place", () => {
  const base = new Intl.Collator("de", { sensitivity: "base" });
  expect([...placesOf(["b", "A", "a", "b"], base)]).toEqual([
    ["A", 0],
    ["a", 0],
    ["b", 1],
  ]);
});
