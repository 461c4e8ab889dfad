import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EMPTY_STATE, type LiveConference, type LiveState } from "../live-state/index.js";
import { createRecordings, RecordingBusyError, type Recordings } from "../recordings/index.js";
import type { XmlState } from "../xml-state/index.js";
import { type ConversionOptions, convertRecording } from "./conversion.js";
import { ConversionFailedError, ConversionRefusedError } from "./errors.js";
import { formatsOf } from "./ffmpeg.js";
import { finishLeftovers } from "./leftovers.js";

const ffmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
const NO_FFMPEG = "there is no ffmpeg here";

let folder: string;
let live: LiveState;
let recordings: Recordings;
let moved: string[];
let stories: ConversionOptions["stories"];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-conversion-"));
  live = EMPTY_STATE;
  moved = [];
  stories = { moveStory: async (from, to) => void moved.push(`${from} > ${to}`) };
  recordings = createRecordings({
    folder: () => folder,
    xmlState: () => ({ conferences: [] }) as unknown as XmlState,
    liveState: () => live,
    stories: { summary: async () => undefined, removeStory: async () => {} },
    roleOf: () => undefined,
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const NAME = "team-2026-11-20T08:00:00.000Z.wav";
const path = (name: string) => join(folder, name);

/** A rising tone, so that no part of it is like another. */
function wav(seconds: number, rate = 16_000): Buffer {
  const data = Buffer.alloc(seconds * rate * 2);
  for (let at = 0; at < seconds * rate; at += 1)
    data.writeInt16LE(Math.round(8000 * Math.sin((at * at) / 200_000)), at * 2);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

function options(more: Partial<ConversionOptions> = {}): ConversionOptions {
  return {
    folder,
    recordings,
    stories,
    ffmpeg: "ffmpeg",
    space: async () => undefined,
    signal: new AbortController().signal,
    ...more,
  };
}

/** A program that stands in for ffmpeg. */
function program(script: string): string {
  const file = path(".program");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const visible = () => readdirSync(folder).filter((name) => !name.startsWith(".program"));

test.for(["opus", "mp3"] as const)(
  "a recording becomes %s, with its dates, mode, length and story",
  async (format, { skip }) => {
    skip(!ffmpeg, NO_FFMPEG);
    writeFileSync(path(NAME), wav(10), { mode: 0o640 });
    utimesSync(path(NAME), 1_700_000_000, 1_700_000_000);
    const to = NAME.replace("wav", format);
    expect(await convertRecording(options(), NAME, format)).toBe(to);
    expect(visible()).toEqual([to]);
    expect(moved).toEqual([`${NAME} > ${to}`]);
    const [found] = await recordings.list();
    expect(found?.duration).toBeGreaterThan(9.8);
    expect(found?.duration).toBeLessThan(10.2);
    expect(found?.size).toBeLessThan(160_000);
    const { mode, mtimeMs } = statSync(path(to));
    expect([mode & 0o777, mtimeMs]).toEqual([0o640, 1_700_000_000_000]);
  },
);

test.for([
  "-i.wav",
  "concat:a.wav|b.wav",
  "file:%d.wav",
  "pipe:0.wav",
  "Söhne & 'Töchter' $(touch x) `y` ; \"z\".wav",
  "%s%n\u202e.wav",
])("a recording called %s is one like any other", async (name, { skip }) => {
  skip(!ffmpeg, NO_FFMPEG);
  writeFileSync(path(name), wav(1));
  const to = name.replace(/wav$/, "opus");
  expect(await convertRecording(options(), name, "opus")).toBe(to);
  expect(visible()).toEqual([to]);
});

test("a recording whose switch was killed, with no length in its header, is converted whole", async ({
  skip,
}) => {
  skip(!ffmpeg, NO_FFMPEG);
  const content = wav(3);
  // As FreeSWITCH leaves it: the sizes are written when the file is closed.
  content.writeUInt32LE(8, 4);
  content.writeUInt32LE(0, 40);
  writeFileSync(path(NAME), content);
  await convertRecording(options(), NAME, "opus");
  const [found] = await recordings.list();
  expect(found?.duration).toBeCloseTo(3, 1);
});

test.for([
  ["a playlist that names other files", "ffconcat version 1.0\nfile /etc/hostname\n"],
  ["an HLS list", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n"],
])("%s after a WAV's head is only noise", async ([, hostile], { skip }) => {
  skip(!ffmpeg, NO_FFMPEG);
  const content = Buffer.concat([wav(1).subarray(0, 44), Buffer.from((hostile ?? "").repeat(400))]);
  writeFileSync(path(NAME), content);
  await convertRecording(options(), NAME, "opus").catch((error: unknown) =>
    expect(error).toBeInstanceOf(ConversionFailedError),
  );
  expect(visible()).toHaveLength(1);
});

test("what is being recorded, has no sound, is no WAV or would cover another file stays", async () => {
  const refused = (name: string) =>
    convertRecording(options(), name, "opus").catch((error) => error);
  writeFileSync(path(NAME), wav(1));
  writeFileSync(path("empty.wav"), wav(0));
  writeFileSync(path("text.wav"), "no sound");
  writeFileSync(path("film.mp4"), "film");
  writeFileSync(path("there.wav"), wav(1));
  writeFileSync(path("there.opus"), "older");
  const long = `${"x".repeat(250)}.wav`;
  writeFileSync(path(long), wav(1));
  symlinkSync("/etc/hostname", path("link.wav"));
  const before = visible().sort();
  const running = { recordings: new Map([[path(NAME), { status: "paused" }]]) };
  live = { ...EMPTY_STATE, conferences: new Map([["k", running as unknown as LiveConference]]) };
  expect(await refused(NAME)).toBeInstanceOf(RecordingBusyError);
  for (const name of ["empty.wav", "text.wav", "film.mp4", "there.wav", long])
    expect(await refused(name)).toBeInstanceOf(ConversionRefusedError);
  for (const name of ["link.wav", "../x.wav", "none.wav"])
    expect((await refused(name)).name).toBe("RecordingNotFoundError");
  expect(visible().sort()).toEqual(before);
  expect(readFileSync(path("there.opus"), "utf8")).toBe("older");
});

test("with too little room for the new file nothing is tried", async () => {
  writeFileSync(path(NAME), wav(10));
  const space = async () => ({ free: 100_000, capacity: 1_000_000 });
  const refused = await convertRecording(options({ space }), NAME, "opus").catch((error) => error);
  expect(refused).toBeInstanceOf(ConversionRefusedError);
  expect(visible()).toEqual([NAME]);
});

test.for([
  ["ends with an error", "cat > /dev/null; exit 1"],
  ["complains although it ends well", "cat > /dev/null; echo odd >&2"],
  ["writes nothing", "cat > /dev/null"],
  ["is killed", "kill -9 $$"],
  ["writes what it reads", "cat"],
  ["writes only half", "head -c 100000"],
])("when ffmpeg %s the recording is as it was", async ([, script]) => {
  const content = wav(10);
  writeFileSync(path(NAME), content);
  const failing = options({ ffmpeg: program(script ?? "") });
  await expect(convertRecording(failing, NAME, "opus")).rejects.toBeInstanceOf(
    ConversionFailedError,
  );
  expect(visible()).toEqual([NAME]);
  expect(readFileSync(path(NAME))).toEqual(content);
  expect(moved).toEqual([]);
});

test("stopping kills ffmpeg and leaves the recording", async () => {
  writeFileSync(path(NAME), wav(1));
  const stop = new AbortController();
  const pid = path(".program-pid");
  const script = `echo $$ > '${pid}'; exec sleep 600`;
  const converting = convertRecording(
    options({ ffmpeg: program(script), signal: stop.signal }),
    NAME,
    "opus",
  );
  const refused = converting.catch((error: unknown) => error);
  await expect
    .poll(() => existsSync(pid) && readFileSync(pid, "utf8").trim(), { timeout: 15_000 })
    .toMatch(/^\d+$/);
  stop.abort();
  expect(await refused).toBeInstanceOf(ConversionFailedError);
  expect(() => process.kill(Number(readFileSync(pid, "utf8")), 0)).toThrow();
  expect(visible()).toEqual([NAME]);
});

test("a recording that is written to or removed meanwhile is not replaced", async ({ skip }) => {
  skip(!ffmpeg, NO_FFMPEG);
  for (const change of [
    () => appendFileSync(path(NAME), Buffer.alloc(1000)),
    () => rmSync(path(NAME)),
  ]) {
    writeFileSync(path(NAME), wav(1));
    let asked = 0;
    const meddled: ConversionOptions["recordings"] = {
      find: (file) => {
        asked += 1;
        if (asked === 2) change();
        return recordings.find(file);
      },
      open: (file) => recordings.open(file),
      remove: (file) => recordings.remove(file),
    };
    const refused = convertRecording(options({ recordings: meddled }), NAME, "opus");
    await expect(refused).rejects.toThrow();
    expect(visible().filter((name) => name !== NAME)).toEqual([]);
  }
});

test("when the story cannot follow, or the recording cannot go, all is as it was", async ({
  skip,
}) => {
  skip(!ffmpeg, NO_FFMPEG);
  writeFileSync(path(NAME), wav(1));
  const failing = { moveStory: async () => Promise.reject(new Error("no")) };
  await expect(convertRecording(options({ stories: failing }), NAME, "opus")).rejects.toThrow("no");
  expect(visible()).toEqual([NAME]);
  const stuck = {
    find: (file: string) => recordings.find(file),
    open: (file: string) => recordings.open(file),
    remove: async () => Promise.reject(new Error("not yours")),
  };
  await expect(convertRecording(options({ recordings: stuck }), NAME, "opus")).rejects.toThrow(
    "not yours",
  );
  expect(visible()).toEqual([NAME]);
  expect(moved.at(-1)).toBe(
    "team-2026-11-20T08:00:00.000Z.opus > team-2026-11-20T08:00:00.000Z.wav",
  );
});

test("at the next start halves are cleared, and what had its name takes its place", async () => {
  const half = "a.opus";
  const done = "b.opus";
  writeFileSync(path("a.wav"), "sound");
  writeFileSync(path(`.${half}.part`), "hal");
  writeFileSync(path("b.wav"), "sound");
  writeFileSync(path(`.${done}.part`), "whole");
  linkSync(path(`.${done}.part`), path(done));
  // None of ours: another person's file, a folder, a link, a recording beside an older conversion.
  writeFileSync(path(".notes.txt.part"), "notes");
  mkdirSync(path(".c.opus.part"));
  symlinkSync("/etc/hostname", path(".d.mp3.part"));
  writeFileSync(path("e.wav"), "sound");
  writeFileSync(path("e.opus"), "whole");
  const found = await finishLeftovers(folder, stories);
  expect(found).toEqual({ finished: [done], removed: [half] });
  expect(moved).toEqual(["b.wav > b.opus"]);
  expect(visible().sort()).toEqual([
    ".c.opus.part",
    ".d.mp3.part",
    ".notes.txt.part",
    "a.wav",
    "b.opus",
    "e.opus",
    "e.wav",
  ]);
});

test("which formats an ffmpeg can write is asked of it; without one there are none", async ({
  skip,
}) => {
  await expect(formatsOf("/no/such/ffmpeg")).rejects.toMatchObject({ reason: "missing" });
  expect(await formatsOf(program("echo ' A....D libmp3lame  MP3'"))).toEqual(["mp3"]);
  skip(!ffmpeg, NO_FFMPEG);
  expect(await formatsOf("ffmpeg")).toEqual(["opus", "mp3"]);
});
