import { expect, test } from "vitest";
import { matchControl } from "./controls.js";

const control = (digits: string, action = "mute") => ({ action, digits, data: undefined });

test("a digit that is a control by itself matches at once", () => {
  const match = matchControl([control("0"), control("1")], "1");
  expect(match).toEqual({ kind: "control", control: control("1") });
});

test("while a longer control may still come, the shorter one waits", () => {
  const controls = [control("1"), control("12")];
  expect(matchControl(controls, "1")).toEqual({ kind: "wait" });
  expect(matchControl(controls, "12").kind).toBe("control");
});

test("a control that begins with = does not wait", () => {
  expect(matchControl([control("=1"), control("12")], "1").kind).toBe("control");
});

test("a control that begins with ~ is a regular expression", () => {
  expect(matchControl([control("~^9\\d$")], "95").kind).toBe("control");
  expect(matchControl([control("~(")], "5")).toEqual({ kind: "none" });
});

test("digits nobody waits for are dropped", () => {
  expect(matchControl([control("1")], "5")).toEqual({ kind: "none" });
});
