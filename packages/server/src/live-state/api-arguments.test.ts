import { expect, test } from "vitest";
import { splitApiArguments } from "./api-arguments.js";

test.each([
  ["public_room mute all", ["public_room", "mute", "all"]],
  ["public_room mute all ", ["public_room", "mute", "all"]],
  ["'Zoë\\'s & room' mute all quiet", ["Zoë's & room", "mute", "all", "quiet"]],
  ["'two  blanks' mute all", ["two  blanks", "mute", "all"]],
  ["a\\\\b lock", ["a\\b", "lock"]],
  ["'' mute", ["", "mute"]],
  ["unbalanced' mute all", ["unbalanced mute all"]],
  ["", []],
  ["\\", ["\\"]],
])("%j is split as the switch splits it", (text, words) => {
  expect(splitApiArguments(text)).toEqual(words);
});
