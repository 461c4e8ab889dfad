import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { amplitudeAt, concatFrames } from "../../testing/listening.js";
import { openSound, probeSound } from "./sound.js";
import { SoundError, type SoundSource } from "./source.js";
import { createTone } from "./tone.js";
import type { Frame } from "./types.js";
import { parseWav, wavHeader } from "./wav-header.js";
import { WavWriter } from "./wav-writer.js";

const folder = (): string => mkdtempSync(join(tmpdir(), "parley-sound-"));

function writeTone(path: string, rate: number, hertz: number, seconds = 0.4): string {
  const next = createTone(rate, [hertz], 8000);
  const frames = Array.from({ length: Math.round(seconds * 50) }, next);
  const samples = concatFrames(frames, rate / 50);
  writeFileSync(
    path,
    Buffer.concat([wavHeader(samples.length, rate), Buffer.from(samples.buffer)]),
  );
  return path;
}

function readAll(source: SoundSource): Int16Array {
  const frames: (Frame | undefined)[] = [];
  while (!source.ended) frames.push(source.read());
  return concatFrames(frames, source.rate / 50);
}

/** A file of one kind, two channels: 1000 on the left, 3000 on the right. */
function stereo(tag: number, bits: number, left: Buffer, right: Buffer): Buffer {
  const frame = Buffer.concat([left, right]);
  const data = Buffer.concat(Array.from({ length: 160 }, () => frame));
  const header = wavHeader(0, 8000);
  header.writeUInt16LE(tag, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt16LE(frame.length, 32);
  header.writeUInt16LE(bits, 34);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

const int = (bytes: number, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntLE(value * 2 ** (8 * (bytes - 2)), 0, bytes);
  return buffer;
};

const float = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value / 32_767);
  return buffer;
};

// Code words of ITU-T G.711: mu-law 0xce is 988 and 0xb7 is 3004; A-law 0xfa is 1008 and 0x92 is 3008.
test.each([
  ["16 bit", 1, 16, int(2, 1000), int(2, 3000), 1],
  ["24 bit", 1, 24, int(3, 1000), int(3, 3000), 1],
  ["32 bit", 1, 32, int(4, 1000), int(4, 3000), 1],
  ["8 bit", 1, 8, Buffer.of(128 + 4), Buffer.of(128 + 12), 60],
  ["float", 3, 32, float(1000), float(3000), 1],
  ["mu-law", 7, 8, Buffer.of(0xce), Buffer.of(0xb7), 60],
  ["A-law", 6, 8, Buffer.of(0xfa), Buffer.of(0x92), 60],
])("%s is read, and two channels become their average", (_, tag, bits, left, right, near) => {
  const path = join(folder(), "x.wav");
  writeFileSync(path, stereo(tag, bits, left, right));
  const [sample = 0] = openSound(path, 8000).read() ?? [];
  expect(Math.abs(sample - 2000)).toBeLessThanOrEqual(near);
});

test.each([8000, 11_025, 16_000, 22_050, 44_100, 48_000])(
  "a file of %i samples a second plays at the listener's rate, in the right time",
  (rate) => {
    const path = join(folder(), "x.wav");
    const samples = Int16Array.from({ length: rate / 2 }, (_, n) =>
      Math.round(8000 * Math.sin((2 * Math.PI * 440 * n) / rate)),
    );
    writeFileSync(
      path,
      Buffer.concat([wavHeader(samples.length, rate), Buffer.from(samples.buffer)]),
    );
    const played = readAll(openSound(path, 16_000));
    expect(Math.abs(played.length - 8000)).toBeLessThanOrEqual(320);
    expect(amplitudeAt(played.subarray(1600, 6400), 16_000, 440)).toBeGreaterThan(7800);
  },
);

test("the file of the wanted rate's folder comes first, then the other folders, then the name itself", () => {
  const root = folder();
  const name = join(root, "conf-muted.wav");
  for (const sub of ["16000", "8000"]) mkdirSync(join(root, sub));
  writeTone(name, 8000, 500);
  expect(probeSound(name, 8000)).toEqual({ rate: 8000, samples: 3200 });
  writeTone(join(root, "16000", "conf-muted.wav"), 16_000, 500);
  expect(probeSound(name, 8000)?.rate).toBe(16_000);
  writeTone(join(root, "8000", "conf-muted.wav"), 8000, 500, 0.2);
  expect(probeSound(name, 8000)).toEqual({ rate: 8000, samples: 1600 });
  expect(probeSound(name, 48_000)?.rate).toBe(16_000);
});

