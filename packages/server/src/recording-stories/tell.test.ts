import fc from "fast-check";
import { expect, test } from "vitest";
import { readSideFile, sideFileText } from "./side-file-format.js";
import type { Story } from "./story.js";
import { type Attendee, type Happening, openPause, openProblem, peopleIn, tell } from "./tell.js";

const T = Date.parse("2026-11-22T08:00:00.000Z");
const begun: Story = {
  file: "team-2026-11-22T08:00:00.000Z.wav",
  conference: { name: "team", number: "30000", context: "team", type: "16", uuid: "u", node: "n" },
  startedAt: T,
  startedBy: { kind: "user", id: "20000", name: "Ada" },
  pauses: [],
  attendance: [],
  problems: [],
};
const somebody = (member: string, joinedAt = T, name = `Member ${member}`): Attendee => ({
  member,
  number: `2000${member}`,
  name,
  moderator: false,
  joinedAt,
});
const ada = { kind: "member", number: "20001", name: "Ada" } as const;
const told = (...happenings: Happening[]): Story => happenings.reduce(tell, begun);

test("who comes and goes is told with both moments, and who comes twice is there twice", () => {
  const { attendance } = told(
    { type: "joined", member: somebody("1", T - 5000) },
    { type: "left", member: "1", at: T + 1000 },
    { type: "joined", member: somebody("1", T + 2000) },
  );
  expect(attendance).toEqual([
    { ...somebody("1", T - 5000), leftAt: T + 1000 },
    somebody("1", T + 2000),
  ]);
  expect(peopleIn(told({ type: "joined", member: somebody("1") }))).toBe(1);
});

test("a pause has a beginning, an end, and who did either", () => {
  const story = told({ type: "paused", at: T + 10, by: ada }, { type: "resumed", at: T + 20 });
  expect(story.pauses).toEqual([{ from: T + 10, to: T + 20, pausedBy: ada }]);
});

test("a file that stands still is a problem until it grows, is paused, or for ever", () => {
  const still = told({ type: "stalled", at: T + 5 });
  expect(openProblem(still)).toEqual({ kind: "notGrowing", from: T + 5 });
  expect(openProblem(tell(still, { type: "grew", at: T + 9 }))).toBeUndefined();
  expect(openProblem(tell(still, { type: "paused", at: T + 9 }))).toBeUndefined();
  const over = tell(still, { type: "ended", at: T + 9, ending: "stopped" });
  expect(openProblem(over)).toBeDefined();
});

test("nothing that follows the end changes a story, but another name", () => {
  const report = { bytes: 5, milliseconds: 6, samples: 7 };
  const over = told({ type: "ended", at: T + 9, ending: "stopped", by: ada, report });
  expect(over).toMatchObject({ endedAt: T + 9, ending: "stopped", stoppedBy: ada, report });
  const later: Happening[] = [
    { type: "joined", member: somebody("1") },
    { type: "paused", at: T + 10 },
    { type: "stalled", at: T + 10 },
    { type: "found", at: T + 10, status: "running", members: [somebody("1")] },
    { type: "ended", at: T + 10, ending: "unseen" },
  ];
  for (const each of later) expect(tell(over, each)).toBe(over);
  const moved = tell(over, { type: "moved", file: "a.opus" });
  expect(moved).toMatchObject({ file: "a.opus", convertedFrom: begun.file });
  expect(tell(moved, { type: "moved", file: "b.mp3" }).convertedFrom).toBe(begun.file);
});

test("what cannot be leaves the same story", () => {
  const story = told({ type: "joined", member: somebody("1") });
  const impossible: Happening[] = [
    { type: "joined", member: somebody("1", T + 5) },
    { type: "left", member: "2", at: T },
    { type: "described", member: somebody("2") },
    { type: "described", member: somebody("1") },
    { type: "resumed", at: T },
    { type: "grew", at: T },
    { type: "found", at: T, status: "running", members: [somebody("1", T + 900)] },
  ];
  for (const each of impossible) expect(tell(story, each), each.type).toBe(story);
});

