import { expect, test } from "vitest";
import { parseDialString } from "./dial-string.js";

const urls = (text: string): string[][] =>
  parseDialString(text).alternatives.map((round) => round.map(({ url }) => url));

test("commas ring at once, bars one after the other", () => {
  expect(urls("user/1,user/2|user/3")).toEqual([["user/1", "user/2"], ["user/3"]]);
});

test("braces are for all, brackets for one", () => {
  const plan = parseDialString("{a=1,b='x,y'}[leg_timeout=5]user/1,user/2");
  expect(plan.variables).toEqual([
    ["a", "1"],
    ["b", "x,y"],
  ]);
  const [round] = plan.alternatives;
  expect(round?.map(({ variables }) => variables)).toEqual([[["leg_timeout", "5"]], []]);
});

test("another separator of variables is named in front", () => {
  const { variables } = parseDialString("{^^:a=1,2:b=3}user/1");
  expect(variables).toEqual([
    ["a", "1,2"],
    ["b", "3"],
  ]);
});

test("an escaped comma belongs to the value", () => {
  expect(parseDialString("{a=1\\,2}user/1").variables).toEqual([["a", "1,2"]]);
});
