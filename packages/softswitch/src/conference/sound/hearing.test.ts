import { expect, test, vi } from "vitest";
import { amplitudeAt, concatFrames } from "../../../testing/listening.js";
import { tickingRooms } from "../../../testing/ticking-rooms.js";

const { open, talkingPair, ticks } = tickingRooms();

test("each hears the others at their own rate and not themselves", () => {
  const { a, b } = talkingPair();
  expect(a.port.hears(1000)).toBeGreaterThan(7700);
  expect(a.port.hears(500)).toBeLessThan(30);
  expect(b.port.hears(500)).toBeGreaterThan(7700);
  expect(b.port.hears(1000)).toBeLessThan(30);
  expect(b.port.heard.at(-1)).toHaveLength(320);
});

test("every port gets something to send in every tick, silence as well", () => {
  const rooms = open();
  const [a] = [rooms.join(), rooms.join()];
  ticks(7);
  expect(a.port.heard).toEqual(Array(7).fill(undefined));
  expect(a.port.reads).toBe(7);
});

test("all who listen get one and the same frame", () => {
  const { rooms, a } = talkingPair();
  const listeners = [rooms.join(), rooms.join(), rooms.join()];
  ticks(3);
  const frames = new Set(listeners.map(({ port }) => port.heard.at(-1)));
  expect(frames.size).toBe(1);
  expect(frames.has(a.port.heard.at(-1))).toBe(false);
});

test("many loud voices are cut off, not turned over", () => {
  const rooms = open();
  const listener = rooms.join();
  for (let n = 0; n < 4; n += 1) rooms.join().port.say(500, 30_000);
  ticks(20);
  const heard = concatFrames(listener.port.heard.slice(-5), 160);
  expect(Math.max(...heard)).toBe(32_767);
  expect(Math.min(...heard)).toBe(-32_768);
  expect(amplitudeAt(heard, 8000, 500)).toBeGreaterThan(32_000);
});

test("who is muted is heard no more within two ticks, and again after unmute", () => {
  const { rooms, a, b } = talkingPair();
  rooms.command(`mute ${a.id}`);
  ticks(2);
  expect(b.port.heard.at(-1)).toBeUndefined();
  rooms.command(`unmute ${a.id}`);
  ticks(15);
  expect(b.port.hears(500)).toBeGreaterThan(7700);
});

test("who is on hold is not heard but hears", () => {
  const { rooms, a, b } = talkingPair();
  rooms.command(`hold ${a.id}`);
  ticks(8);
  expect(b.port.heard.at(-1)).toBeUndefined();
  expect(a.port.hears(1000)).toBeGreaterThan(7700);
});

test("who is deaf gets silence, and still what is played to it alone", () => {
  const { rooms, a } = talkingPair();
  rooms.command(`deaf ${a.id}`);
  ticks(2);
  expect(a.port.heard.at(-1)).toBeUndefined();
  rooms.command(`play tone_stream://%(400,0,1500) ${a.id}`);
  ticks(10);
  expect(a.port.hears(1500)).toBeGreaterThan(10_000);
  expect(a.port.hears(1000)).toBeLessThan(30);
});

test("relations keep two apart and nobody else", () => {
  const { rooms, a, b } = talkingPair();
  const c = rooms.join();
  rooms.command(`relate ${a.id} ${b.id} nospeak`);
  ticks(15);
  expect(b.port.hears(500)).toBeLessThan(30);
  expect(c.port.hears(500)).toBeGreaterThan(7700);
  rooms.command(`relate ${a.id} ${b.id} clear`);
  rooms.command(`relate ${b.id} ${a.id} nohear`);
  ticks(15);
  expect(b.port.hears(500)).toBeLessThan(30);
  expect(a.port.hears(1000)).toBeGreaterThan(7700);
});

test("volumes work on what one says and on what one hears", () => {
  const { rooms, a, b } = talkingPair();
  rooms.command(`volume_in ${a.id} -3`);
  ticks(8);
  expect(b.port.hears(500)).toBeGreaterThan(3100);
  expect(b.port.hears(500)).toBeLessThan(3300);
  rooms.command(`volume_in ${a.id} 0`);
  rooms.command(`volume_out ${b.id} -4`);
  ticks(8);
  expect(b.port.hears(500)).toBeGreaterThan(1500);
  expect(b.port.hears(500)).toBeLessThan(1700);
});

test("gain control brings a voice near its level, a decibel each half second", () => {
  const { rooms, a, b } = talkingPair();
  rooms.command(`agc ${a.id} 2500`);
  ticks(26 * 14);
  expect(b.port.hears(500)).toBeGreaterThan(3600);
  expect(b.port.hears(500)).toBeLessThan(4300);
});

test("who is too loud too often is not heard for a while", () => {
  const { rooms, a, b } = talkingPair();
  rooms.command(`max-energy ${a.id} 4000:400:5`);
  ticks(10);
  expect(b.port.heard.at(-1)).toBeUndefined();
  a.port.say(500, 4000);
  ticks(40);
  expect(b.port.hears(500)).toBeGreaterThan(3700);
});

test("a port that throws is silent, is told of once, and does not silence the others", () => {
  const { rooms, a, b } = talkingPair();
  const lines: string[] = [];
  rooms.core.on("log", ({ text }) => lines.push(text));
  const broken = rooms.seat("", {
    audio: {
      rate: 8000,
      read: () => {
        throw new Error("no line");
      },
      write: () => {},
    },
  });
  ticks(10);
  expect(b.port.hears(500)).toBeGreaterThan(7700);
  expect(a.port.hears(1000)).toBeGreaterThan(7700);
  expect(lines.filter((line) => line.includes("no line"))).toHaveLength(1);
  broken.seat.leave("hangup");
});

test("a room that waits for its moderator is silent until one comes", () => {
  const rooms = open({ "conference-flags": "wait-mod" });
  const [a, b] = [rooms.join(), rooms.join()];
  a.port.say(500);
  ticks(10);
  expect(b.port.heard.at(-1)).toBeUndefined();
  rooms.join(8000, "moderator");
  ticks(10);
  expect(b.port.hears(500)).toBeGreaterThan(7700);
});

test("with the real clock two callers hear each other, and a mute is quick", async () => {
  vi.useRealTimers();
  const rooms = open({ "energy-level": "100" });
  const [a, b] = [rooms.join(48_000), rooms.join(8000)];
  a.port.say(500);
  b.port.say(1000);
  await vi.waitFor(() => {
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
    expect(b.port.hears(500)).toBeGreaterThan(7700);
  });
  expect(a.port.hears(500)).toBeLessThan(60);
  rooms.command(`mute ${b.id}`);
  const { reads } = a.port;
  await vi.waitFor(() => expect(a.port.heard.at(-1)).toBeUndefined(), { interval: 5 });
  expect(a.port.reads - reads).toBeLessThanOrEqual(4);
});
