import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { soundSeconds } from "./sound-length.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-length-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function secondsOf(content: Buffer): Promise<number | undefined> {
  const file = join(folder, "sound");
  writeFileSync(file, content);
  const handle = await open(file);
  try {
    return await soundSeconds(handle, content.length);
  } finally {
    await handle.close();
  }
}

function page(serial: number, granule: bigint, content: Buffer): Buffer {
  const lengths = [...Array(Math.floor(content.length / 255)).fill(255), content.length % 255];
  const head = Buffer.alloc(27);
  head.write("OggS", "latin1");
  head.writeBigInt64LE(granule, 6);
  head.writeUInt32LE(serial, 14);
  head[26] = lengths.length;
  return Buffer.concat([head, Buffer.from(lengths), content]);
}

function opusHead(preSkip: number): Buffer {
  const head = Buffer.alloc(19);
  head.write("OpusHead", "latin1");
  head.writeUInt16LE(preSkip, 10);
  return head;
}

const sound = Buffer.alloc(4000, "sound");

test("an Opus file is as long as its last page says, less what is skipped at the beginning", async () => {
  const pages = [
    page(7, 0n, opusHead(312)),
    page(7, 48_000n, sound),
    page(7, 120_312n, sound),
    // A packet that ends on no page, and a page of another stream.
    page(7, -1n, sound),
    page(8, 999_999n, sound),
  ];
  expect(await secondsOf(Buffer.concat(pages))).toBe(2.5);
});

test("the pages at the end are found behind the longest packets, and sound that looks like a page is not taken for one", async () => {
  const long = Buffer.alloc(64_000, "OggS");
  const pages = [page(7, 0n, opusHead(0)), page(7, 96_000n, long), page(7, -1n, long)];
  expect(await secondsOf(Buffer.concat(pages))).toBe(2);
});

test("an Ogg file that ends before its first sound, or holds something else, has no length", async () => {
  expect(await secondsOf(page(7, 0n, opusHead(312)))).toBeUndefined();
  expect(await secondsOf(page(7, 0n, Buffer.from("fishead")))).toBeUndefined();
  expect(await secondsOf(Buffer.from("OggS"))).toBeUndefined();
});

/** MPEG 2 layer III, 64 kbit/s, 16 kHz, mono: 288 bytes for 36 ms. */
const frame = Buffer.alloc(288);
frame.writeUInt32BE(0xfff388c4);
const frames = (count: number) => Buffer.concat(Array.from({ length: count }, () => frame));

test("an MP3 file with a constant rate is as long as its bytes, whatever tags stand around it", async () => {
  expect(await secondsOf(frames(1000))).toBeCloseTo(36, 6);
  const id3 = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 2, 0, ...Array(256).fill(0xff)]);
  const tag = Buffer.concat([Buffer.from("TAG"), Buffer.alloc(125)]);
  expect(await secondsOf(Buffer.concat([id3, frames(1000), tag]))).toBeCloseTo(36, 6);
});

test("an MP3 file that counts its frames is believed", async () => {
  const told = Buffer.from(frame);
  told.write("Xing", 13, "latin1");
  told.writeUInt32BE(1, 17);
  told.writeUInt32BE(5000, 21);
  expect(await secondsOf(Buffer.concat([told, frames(20)]))).toBeCloseTo(180, 6);
});

test("what only begins like an MP3 file has no length", async () => {
  expect(await secondsOf(Buffer.concat([frame, Buffer.alloc(5000)]))).toBeUndefined();
  expect(await secondsOf(Buffer.from("ID3"))).toBeUndefined();
});

function box(type: string, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
}

function movieHeader(version: 0 | 1, scale: number, length: number): Buffer {
  const content = Buffer.alloc(100);
  content[0] = version;
  content.writeUInt32BE(scale, version === 1 ? 20 : 12);
  if (version === 1) content.writeBigUInt64BE(BigInt(length), 24);
  else content.writeUInt32BE(length, 16);
  return box("mvhd", content);
}

test("an MP4 file is as long as its movie's header says, wherever that stands", async () => {
  const begin = box("ftyp", Buffer.from("isom0000"));
  const movie = box("moov", box("free"), movieHeader(0, 1000, 7521));
  expect(await secondsOf(Buffer.concat([begin, box("mdat", sound), movie]))).toBe(7.521);
  const long = box("moov", movieHeader(1, 48_000, 48_000 * 90_000));
  expect(await secondsOf(Buffer.concat([begin, long, box("mdat", sound)]))).toBe(90_000);
});

test("an MP4 file that is being written has no length yet, nor has one with boxes that cannot be", async () => {
  const begin = box("ftyp", Buffer.from("isom0000"));
  const endless = Buffer.alloc(16);
  endless.writeUInt32BE(1);
  endless.write("mdat", 4, "latin1");
  endless.writeBigUInt64BE(2n ** 63n, 8);
  const tooShort = Buffer.from("\0\0\0\x04moov", "latin1");
  const movie = box("moov", movieHeader(0, 1000, 7521));
  for (const rest of [box("mdat", sound), endless, tooShort, box("moov"), box("moov", box("mvhd"))])
    expect(await secondsOf(Buffer.concat([begin, rest]))).toBeUndefined();
  expect(await secondsOf(Buffer.concat([begin, tooShort, movie]))).toBeUndefined();
  expect(
    await secondsOf(Buffer.concat([begin, box("moov", movieHeader(0, 0, 7521))])),
  ).toBeUndefined();
});

test("whatever a file holds, it is read without an error and nothing is negative", async () => {
  const start = fc.constantFrom(
    "OggS",
    "ID3",
    "RIFF",
    "\0\0\0\u0010ftyp12345678",
    "\u00ff\u00fb",
    "\u00ff\u00f3",
  );
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (mark, rest) => {
      const content = Buffer.concat([Buffer.from(mark, "latin1"), rest]);
      const seconds = await secondsOf(content);
      expect(seconds === undefined || seconds >= 0).toBe(true);
    }),
  );
});

const ffmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;

test.for([
  ["libopus", "ogg", 8000, []],
  ["libopus", "ogg", 48_000, ["-b:a", "24k"]],
  ["libvorbis", "ogg", 44_100, []],
  ["libmp3lame", "mp3", 8000, ["-b:a", "32k", "-write_xing", "0"]],
  ["libmp3lame", "mp3", 48_000, ["-b:a", "64k"]],
  ["libmp3lame", "mp3", 44_100, ["-q:a", "5"]],
] as const)("what %s writes as %s from %i Hz is measured", async (row, { skip }) => {
  skip(!ffmpeg, "there is no ffmpeg to write sound files with");
  const [codec, container, rate, more] = row;
  const source = ["-f", "lavfi", "-i", `sine=frequency=440:sample_rate=${rate}:duration=7.3`];
  const target = ["-c:a", codec, ...more, "-f", container, "pipe:1"];
  const { stdout } = spawnSync("ffmpeg", ["-v", "error", ...source, ...target]);
  const seconds = await secondsOf(stdout);
  expect(Math.abs((seconds ?? 0) - 7.3)).toBeLessThan(0.2);
});
