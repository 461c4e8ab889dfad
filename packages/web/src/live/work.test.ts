import { expect, test } from "vitest";
import { dismissed, finished, started, type Works } from "./work.js";

const NONE: Works = new Map();

test("a command is pending until it is answered, and leaves nothing when it was done", () => {
  const asked = started(NONE, "7", "mute");
  expect(asked.get("7")).toEqual({ pending: ["mute"] });
  expect(finished(asked, "7", "mute").has("7")).toBe(false);
  expect(NONE.size).toBe(0);
});

test("the same command twice is pending until both are answered", () => {
  const twice = started(started(NONE, "7", "mute"), "7", "mute");
  expect(finished(twice, "7", "mute").get("7")).toEqual({ pending: ["mute"] });
});

test("a failure stays beside what is still pending, until something is asked or it is dismissed", () => {
  const both = started(started(NONE, "7", "mute"), "7", "deaf");
  const failed = finished(both, "7", "mute", "on hold");
  expect(failed.get("7")).toEqual({
    pending: ["deaf"],
    failed: { command: "mute", reason: "on hold" },
  });
  expect(finished(failed, "7", "deaf").get("7")?.failed?.reason).toBe("on hold");
  expect(started(failed, "7", "floor").get("7")).toEqual({ pending: ["deaf", "floor"] });
  expect(dismissed(failed, "7").get("7")).toEqual({ pending: ["deaf"] });
});

test("targets do not mix", () => {
  const works = finished(started(started(NONE, "7", "mute"), "8", "mute"), "7", "mute", "no");
  expect(works.get("8")).toEqual({ pending: ["mute"] });
});
