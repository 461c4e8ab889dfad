import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "@parley/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EMPTY_STATE, type LiveConference, type LiveState } from "../live-state/index.js";
import type { StorySummary } from "../recording-stories/index.js";
import type { XmlState } from "../xml-state/index.js";
import {
  createRecordings,
  RecordingBusyError,
  RecordingNotFoundError,
  type Recordings,
} from "./recordings.js";

let outer: string;
let folder: string;
let live: LiveState;
let recordings: Recordings;
let summaries: Map<string, StorySummary>;
let removedStories: string[];
const ROLE_OF: Record<string, Role> = {
  team: "administrator",
  friends: "moderator",
  public: "participant",
};

beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), "parley-recordings-"));
  folder = join(outer, "recordings");
  mkdirSync(folder);
  live = EMPTY_STATE;
  summaries = new Map();
  removedStories = [];
  const conferences = [{ num: "30000", name: "team", type: "default", context: "team" }];
  recordings = createRecordings({
    folder: () => folder,
    xmlState: () =>
      ({
        conferences,
        conferenceByNumber: (num: string) => conferences.find((each) => each.num === num),
        conferenceByName: (name: string) => conferences.find((each) => each.name === name),
      }) as unknown as XmlState,
    liveState: () => live,
    stories: {
      summary: async (file) => summaries.get(file),
      removeStory: async (file) => void removedStories.push(file),
    },
    roleOf: (context) => ROLE_OF[context],
  });
});
afterEach(() => rmSync(outer, { recursive: true }));

const write = (name: string, content = "sound") => writeFileSync(join(folder, name), content);
const recordTo = (path: string, status: "running" | "paused") => {
  const conference = { recordings: new Map([[path, { status }]]) } as unknown as LiveConference;
  live = { ...EMPTY_STATE, conferences: new Map([["k", conference]]) };
};
const OLD = "team-2026-11-20T08:00:00.000Z.wav";
const NEW = "team-2026-11-21T08:00:00.000Z.wav";

test("recordings are listed newest first, by their names' moment or else by when they were written", async () => {
  for (const name of [OLD, NEW, "other.wav", "notes.txt", ".wav"]) write(name);
  mkdirSync(join(folder, "folder.wav"));
  symlinkSync("/etc/hostname", join(folder, "link.wav"));
  utimesSync(join(folder, "other.wav"), 0, 1);
  const listed = await recordings.list();
  expect(listed.map(({ file }) => file)).toEqual([NEW, OLD, "other.wav"]);
  expect(listed[0]).toMatchObject({ size: 5, status: "finished", video: false });
  expect(listed[0]?.conference?.name).toBe("team");
  expect(listed[2]).toMatchObject({ conference: undefined, startedAt: 1000 });
});

test("a folder that is not there, or not known, holds none", async () => {
  folder = join(outer, "missing");
  expect(await recordings.list()).toEqual([]);
  folder = "";
  expect(await recordings.list()).toEqual([]);
  await expect(recordings.open("a.wav")).rejects.toThrow(RecordingNotFoundError);
});

test("what is being written is not removed, not even while it is paused", async () => {
  write(NEW);
  for (const status of ["running", "paused"] as const) {
    recordTo(`${folder}/${NEW}`, status);
    expect(await recordings.find(NEW)).toMatchObject({ status });
    await expect(recordings.remove(NEW)).rejects.toThrow(RecordingBusyError);
  }
  live = EMPTY_STATE;
  expect(removedStories).toEqual([]);
  await recordings.remove(NEW);
  expect(existsSync(join(folder, NEW))).toBe(false);
  expect(removedStories).toEqual([NEW]);
  await expect(recordings.remove(NEW)).rejects.toThrow(RecordingNotFoundError);
});

test("a file that grows is seen to grow", async () => {
  write(NEW);
  expect((await recordings.find(NEW)).size).toBe(5);
  appendFileSync(join(folder, NEW), "more");
  expect((await recordings.find(NEW)).size).toBe(9);
});

test("two that remove the same at once: one does, the other is told that it is not there", async () => {
  write(NEW);
  const outcomes = await Promise.allSettled([recordings.remove(NEW), recordings.remove(NEW)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const reason = outcomes.find((each) => each.status === "rejected")?.reason as unknown;
  expect(reason).toBeInstanceOf(RecordingNotFoundError);
});

test("nothing outside the folder is read or removed, whatever it is called", async () => {
  const secret = join(outer, "secret.wav");
  writeFileSync(secret, "secret");
  write("inside.wav");
  mkdirSync(join(folder, "sub"));
  write("sub/below.wav");
  symlinkSync(secret, join(folder, "link.wav"));
  const part = fc.constantFrom(
    ..."../ ..\\ / \\ . .. %2e%2e%2f %2f ..%2f sub/ link.wav secret.wav below.wav .wav \0 \n".split(
      " ",
    ),
    outer,
    `${folder}/`,
  );
  const name = fc.oneof(
    fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 400 }),
  );
  await fc.assert(
    fc.asyncProperty(name, async (file) => {
      fc.pre(file !== "inside.wav");
      for (const ask of ["find", "open", "remove"] as const)
        await expect(recordings[ask](file)).rejects.toThrow(RecordingNotFoundError);
    }),
    { numRuns: 300 },
  );
  expect(readFileSync(secret, "utf8")).toBe("secret");
  expect(readdirSync(folder).sort()).toEqual(["inside.wav", "link.wav", "sub"]);
  expect(readdirSync(join(folder, "sub"))).toEqual(["below.wav"]);
});
