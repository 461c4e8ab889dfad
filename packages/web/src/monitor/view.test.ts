import { expect, test } from "vitest";
import { viewed } from "./view.js";

interface Row {
  readonly name: string;
  readonly size: number;
}

const ROWS: readonly Row[] = [
  { name: "room 10", size: 2 },
  { name: "Room 9", size: 2 },
  { name: "Übung", size: 11 },
];
const KEYS = { name: ({ name }: Row) => name, size: ({ size }: Row) => size };
const german = new Intl.Collator("de", { numeric: true });
const names = (search: string, column: "name" | "size", descending = false) =>
  viewed(ROWS, KEYS, ({ name, size }) => `${name} ${size}`, { search, column, descending }, german)
    .map(({ name }) => name)
    .join(", ");

test("numbers in names count as numbers, and numbers as numbers", () => {
  expect(names("", "name")).toBe("Room 9, room 10, Übung");
  expect(names("", "size", true)).toBe("Übung, room 10, Room 9");
});

test("rows that are equal in a column keep their order in both directions", () => {
  expect(names("", "size")).toBe("room 10, Room 9, Übung");
  expect(names("room", "size", true)).toBe("room 10, Room 9");
});

test("every word of a search has to be there, without its marks", () => {
  expect(names("ubung 11", "name")).toBe("Übung");
  expect(names("room 11", "name")).toBe("");
});
