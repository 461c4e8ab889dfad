import type { Role } from "@parley/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { recordingPath } from "../live-state/index.js";
import { conferenceFinder } from "./names.js";
import { ownerOf } from "./ownership.js";

interface Configured {
  readonly num: string;
  readonly name: string;
  readonly context: string;
}
const ROLE_OF: Record<string, Role> = {
  team: "administrator",
  friends: "moderator",
  public: "participant",
};
const facts = (conferences: readonly Configured[]) => ({
  byFile: conferenceFinder(conferences),
  byNumber: (number: string) => conferences.find(({ num }) => num === number),
  byName: (name: string) => conferences.find((each) => each.name === name),
  roleOf: (context: string) => ROLE_OF[context],
});
const told = (name: string, number?: string) => ({
  name,
  ...(number === undefined ? {} : { number }),
  type: "default",
  uuid: "u",
  node: "n",
});
const fileOf = (name: string) => recordingPath("/r", { name, type: "default" }, 0).slice(3);

const TEAM = { num: "30000", name: "team", context: "team" };
const FRIENDS = { num: "30700", name: "lounge", context: "friends" };
const PUBLIC = { num: "30900", name: "hall", context: "public" };

test("without a side file the name decides", () => {
  expect(ownerOf(fileOf("lounge"), undefined, facts([TEAM, FRIENDS]))).toBe(FRIENDS);
});

test("a conference renamed since is found by its number", () => {
  const renamed = { ...FRIENDS, name: "salon" };
  const owner = ownerOf(fileOf("lounge"), told("lounge", "30700"), facts([TEAM, renamed]));
  expect(owner).toBe(renamed);
});

test("a recording whose name has been given to another conference since is the old one's, when fewer may see that", () => {
  const moved = { ...TEAM, name: "board" };
  const heir = { ...PUBLIC, name: "team" };
  const conferences = facts([moved, heir]);
  expect(ownerOf(fileOf("team"), told("team", "30000"), conferences)).toBe(moved);
  expect(ownerOf(fileOf("team"), undefined, conferences)).toBe(heir);
});

test("a forged side file opens nothing that the name keeps closed", () => {
  const conferences = facts([TEAM, FRIENDS, PUBLIC]);
  for (const [name, number] of [
    ["hall", "30900"],
    ["lounge", "30700"],
    ["team", "30900"],
    ["team", "30700"],
    ["hall", undefined],
  ] as const)
    expect(ownerOf(fileOf("team"), told(name, number), conferences), name).toBe(TEAM);
  // Of a conference that is there no more the administrators keep what they alone could see.
  const without = facts([FRIENDS, PUBLIC]);
  expect(ownerOf(fileOf("team"), told("hall", "30900"), without)).toBeUndefined();
});

test("a file that somebody named freely is of the conference its side file tells", () => {
  const conferences = facts([TEAM, FRIENDS, PUBLIC]);
  expect(ownerOf("interview.wav", told("hall", "30900"), conferences)).toBe(PUBLIC);
  expect(ownerOf("interview.wav", told("elsewhere"), conferences)).toBeUndefined();
  expect(ownerOf("team-interview.wav", told("hall", "30900"), conferences)).toBe(TEAM);
});

test("whatever a side file tells, who may see a recording that its name gives to a conference never grows", () => {
  const conferences = [TEAM, FRIENDS, PUBLIC];
  const name = fc.constantFrom("team", "lounge", "hall", "other");
  const number = fc.option(fc.constantFrom("30000", "30700", "30900", "1"), { nil: undefined });
  const rank = (context: string | undefined) =>
    ["team", "friends", "public"].indexOf(context ?? "");
  fc.assert(
    fc.property(fc.constantFrom(...conferences), name, number, (own, said, num) => {
      const owner = ownerOf(fileOf(own.name), told(said, num), facts(conferences));
      expect(rank(owner?.context)).toBeLessThanOrEqual(rank(own.context));
    }),
  );
});
