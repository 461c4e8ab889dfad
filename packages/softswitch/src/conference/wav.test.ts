import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { RunningRecorder } from "./recorder.js";
import { probeWav, WavFile } from "./wav.js";

const folder = mkdtempSync(join(tmpdir(), "parley-wav-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a WAV file is complete after every growth, and its folders are made", () => {
  const path = join(folder, "a", "b", "x.wav");
  const file = new WavFile(path, 16_000);
  expect(probeWav(path)).toEqual({ rate: 16_000, samples: 0 });
  file.grow(16_000);
  expect(probeWav(path)).toEqual({ rate: 16_000, samples: 16_000 });
  expect(readFileSync(path)).toHaveLength(file.size);
  file.close();
});

test("a recorder grows with the clock and stands still while paused", () => {
  let now = 1000;
  const path = join(folder, "paused.wav");
  const recorder = new RunningRecorder(path, 8000, () => now);
  now += 500;
  recorder.pause(true);
  now += 10_000;
  recorder.pause(false);
  now += 250;
  expect(recorder.stop()).toEqual({ samples: 6000, rate: 8000, size: 12_044 });
  expect(probeWav(path)).toEqual({ rate: 8000, samples: 6000 });
});

test("what is no WAV file has no length", () => {
  const path = join(folder, "no.wav");
  const file = new WavFile(join(folder, "made.wav"), 8000);
  file.close();
  writeFileSync(path, "RIFFxxxxWAVEjunk");
  expect([probeWav(path), probeWav(join(folder, "absent.wav"))]).toEqual([undefined, undefined]);
});
