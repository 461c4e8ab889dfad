import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { amplitudeAt } from "../../../testing/listening.js";
import { writeTone, writeWav } from "../../../testing/sound-files.js";
import { tickingRooms } from "../../../testing/ticking-rooms.js";

const folder = mkdtempSync(join(tmpdir(), "parley-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { open, talkingPair, ticks } = tickingRooms();

test("a file plays to all for its time, over those who speak", () => {
  const { rooms, a, b } = talkingPair();
  const path = writeTone(join(folder, "announce.wav"), 2000, 0.6);
  rooms.command(`play ${path}`);
  ticks(15);
  expect(a.port.hears(2000)).toBeGreaterThan(7700);
  expect(a.port.hears(1000)).toBeGreaterThan(7700);
  expect(b.port.hears(2000)).toBeGreaterThan(7700);
  ticks(30);
  expect(rooms.actions).toContain("play-file-done");
  expect(a.port.hears(2000)).toBeLessThan(60);
  const loud = a.port.heard.filter((frame) => frame && amplitudeAt(frame, 8000, 2000) > 4000);
  expect(loud.length).toBeGreaterThanOrEqual(29);
  expect(loud.length).toBeLessThanOrEqual(31);
});

test("a pause is silent, resuming goes on, stop ends", () => {
  const rooms = open();
  const a = rooms.join();
  rooms.command(`play ${writeTone(join(folder, "pause.wav"), 2000, 4)}`);
  ticks(10);
  rooms.command("pause_play");
  ticks(10);
  expect(a.port.heard.at(-1)).toBeUndefined();
  rooms.command("pause_play");
  ticks(10);
  expect(a.port.hears(2000)).toBeGreaterThan(7700);
  rooms.command("stop all");
  ticks(3);
  expect(a.port.heard.at(-1)).toBeUndefined();
  expect(rooms.actions).toContain("play-file-done");
});

test("file_seek moves what is heard", () => {
  const rooms = open();
  const a = rooms.join();
  const path = join(folder, "steps.wav");
  const samples = Int16Array.from({ length: 16_000 }, (_, n) => Math.floor(n / 160));
  writeWav(path, samples);
  rooms.command(`play ${path}`);
  ticks(3);
  rooms.command("file_seek 1000");
  ticks(1);
  const [first] = a.port.heard.at(-1) ?? [];
  expect(first).toBeGreaterThanOrEqual(49);
  expect(first).toBeLessThanOrEqual(52);
});

test("file-vol makes it softer in decibels", () => {
  const rooms = open();
  const a = rooms.join();
  rooms.command(`play ${writeTone(join(folder, "vol.wav"), 2000, 2)}`);
  rooms.command("file-vol -6");
  ticks(10);
  expect(a.port.hears(2000)).toBeGreaterThan(3900);
  expect(a.port.hears(2000)).toBeLessThan(4100);
});

test("loops play it again, inf until it is stopped", () => {
  const rooms = open();
  const a = rooms.join();
  const path = writeTone(join(folder, "loop.wav"), 2000, 0.2);
  rooms.command(`play {loops=3}${path}`);
  ticks(40);
  const loud = a.port.heard.filter((frame) => frame && amplitudeAt(frame, 8000, 2000) > 4000);
  expect(loud.length).toBeGreaterThanOrEqual(28);
  expect(loud.length).toBeLessThanOrEqual(31);
  expect(rooms.actions.filter((action) => action === "play-file-done")).toHaveLength(1);
  rooms.command(`play {loops=inf}${path} async`);
  ticks(100);
  expect(a.port.hears(2000, 1)).toBeGreaterThan(7000);
  rooms.command("stop async");
  ticks(3);
  expect(a.port.heard.at(-1)).toBeUndefined();
});

test("to one member it plays over the room, or instead of it with nomux", () => {
  const { rooms, a, b } = talkingPair();
  const path = writeTone(join(folder, "one.wav"), 2000, 1);
  rooms.command(`play ${path} ${a.id}`);
  ticks(10);
  expect(a.port.hears(2000)).toBeGreaterThan(7700);
  expect(a.port.hears(1000)).toBeGreaterThan(7700);
  expect(b.port.hears(2000)).toBeLessThan(60);
  rooms.command(`stop all ${a.id}`);
  ticks(5);
  rooms.command(`play ${path} ${a.id} nomux`);
  ticks(10);
  expect(a.port.hears(2000)).toBeGreaterThan(7700);
  expect(a.port.hears(1000)).toBeLessThan(60);
});

test("prompts come from the sound prefix, from the folder of the room's rate first", () => {
  const sounds = join(folder, "sounds");
  mkdirSync(join(sounds, "conference", "16000"), { recursive: true });
  writeTone(join(sounds, "conference/conf-muted.wav"), 700, 0.5);
  writeTone(join(sounds, "conference/16000/conf-muted.wav"), 1500, 0.5, 16_000);
  const rooms = open({
    rate: "16000",
    "sound-prefix": sounds,
    "muted-sound": "conference/conf-muted.wav",
  });
  const a = rooms.join();
  rooms.command(`mute ${a.id}`);
  ticks(12);
  expect(a.port.hears(1500)).toBeGreaterThan(7000);
  expect(a.port.hears(700)).toBeLessThan(60);
});

test("the sound for one who is kicked is told to its channel, with the prefix", () => {
  const rooms = open({
    "sound-prefix": "/sounds",
    "kicked-sound": "conference/conf-kicked.wav",
  });
  const [a, b] = [rooms.join(), rooms.join()];
  rooms.command(`kick ${a.id}`);
  rooms.command(`kick ${b.id} bye.wav`);
  ticks(1);
  expect(a.left).toEqual([{ reason: "kick", sound: "/sounds/conference/conf-kicked.wav" }]);
  expect(b.left).toEqual([{ reason: "kick", sound: "/sounds/bye.wav" }]);
});
