import { expect, test } from "vitest";
import { timelineOf } from "./timeline.js";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, seconds)).toISOString();
const stay = (number: string, joined: number, left?: number) => ({
  number,
  name: `Caller ${number}`,
  moderator: false,
  joinedAt: at(joined),
  ...(left === undefined ? {} : { leftAt: at(left) }),
});
const told = {
  startedAt: at(0),
  endedAt: at(100),
  status: "finished",
  pauses: [],
  attendance: [],
} as const;

test("who was there before or stayed to the end is there from the first to the last second", () => {
  const attendance = [stay("1", -60), stay("2", 10, 200)];
  const { length, attendees } = timelineOf({ ...told, attendance }, 0);
  expect(length).toBe(100);
  expect(attendees.map(({ stays }) => stays)).toEqual([
    [{ from: 0, to: 100 }],
    [{ from: 10, to: 100 }],
  ]);
});

test("what is after a pause is heard that much earlier, and what is in it has no length", () => {
  const pauses = [{ from: at(20), to: at(50) }];
  const attendance = [stay("1", 10, 60), stay("2", 25, 40), stay("3", 70)];
  const timeline = timelineOf({ ...told, pauses, attendance }, 0);
  expect(timeline.length).toBe(70);
  expect(timeline.pauses).toEqual([{ at: 20, lasted: 30, by: undefined }]);
  expect(timeline.attendees.map(({ stays }) => stays[0])).toEqual([
    { from: 10, to: 30 },
    { from: 20, to: 20 },
    { from: 40, to: 70 },
  ]);
});

test("the file's own length counts where it is known, and nothing lies behind it", () => {
  const { length, attendees } = timelineOf(
    { ...told, duration: 90, attendance: [stay("1", 95, 99)] },
    0,
  );
  expect(length).toBe(90);
  expect(attendees[0]?.stays).toEqual([{ from: 90, to: 90 }]);
});

test("one that runs has come to now, or to where it was paused", () => {
  const { endedAt: _, ...open } = told;
  const now = Date.parse(at(40));
  expect(timelineOf({ ...open, status: "running" }, now).length).toBe(40);
  const pauses = [{ from: at(30) }];
  const paused = timelineOf({ ...open, status: "paused", pauses }, now);
  expect([paused.length, paused.pauses[0]?.lasted]).toEqual([30, undefined]);
  expect(timelineOf({ ...open, status: "finished" }, now).length).toBe(0);
});

test("who comes twice is there once, with two stays", () => {
  const attendance = [stay("1", 0, 10), stay("2", 5), { ...stay("1", 30), moderator: true }];
  const { attendees } = timelineOf({ ...told, attendance }, 0);
  expect(attendees.map(({ number, moderator, stays }) => [number, moderator, stays])).toEqual([
    [
      "1",
      true,
      [
        { from: 0, to: 10 },
        { from: 30, to: 100 },
      ],
    ],
    ["2", false, [{ from: 5, to: 100 }]],
  ]);
});
