import { expect, test } from "vitest";
import { missingIn } from "../entries/form-shape.js";
import { EMPTY_USER, isChanged, newUserOf, patchOf, USER_SHAPE } from "./user-values.js";

const ADA = {
  name: "Ada",
  email: "ada@example.com",
  context: "team",
  conferencePin: "123456",
  mac: "0004f2abcdef",
};

test("only what was changed is sent, and a MAC address can be taken away", () => {
  expect(patchOf(ADA, { ...ADA, email: " new@example.com ", mac: "" })).toEqual({
    email: "new@example.com",
    mac: "",
  });
  expect(patchOf(ADA, { ...ADA })).toEqual({});
  expect(isChanged(ADA, { ...ADA })).toBe(false);
  expect(isChanged(ADA, { ...ADA, context: "friends" })).toBe(true);
});

test("what was left empty is the server's to choose", () => {
  expect(newUserOf({ ...ADA, conferencePin: " ", mac: "" })).toEqual({
    name: "Ada",
    email: "ada@example.com",
    context: "team",
  });
  expect(newUserOf(ADA)).toEqual(ADA);
});

test("a user needs a name, an address and a context", () => {
  expect(missingIn(USER_SHAPE, EMPTY_USER)).toEqual(["name", "email", "context"]);
  expect(missingIn(USER_SHAPE, { ...ADA, name: "  " })).toEqual(["name"]);
});