test("params before the name are taken off, vol counts in decibels", () => {
  const path = writeTone(join(folder(), "x.wav"), 8000, 500);
  const played = readAll(openSound(`{vol=-6,loops=1}${path}`, 8000));
  expect(amplitudeAt(played, 8000, 500)).toBeGreaterThan(3900);
  expect(amplitudeAt(played, 8000, 500)).toBeLessThan(4100);
});

test("a sound that is not there or not one is refused with its reason", () => {
  const path = join(folder(), "x.wav");
  expect(() => openSound(path, 8000)).toThrow(SoundError);
  expect(probeSound(path, 8000)).toBeUndefined();
  writeFileSync(path, "RIFFxxxxWAVE but not further");
  expect(() => openSound(path, 8000)).toThrow(/format/);
});

test("it goes on from where it is sought", () => {
  const path = join(folder(), "x.wav");
  const samples = Int16Array.from({ length: 1600 }, (_, n) => n);
  writeFileSync(path, Buffer.concat([wavHeader(1600, 8000), Buffer.from(samples.buffer)]));
  const source = openSound(path, 8000);
  source.read();
  source.seek(1000);
  expect(source.read()?.[0]).toBe(1000);
  expect(source.position).toBe(1160);
  source.seek(5000);
  expect([source.read(), source.ended]).toEqual([undefined, true]);
});

test("a long file is read ahead in the background", async () => {
  const path = writeTone(join(folder(), "x.wav"), 8000, 500, 12);
  const source = openSound(path, 8000);
  const frames: Frame[] = [];
  while (!source.ended) {
    const frame = source.read();
    if (frame) frames.push(frame);
    else await new Promise((resolve) => setImmediate(resolve));
  }
  expect(frames).toHaveLength(600);
  expect(frames.every((frame) => amplitudeAt(frame, 8000, 500) > 7900)).toBe(true);
});

test("silence and tones need no file", () => {
  const silence = openSound("silence_stream://100", 8000);
  expect(Array.from({ length: 5 }, () => silence.read()).every((frame) => !frame)).toBe(true);
  expect(silence.ended).toBe(true);
  const tone = readAll(openSound("tone_stream://%(200,100,640);loops=2", 8000));
  expect(tone.length).toBe(4800);
  expect(amplitudeAt(tone.subarray(0, 1600), 8000, 640)).toBeGreaterThan(10_000);
  expect(tone.subarray(1600, 2400).every((sample) => sample === 0)).toBe(true);
  expect(amplitudeAt(tone.subarray(2400, 4000), 8000, 640)).toBeGreaterThan(10_000);
  expect(probeSound("tone_stream://%(200,100,640);loops=2", 16_000)).toEqual({
    rate: 16_000,
    samples: 9600,
  });
});

/** What the header speaks of, and whether the file holds it. */
function whole(path: string): { samples: number; complete: boolean } {
  const bytes = readFileSync(path);
  const format = parseWav(bytes);
  const samples = format?.samples ?? -1;
  return { samples, complete: bytes.length >= 44 + samples * 2 };
}

test("a file being written is complete after every flush and at its end", async () => {
  const path = join(folder(), "below", "x.wav");
  const writer = new WavWriter(path, 8000);
  const next = createTone(8000, [500], 8000);
  for (let n = 0; n < 25; n += 1) writer.write(next());
  await vi.waitFor(() => expect(whole(path)).toEqual({ samples: 4000, complete: true }));
  for (let n = 0; n < 30; n += 1) writer.write(next());
  expect(whole(path).complete).toBe(true);
  writer.silence(800);
  writer.close();
  expect(whole(path)).toEqual({ samples: 55 * 160 + 800, complete: true });
  expect(statSync(path).size).toBe(writer.size);
  const played = readAll(openSound(path, 8000));
  expect(amplitudeAt(played.subarray(0, 55 * 160), 8000, 500)).toBeGreaterThan(7950);
  expect(played.subarray(55 * 160).every((sample) => sample === 0)).toBe(true);
});

test("silence before and between sound keeps its time", () => {
  const path = join(folder(), "x.wav");
  const writer = new WavWriter(path, 8000);
  writer.silence(160);
  writer.write(new Int16Array(160).fill(7));
  writer.silence(160);
  writer.write(new Int16Array(160).fill(9));
  writer.close();
  expect([...readAll(openSound(path, 8000))].filter((_, n) => n % 160 === 80)).toEqual([
    0, 7, 0, 9,
  ]);
});

test("a disk that takes nothing refuses at once", () => {
  expect(() => new WavWriter("/dev/full", 8000)).toThrow(/ENOSPC/);
});
