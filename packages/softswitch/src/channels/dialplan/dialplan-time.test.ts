import { expect, test } from "vitest";
import { matchesTime } from "./dialplan-time.js";

/** Sunday, 22 November 2026, 07:30:15 GMT. */
const NOW = Date.UTC(2026, 10, 22, 7, 30, 15);

const matches = (attributes: Record<string, string>, offset: number | undefined = 0) =>
  matchesTime(attributes, { now: NOW, offset, zone: undefined });

test.each([
  [{ year: "2026" }, true],
  [{ year: "2020-2025" }, false],
  [{ mon: "11" }, true],
  [{ mon: "12-11" }, true],
  [{ mday: "1,22" }, true],
  [{ mday: "22x" }, true],
  [{ mday: "x" }, false],
  [{ yday: "326" }, true],
  [{ week: "47" }, true],
  [{ mweek: "4" }, true],
  [{ wday: "1" }, true],
  [{ wday: "sunday" }, true],
  [{ wday: "monday,sun" }, false],
  [{ wday: "sun" }, true],
  [{ wday: "mon-fri" }, false],
  [{ wday: "sat-mon" }, true],
  [{ wday: "Mon-Fri,SUN" }, true],
  [{ hour: "7" }, true],
  [{ hour: "18-8" }, true],
  [{ hour: "8-18" }, false],
  [{ minute: "30-45" }, true],
  [{ "minute-of-day": "451" }, true],
  [{ "minute-of-day": "450" }, false],
  [{ "time-of-day": "07:30:15-07:30:15" }, true],
  [{ "time-of-day": "22:00-08:00" }, true],
  [{ "time-of-day": "08:00-22:00" }, false],
  [{ "time-of-day": "08:00-09:00,07:00-07:31" }, true],
  [{ "time-of-day": "07:30" }, false],
  [{ "tz-offset": "0" }, true],
  [{ "tz-offset": "1" }, false],
  [{ dst: "false" }, false],
  [{ year: "2026", hour: "8" }, false],
  [{}, undefined],
] as const)("%j: %s", (attributes, expected) => {
  expect(matches({ ...attributes })).toBe(expected);
});

test("dates are the machine's, from a moment up to another, and one that cannot be read ends the list", () => {
  const at = (ms: number): string => {
    const date = new Date(NOW + ms);
    const [day, time] = [
      [date.getFullYear(), date.getMonth() + 1, date.getDate()].join("-"),
      [date.getHours(), date.getMinutes(), date.getSeconds()].join(":"),
    ];
    return `${day} ${time}`;
  };
  expect(matches({ "date-time": `${at(0)}~${at(1000)}` })).toBe(true);
  expect(matches({ "date-time": `${at(-1000)}~${at(0)}` })).toBe(false);
  expect(matches({ "date-time": `1999-1-1~1999-1-2,${at(0)}~${at(1000)}` })).toBe(true);
  expect(matches({ "date-time": `soon~later,${at(0)}~${at(1000)}` })).toBe(false);
});

test("an offset from GMT or a zone moves the clock", () => {
  expect(matches({ hour: "12" }, 5)).toBe(true);
  expect(matches({ wday: "sat" }, -8)).toBe(true);
  const clock = { now: NOW, offset: undefined };
  expect(matchesTime({ hour: "13" }, { ...clock, zone: "Asia/Kolkata" })).toBe(true);
  expect(matchesTime({ minute: "0" }, { ...clock, zone: "Asia/Kolkata" })).toBe(true);
  expect(matchesTime({ hour: "7" }, { ...clock, zone: "No/Where" })).toBe(true);
});
