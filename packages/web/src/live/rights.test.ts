import { expect, test } from "vitest";
import { actionsFor } from "./rights.js";

const QUIET = { muted: false, deaf: false, handRaised: false };
const other = { controllable: false, own: false };
const own = { controllable: false, own: true };
const moderator = { controllable: true, own: false };

test("who may not control others is offered nothing for them", () => {
  expect(actionsFor(QUIET, false, other)).toEqual([]);
  expect(actionsFor({ muted: true, deaf: true, handRaised: true }, false, other)).toEqual([]);
});

test("of oneself one may mute, raise the hand and leave, and take each back", () => {
  expect(actionsFor(QUIET, false, own)).toEqual(["mute", "raiseHand", "kick"]);
  expect(actionsFor({ muted: true, deaf: true, handRaised: true }, false, own)).toEqual([
    "unmute",
    "lowerHand",
    "kick",
  ]);
});

test("who controls is offered what would change something", () => {
  expect(actionsFor(QUIET, true, moderator)).toEqual([
    "mute",
    "deaf",
    "adjust",
    "rename",
    "transfer",
    "kick",
  ]);
  const actions = actionsFor({ muted: true, deaf: true, handRaised: true }, false, moderator);
  expect(actions).toEqual([
    "unmute",
    "undeaf",
    "floor",
    "lowerHand",
    "adjust",
    "rename",
    "transfer",
    "kick",
  ]);
});

test("nobody raises the hand of somebody else", () => {
  expect(actionsFor(QUIET, false, moderator)).not.toContain("raiseHand");
  expect(actionsFor(QUIET, false, { controllable: true, own: true })).toContain("raiseHand");
});
