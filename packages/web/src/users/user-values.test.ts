import { expect, test } from "vitest";
import { EMPTY_USER, isChanged, missingFields, newUserOf, patchOf } from "./user-values.js";

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
  expect(missingFields(EMPTY_USER)).toEqual(["name", "email", "context"]);
  expect(missingFields({ ...ADA, name: "  " })).toEqual(["name"]);
});
