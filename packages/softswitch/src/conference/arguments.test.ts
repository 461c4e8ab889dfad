import { quoteArgument } from "@parley/esl";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitArguments } from "./arguments.js";

test.each([
  ["room mute 9", ["room", "mute", "9"]],
  ["  room   list  ", ["room", "list"]],
  ["'Zoë\\'s & room' list", ["Zoë's & room", "list"]],
  ["'two words' kick all", ["two words", "kick", "all"]],
  ["O'Brien list all", ["O'Brien list all"]],
  ['"two words" list', ['"two', 'words"', "list"]],
  ["two\\ words list", ["two\\ words", "list"]],
  ["^^:a b:c", ["a b", "c"]],
  ["a\\nb c\\\\d", ["a\nb", "c\\d"]],
  ["", []],
])("%j is split into %j", (line, parts) => {
  expect(splitArguments(line)).toEqual(parts);
});

test("beyond the limit the last part holds the rest of the line", () => {
  expect(splitArguments("a b c d", " ", 2)).toEqual(["a", "b c d"]);
});

test("commas split where commas are asked for", () => {
  expect(splitArguments("8,9,'1,0'", ",")).toEqual(["8", "9", "1,0"]);
});

test("whatever a client quotes arrives as one argument", () => {
  const printable = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => {
    return (
      !/[\u0000-\u001f\u007f-\u009f]/.test(text) && text.trim() === text && !text.startsWith("^^")
    );
  });
  fc.assert(
    fc.property(printable, (name) => {
      expect(splitArguments(`${quoteArgument(name)} list`)).toEqual([name, "list"]);
    }),
  );
});
