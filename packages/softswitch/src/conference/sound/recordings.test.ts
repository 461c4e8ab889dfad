import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { amplitudeAt } from "../../../testing/listening.js";
import { samplesIn, writeTone } from "../../../testing/sound-files.js";
import { header } from "../../../testing/sounding-rooms.js";
import { tickingRooms } from "../../../testing/ticking-rooms.js";
import { toneOf } from "./scripted-voice.js";

const folder = mkdtempSync(join(tmpdir(), "parley-recordings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { open, talkingPair, ticks } = tickingRooms();

test("the file holds the whole mix, and what is played", () => {
  const { rooms } = talkingPair();
  const path = join(folder, "mix.wav");
  rooms.command(`record ${path}`);
  ticks(10);
  rooms.command(`play ${writeTone(join(folder, "into.wav"), 2000, 0.5)}`);
  ticks(50);
  rooms.command(`norecord ${path}`);
  ticks(2);
  const samples = samplesIn(path);
  expect(samples.length).toBeGreaterThan(59 * 160);
  expect(samples.length).toBeLessThanOrEqual(62 * 160);
  const [begin, middle] = [samples.subarray(0, 8 * 160), samples.subarray(15 * 160, 25 * 160)];
  for (const hertz of [500, 1000]) expect(amplitudeAt(begin, 8000, hertz)).toBeGreaterThan(7500);
  expect(amplitudeAt(middle, 8000, 2000)).toBeGreaterThan(7500);
  expect(header(rooms.last("stop-recording"), "Samples-Out")).toBe(String(samples.length));
});

test("a pause leaves no gap: its time is not in the file, and the sound goes on", () => {
  const { rooms } = talkingPair();
  const path = join(folder, "paused.wav");
  rooms.command(`record ${path}`);
  ticks(25);
  rooms.command(`pause ${path}`);
  ticks(100);
  rooms.command(`resume ${path}`);
  ticks(25);
  rooms.command(`norecord ${path}`);
  ticks(2);
  const samples = samplesIn(path);
  expect(samples.length).toBeGreaterThanOrEqual(49 * 160);
  expect(samples.length).toBeLessThanOrEqual(52 * 160);
  for (let at = 160; at + 160 <= 48 * 160; at += 160) {
    expect(amplitudeAt(samples.subarray(at, at + 160), 8000, 500)).toBeGreaterThan(6000);
  }
});

test("scripted callers are tones of their own, at their level, while they talk", () => {
  const rooms = open();
  const [first, second] = [rooms.seat("", { voice: 5000 }), rooms.seat("", { voice: 0 })];
  const path = join(folder, "scripted.wav");
  rooms.command(`record ${path}`);
  ticks(20);
  second.seat.speak(5000);
  first.seat.speak(0);
  ticks(20);
  rooms.command("norecord all");
  ticks(2);
  const samples = samplesIn(path);
  const [begin, end] = [samples.subarray(0, 15 * 160), samples.subarray(24 * 160, 38 * 160)];
  expect(amplitudeAt(begin, 8000, toneOf(first.id))).toBeCloseTo(5000 * (Math.PI / 2), -2);
  expect(amplitudeAt(begin, 8000, toneOf(second.id))).toBeLessThan(10);
  expect(amplitudeAt(end, 8000, toneOf(second.id))).toBeCloseTo(5000 * (Math.PI / 2), -2);
  expect(amplitudeAt(end, 8000, toneOf(first.id))).toBeLessThan(10);
});

test("a scripted caller is heard by one with a port, and the other way round is harmless", () => {
  const rooms = open();
  const scripted = rooms.seat("", { voice: 5000 });
  const real = rooms.join(16_000);
  real.port.say(350);
  ticks(20);
  expect(real.port.hears(toneOf(scripted.id))).toBeGreaterThan(7500);
});

test("the file can be played at any moment while it grows", async () => {
  const { rooms } = talkingPair();
  const path = join(folder, "growing.wav");
  rooms.command(`record ${path}`);
  ticks(60);
  vi.useRealTimers();
  await vi.waitFor(() => expect(samplesIn(path).length).toBeGreaterThanOrEqual(4000));
  const bytes = readFileSync(path);
  expect(bytes.readUInt32LE(40)).toBeLessThanOrEqual(bytes.length - 44);
  expect(bytes.readUInt32LE(4)).toBe(bytes.readUInt32LE(40) + 36);
});
