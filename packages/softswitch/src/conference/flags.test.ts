import { expect, test } from "vitest";
import { conferenceFlags, isJoinOnly, memberFlags } from "./flags.js";

test("flags of the call are added to those of the profile", () => {
  const flags = memberFlags("mute-detect", "moderator|mute");
  expect(flags).toMatchObject({ muteDetect: true, moderator: true, canSpeak: false });
});

test("any flag of the call cancels a mute of the profile", () => {
  expect(memberFlags("mute|deaf", "moderator")).toMatchObject({ canSpeak: true, canHear: true });
  expect(memberFlags("mute|deaf", "")).toMatchObject({ canSpeak: false, canHear: false });
});

test("unknown flags are ignored, case does not matter, commas separate as well", () => {
  expect(memberFlags("", "Moderator,nonsense,GHOST")).toMatchObject({
    moderator: true,
    ghost: true,
  });
});

test("only the first ten flags are looked at", () => {
  const many = `${"x|".repeat(10)}moderator`;
  expect(memberFlags("", many).moderator).toBe(false);
});

test("a room of the dialplan has JSON status, and only flags FreeSWITCH knows", () => {
  const flags = conferenceFlags("livearray-sync|waste", "wait-mod|moderator");
  expect([...flags].sort()).toEqual(["livearray-json-status", "livearray-sync", "wait-mod"]);
});

test("join-only is told from the call's flags", () => {
  expect([isJoinOnly("mute|join-only"), isJoinOnly("mute")]).toEqual([true, false]);
});
