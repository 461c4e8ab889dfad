import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { RunningRecorder } from "./running-recorder.js";
import { openSound, probeSound } from "./sound.js";

const folder = mkdtempSync(join(tmpdir(), "parley-recorder-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a recorder follows the time where no frames come, and stands still while paused", () => {
  let now = 1000;
  const path = join(folder, "paused.wav");
  const recorder = new RunningRecorder(path, 8000, () => now);
  now += 500;
  recorder.pause(true);
  now += 10_000;
  recorder.pause(false);
  now += 250;
  expect(recorder.stop()).toEqual({ samples: 6000, rate: 8000, size: 12_044 });
  expect(probeSound(path, 8000)).toEqual({ rate: 8000, samples: 6000 });
  expect(statSync(path).size).toBe(12_044);
});

test("a pause leaves no trace between two frames", () => {
  let now = 0;
  const path = join(folder, "seamless.wav");
  const recorder = new RunningRecorder(path, 8000, () => now);
  const tick = (value: number): void => {
    now += 20;
    recorder.frame(new Int16Array(160).fill(value));
  };
  tick(1);
  tick(2);
  now += 15;
  recorder.pause(true);
  now += 5000;
  tick(3);
  recorder.pause(false);
  now += 10;
  tick(4);
  expect(recorder.stop().samples).toBe(480);
  const source = openSound(path, 8000);
  expect([source.read()?.[0], source.read()?.[0], source.read()?.[0]]).toEqual([1, 2, 4]);
});

test("frames that come a little late are waited for, a stall becomes silence", () => {
  let now = 0;
  const recorder = new RunningRecorder(join(folder, "late.wav"), 8000, () => now);
  now += 90;
  recorder.frame(new Int16Array(160).fill(1));
  now += 200;
  recorder.frame(new Int16Array(160).fill(2));
  expect(recorder.stop().samples).toBe(290 * 8);
});