test("what is found after a time unseen: who is not listed has left, who is new has joined then", () => {
  const before = told(
    { type: "joined", member: somebody("1") },
    { type: "joined", member: somebody("2") },
    { type: "joined", member: somebody("3") },
    { type: "left", member: "3", at: T + 100 },
  );
  const at = T + 60_000;
  const listed = [somebody("2", T - 800, "Renamed"), somebody("4", T + 30_000)];
  const after = tell(before, { type: "found", at, status: "paused", members: listed });
  expect(after.attendance).toEqual([
    { ...somebody("1"), leftAt: at },
    somebody("2", T, "Renamed"),
    { ...somebody("3"), leftAt: T + 100 },
    somebody("4", T + 30_000),
  ]);
  expect(openPause(after)).toEqual({ from: at });
});

test("a channel that was away in between is there twice, once until it came back", () => {
  const before = told({ type: "joined", member: somebody("1") });
  const members = [somebody("1", T + 30_000)];
  const after = tell(before, { type: "found", at: T + 60_000, status: "running", members });
  expect(after.attendance).toEqual([
    { ...somebody("1"), leftAt: T + 30_000 },
    somebody("1", T + 30_000),
  ]);
});

const moment = fc.integer({ min: T - 100_000, max: T + 100_000 });
const id = fc.constantFrom("1", "2", "3");
const attendee = fc
  .record({ member: id, joinedAt: moment, name: fc.string({ unit: "binary" }) })
  .map(({ member, joinedAt, name }) => somebody(member, joinedAt, name));
const status = fc.constantFrom("running" as const, "paused" as const);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  attendee.map((member) => ({ type: "joined" as const, member })),
  attendee.map((member) => ({ type: "described" as const, member })),
  fc.record({ type: fc.constant("left" as const), member: id, at: moment }),
  fc.record({ type: fc.constantFrom("paused" as const, "resumed" as const), at: moment }),
  fc.record({ type: fc.constantFrom("stalled" as const, "grew" as const), at: moment }),
  fc.record({
    type: fc.constant("found" as const),
    at: moment,
    status,
    members: fc.uniqueArray(attendee, { selector: ({ member }) => member }),
  }),
);

test("whatever happens in whatever order: one stay, pause and problem at a time, no time that runs backwards", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const story = happenings.reduce(tell, begun);
      const open = story.attendance.filter(({ leftAt }) => leftAt === undefined);
      expect(new Set(open.map(({ member }) => member)).size).toBe(open.length);
      for (const { joinedAt, leftAt } of story.attendance)
        expect(leftAt ?? joinedAt).toBeGreaterThanOrEqual(joinedAt);
      for (const turns of [story.pauses, story.problems]) {
        const moments = turns.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]));
        expect(moments).toEqual([...moments].sort((a, b) => a - b));
        expect(moments.length).toBeGreaterThanOrEqual(turns.length * 2 - 1);
        expect(moments.every((each) => each >= T)).toBe(true);
      }
    }),
  );
});

test("a listing leaves exactly those in whom it lists, whatever was told before", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 20 }), happening, (before, last) => {
      fc.pre(last.type === "found");
      const story = [...before, last].reduce(tell, begun);
      const open = story.attendance.filter(({ leftAt }) => leftAt === undefined);
      expect(open.map(({ member }) => member).sort()).toEqual(
        last.members.map(({ member }) => member).sort(),
      );
      expect(openPause(story) !== undefined).toBe(last.status === "paused");
    }),
  );
});

test("what is written is what is read", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 20 }), fc.boolean(), (happenings, over) => {
      let story = happenings.reduce(tell, begun);
      if (over) story = tell(story, { type: "ended", at: T + 9, ending: "unseen" });
      expect(readSideFile(story.file, sideFileText(story))).toEqual(story);
    }),
  );
});

test("looking again at any moment changes nothing when nothing has happened meanwhile", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
      let story = begun;
      for (const each of happenings) {
        story = tell(story, each);
        const members = story.attendance
          .filter(({ leftAt }) => leftAt === undefined)
          .map(({ leftAt: _, ...attendee }) => attendee);
        const listed = openPause(story) ? ("paused" as const) : ("running" as const);
        const found = { type: "found", at: T + 200_000, status: listed, members } as const;
        expect(tell(story, found)).toBe(story);
      }
    }),
  );
});
