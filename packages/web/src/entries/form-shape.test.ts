import { expect, test } from "vitest";
import { isChangedIn, missingIn, patchIn } from "./form-shape.js";

const SHAPE = { fields: ["name", "pin"], required: ["name"] } as const;
const ADA = { name: "Ada", pin: "12" };

test("a field of blanks is missing where it is required, and nowhere else", () => {
  expect(missingIn(SHAPE, { name: " ", pin: "" })).toEqual(["name"]);
  expect(missingIn(SHAPE, { name: "Ada", pin: "" })).toEqual([]);
});

test("only what is different is sent, without blanks around it", () => {
  expect(isChangedIn(SHAPE, ADA, { ...ADA })).toBe(false);
  expect(isChangedIn(SHAPE, ADA, { ...ADA, pin: "" })).toBe(true);
  expect(patchIn(SHAPE, ADA, { name: " Béla ", pin: "12" })).toEqual({ name: "Béla" });
});
