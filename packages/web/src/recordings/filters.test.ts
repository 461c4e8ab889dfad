import { expect, test } from "vitest";
import { isFiltered, NO_FILTERS, queryOf, sortedBy } from "./filters.js";

test("days are taken from their first to their last moment of the viewer's own time", () => {
  const { from, to } = queryOf({ ...NO_FILTERS, from: "2026-11-22", to: "2026-11-22" });
  expect(new Date(from ?? "").toString()).toMatch(/22 2026 00:00:00/);
  expect(Date.parse(to ?? "") - Date.parse(from ?? "")).toBe(86_399_999);
});

test("what is not given, blank or half typed is not asked for", () => {
  const query = queryOf({ ...NO_FILTERS, search: "  ", from: "2026-1", to: "99999-99-99" });
  expect(Object.keys(query).sort()).toEqual(["page", "pageSize", "sort"]);
});

test("a sorted column turns round, another begins with its most wanted end", () => {
  expect(sortedBy("-startedAt", "startedAt")).toBe("startedAt");
  expect(sortedBy("startedAt", "startedAt")).toBe("-startedAt");
  expect(sortedBy("-startedAt", "size")).toBe("-size");
  expect(sortedBy("-startedAt", "conference")).toBe("conference");
});

test("sorting and paging are no filters", () => {
  expect(isFiltered({ ...NO_FILTERS, sort: "size", page: 3 })).toBe(false);
  expect(isFiltered({ ...NO_FILTERS, conference: "team" })).toBe(true);
});
