import { expect, test } from "vitest";
import { may, PERMISSIONS, ROLES } from "./roles.js";

test("an administrator may do everything to everybody, known context or not", () => {
  for (const permission of PERMISSIONS) {
    expect(may("administrator", permission)).toBe(true);
    for (const target of ROLES) expect(may("administrator", permission, target)).toBe(true);
  }
});

test("a moderator controls conferences of moderators and participants, never those of administrators", () => {
  expect(may("moderator", "live.control", "moderator")).toBe(true);
  expect(may("moderator", "live.control", "participant")).toBe(true);
  expect(may("moderator", "live.control", "administrator")).toBe(false);
  expect(may("moderator", "recordings.delete", "administrator")).toBe(false);
});

test("a target without a context belongs to administrators alone", () => {
  expect(may("moderator", "live.watch", undefined)).toBe(false);
  expect(may("participant", "live.watch", undefined)).toBe(false);
});

test("a participant watches participants' conferences and changes nothing", () => {
  expect(may("participant", "live.watch", "participant")).toBe(true);
  expect(may("participant", "live.watch", "moderator")).toBe(false);
  for (const target of ROLES) expect(may("participant", "live.control", target)).toBe(false);
  for (const permission of PERMISSIONS.filter((name) => /write|delete|archive|system/.test(name)))
    expect(may("participant", permission, "participant")).toBe(false);
});
