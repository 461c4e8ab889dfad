import { expect, test } from "vitest";
import { NO_HISTORY, newer, older, sending, shownCommand, typing } from "./command-history.js";

const two = sending(sending(NO_HISTORY, "status"), "version");

test("going back and forth ends at the oldest and at what was being typed", () => {
  const typed = typing(two, "sof");
  expect(shownCommand(older(typed))).toBe("version");
  expect(shownCommand(older(older(older(typed))))).toBe("status");
  expect(shownCommand(newer(older(typed)))).toBe("sof");
  expect(shownCommand(newer(typed))).toBe("sof");
  expect(shownCommand(older(NO_HISTORY))).toBe("");
});

test("an old command that is changed becomes a new one, and the old one stays", () => {
  const changed = typing(older(two), "version full");
  expect(shownCommand(changed)).toBe("version full");
  expect(shownCommand(older(changed))).toBe("version");
});

test("the same command twice in a row is kept once, and only so many at all", () => {
  expect(sending(two, "version").sent).toEqual(["status", "version"]);
  const many = Array.from({ length: 300 }, (_, index) => `uptime ${index}`).reduce(sending, two);
  expect([many.sent.length, many.sent.at(-1)]).toEqual([100, "uptime 299"]);
});
