import { expect, test } from "vitest";
import { header } from "../../../testing/sounding-rooms.js";
import { tickingRooms } from "../../../testing/ticking-rooms.js";

const { open, talkingPair, ticks } = tickingRooms();

test("a clear voice is told at once, its end 800 ms after it, with how it was", () => {
  const rooms = open({ "energy-level": "100" });
  const [a] = [rooms.join(), rooms.join()];
  ticks(5);
  a.port.say(530);
  ticks(1);
  expect(rooms.actions).toContain(`start-talking ${a.id}`);
  ticks(49);
  a.port.say();
  ticks(39);
  expect(rooms.actions).not.toContain(`stop-talking ${a.id}`);
  ticks(1);
  const stop = rooms.last("stop-talking");
  expect(header(stop, "Talking")).toBe("false");
  expect(header(stop, "talking-gate-hits")).toBe("49");
  expect(header(stop, "talking-total-packets")).toBe("89");
  expect(header(stop, "talking-duration-ms")).toBe("1780");
  expect(Number(header(stop, "talking-average-energy"))).toBeCloseTo(8000 * (2 / Math.PI), -2);
});

test("a soft voice needs five frames, and noise below the threshold is never heard", () => {
  const rooms = open({ "energy-level": "100" });
  const [soft, noise] = [rooms.join(), rooms.join()];
  soft.port.say(500, 400);
  noise.port.say(500, 120);
  ticks(4);
  expect(rooms.actions.some((action) => action.startsWith("start-talking"))).toBe(false);
  ticks(1);
  expect(rooms.actions).toContain(`start-talking ${soft.id}`);
  ticks(50);
  expect(rooms.actions).not.toContain(`start-talking ${noise.id}`);
  expect(soft.port.heard.at(-1)).toBeUndefined();
});

test("times and figures are those a FreeSWITCH 1.10.12 tells of the same sound", () => {
  const rooms = open({ "energy-level": "100" });
  rooms.join();
  ticks(50);
  const b = rooms.join();
  const told = (action: string, ...names: string[]) =>
    names.map((name) => header(rooms.last(action), name));
  const statistics = [
    "talking-gate-hits",
    "talking-total-packets",
    "talking-duration-ms",
    "talking-average-energy",
    "talking-delta-average",
    "talking-hit-on-percent",
    "talking-non-hit-ratio",
    "talking-hit-off-percent",
    "talking-hit-off-differential",
  ] as const;
  ticks(50);
  b.port.say(530, 8000);
  ticks(1);
  expect(told("start-talking", "Member-ID", "Current-Energy")).toEqual([String(b.id), "5055"]);
  expect(told("floor-change", "New-ID", "Current-Energy")).toEqual([String(b.id), "5055"]);
  expect(rooms.actions.slice(-2)).toEqual([`start-talking ${b.id}`, `floor-change ${b.id}`]);
  ticks(49);
  b.port.say();
  ticks(75);
  expect(told("stop-talking", ...statistics)).toEqual([
    "49",
    "89",
    "1780",
    "5092.959184",
    "25.938776",
    "55.056180",
    "2.040816",
    "1.123596",
    "53.932584",
  ]);
  b.port.say(530, 400);
  ticks(5);
  expect(told("start-talking", "Current-Energy")).toEqual(["254"]);
  ticks(45);
  b.port.say();
  ticks(75);
  expect(told("stop-talking", "Current-Energy", ...statistics.slice(0, 5))).toEqual([
    "0",
    "45",
    "85",
    "1700",
    "254.200000",
    "1.600000",
  ]);
});

test("the energy command moves the threshold", () => {
  const { rooms, a, b } = talkingPair();
  rooms.command(`energy ${a.id} 10000`);
  ticks(45);
  expect(rooms.actions).toContain(`stop-talking ${a.id}`);
  expect(b.port.heard.at(-1)).toBeUndefined();
});

test("who is muted is not heard to talk, with mute-detect it is told", () => {
  const rooms = open({ "energy-level": "100" });
  const [plain, watched] = [rooms.join(8000, "mute"), rooms.join(8000, "mute|mute-detect")];
  for (const { port } of [plain, watched]) port.say(500);
  ticks(10);
  expect(rooms.actions).toContain(`mute-detect ${watched.id}`);
  expect(rooms.actions.some((action) => action.startsWith("start-talking"))).toBe(false);
  expect(plain.port.heard.at(-1)).toBeUndefined();
});

test("the floor goes to a speaker once its holder is silent, and the events show the energy", () => {
  const rooms = open({ "energy-level": "100" });
  const [a, b] = [rooms.join(), rooms.join()];
  a.port.say(500);
  ticks(10);
  b.port.say(1000);
  ticks(10);
  expect(rooms.conferences.rooms()[0]?.floorHolder).toBe(a.id);
  a.port.say();
  ticks(30);
  expect(rooms.conferences.rooms()[0]?.floorHolder).toBe(b.id);
  const change = rooms.last("floor-change");
  expect([header(change, "Old-ID"), header(change, "New-ID")]).toEqual([
    String(a.id),
    String(b.id),
  ]);
  expect(Number(header(change, "Current-Energy"))).toBeGreaterThan(4000);
});

test("a steady state calls nobody: no events while everybody goes on as before", () => {
  const { rooms } = talkingPair();
  const before = rooms.events.length;
  const [room] = rooms.conferences.rooms();
  ticks(100);
  expect(rooms.events).toHaveLength(before);
  expect(rooms.conferences.rooms()[0]).toBe(room);
});
