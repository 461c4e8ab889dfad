import { expect, test } from "vitest";
import {
  ariaSortOf,
  lastPageOf,
  listQueryOf,
  listStateOf,
  nextSort,
  searchStringOf,
} from "./list-state.js";

const SHAPE = {
  sorts: ["id", "name"],
  defaultSort: "id",
  filters: { context: [], registered: ["true", "false"] },
} as const;

test("an empty address is the first page in the usual order", () => {
  const state = listStateOf("", SHAPE);
  expect(state).toEqual({ search: "", sort: "id", page: 1, pageSize: 50, filters: {} });
  expect(searchStringOf(state, SHAPE)).toBe("");
});

test("whatever an address says comes back as the same address", () => {
  const address =
    "search=a%26b+%E2%80%AE%22&context=team&registered=false&sort=-name&page=3&pageSize=100";
  const state = listStateOf(address, SHAPE);
  expect(state.search).toBe('a&b \u202e"');
  expect(state.filters).toEqual({ context: "team", registered: "false" });
  expect(searchStringOf(state, SHAPE)).toBe(address);
});

test("what makes no sense in an address counts as absent", () => {
  const state = listStateOf(
    "sort=--name&page=-1&pageSize=9999&registered=perhaps&context=&other=x",
    SHAPE,
  );
  expect(searchStringOf(state, SHAPE)).toBe("");
  expect(listStateOf("page=1e3", SHAPE).page).toBe(1);
  expect(listStateOf("page=0", SHAPE).page).toBe(1);
  expect(listStateOf("page=9999999", SHAPE).page).toBe(1_000_000);
  expect(listStateOf("sort=constructor", SHAPE).sort).toBe("id");
});

test("the server is not asked for an empty search", () => {
  expect(listQueryOf(listStateOf("context=team", SHAPE))).toEqual({
    sort: "id",
    page: 1,
    pageSize: 50,
    context: "team",
  });
});

test("a second click on a column turns the order round, and the column says so", () => {
  expect(nextSort("id", "name")).toBe("name");
  expect(nextSort("name", "name")).toBe("-name");
  expect(nextSort("-name", "name")).toBe("name");
  expect(ariaSortOf("-name", "name")).toBe("descending");
  expect(ariaSortOf("name", "name")).toBe("ascending");
  expect(ariaSortOf("-name", "id")).toBe("none");
});

test("an empty list has one page", () => {
  expect(lastPageOf(0, 50)).toBe(1);
  expect(lastPageOf(50, 50)).toBe(1);
  expect(lastPageOf(51, 50)).toBe(2);
});
