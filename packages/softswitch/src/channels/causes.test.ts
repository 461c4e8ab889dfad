import { expect, test } from "vitest";
import { continuesAfter } from "./applications/bridge-application.js";
import { causeOfStatus, findCause, q850, statusOfCause } from "./causes.js";

test.each([
  ["USER_BUSY", 486],
  ["NO_ANSWER", 480],
  ["UNALLOCATED_NUMBER", 404],
  ["CALL_REJECTED", 603],
  ["INCOMPATIBLE_DESTINATION", 488],
])("%s is told as %i", (cause, status) => {
  expect(statusOfCause(cause)).toBe(status);
});

test.each([
  [486, "USER_BUSY"],
  [487, "ORIGINATOR_CANCEL"],
  [404, "UNALLOCATED_NUMBER"],
  [299, "NORMAL_UNSPECIFIED"],
])("%i means %s", (status, cause) => {
  expect(causeOfStatus(status)).toBe(cause);
});

test("FreeSWITCH's own causes count as normal clearing elsewhere", () => {
  expect(q850("MANAGER_REQUEST")).toBe(16);
  expect(findCause("486")).toBeUndefined();
  expect(findCause("17")).toBe("USER_BUSY");
});

test.each([
  ["NO_ANSWER", undefined, undefined, true],
  ["USER_BUSY", undefined, undefined, false],
  ["USER_BUSY", "true", undefined, true],
  ["USER_BUSY", "user_busy,no_answer", undefined, true],
  ["USER_BUSY", "17", undefined, true],
  ["NO_ANSWER", "USER_BUSY", undefined, false],
  ["NO_ANSWER", undefined, "USER_BUSY", true],
  ["USER_BUSY", undefined, "USER_BUSY", false],
])("after %s with continue_on_fail %s and failure_causes %s: goes on %s", (cause, go, fail, on) => {
  expect(continuesAfter(cause, go, fail)).toBe(on);
});
