import { EventEmitter } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conference, conferenceKey, member } from "../live-state/entities.js";
import {
  type ChangeMoment,
  type DomainEvent,
  EMPTY_STATE,
  type LiveChange,
  type LiveState,
  reconcile,
  reduce,
} from "../live-state/index.js";
import { createRecordingStories, type RecordingStories } from "./index.js";

/** Longer than a busy machine takes. */
const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 10_000 });

const FILE = "team-2026-11-22T08:00:00.000Z.wav";
const T = Date.parse("2026-11-22T08:00:00.000Z");
const facts = {
  node: "local",
  uuid: "u1",
  name: "team",
  profile: "p",
  domain: "",
  size: undefined,
};
const ADA = { kind: "user", id: "20000", name: "Ada" } as const;

/** Live state that the test makes happen. */
class FakeLive extends EventEmitter {
  current: LiveState = EMPTY_STATE;
  synced = false;

  happen(event: Partial<DomainEvent> & { readonly type: string }, at = T): void {
    const whole = { conference: facts, at, sequence: undefined, ...event } as DomainEvent;
    const { state, changes } = reduce(this.current, whole);
    this.#tell(state, changes, { at, by: "event" });
  }

  /** The switch lists this. */
  list(snapshot: LiveState, at = T): void {
    const { state, changes } = reconcile(this.current, snapshot);
    this.#tell(state, changes, { at, by: "snapshot" });
    this.synced = true;
    this.emit("synced", state);
  }

  #tell(state: LiveState, changes: readonly LiveChange[], moment: ChangeMoment): void {
    this.current = state;
    for (const change of changes) this.emit("change", change, state, moment);
  }
}

const somebody = (id: string, joinedAt = T) => ({
  id,
  uuid: `c${id}`,
  name: `Member ${id}`,
  number: `2000${id}`,
  hear: true,
  speak: true,
  hold: false,
  video: false,
  moderator: false,
  talking: false,
  energy: 0,
  volumeIn: 0,
  volumeOut: 0,
  joinedAt,
});

/** What the switch lists while it records, or does not. */
function listed(status: "running" | "paused" | undefined, ...members: string[]): LiveState {
  const recordings = new Map(status ? [[join(folder, FILE), { status }]] : []);
  const details = { members: new Map(members.map((id) => [id, member(somebody(id))])), recordings };
  const room = conference(facts, T, details);
  return { ...EMPTY_STATE, conferences: new Map([[conferenceKey(facts), room]]) };
}

let outer: string;
let folder: string;
let known: string;
let live: FakeLive;
let notes: EventEmitter;
let warned: string[];
let now: number;
let configured: { number: string; context: string } | undefined;
const open: RecordingStories[] = [];

beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), "parley-stories-"));
  folder = join(outer, "recordings");
  mkdirSync(folder);
  known = folder;
  live = new FakeLive();
  notes = new EventEmitter();
  warned = [];
  now = T;
  configured = { number: "30000", context: "team" };
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  rmSync(outer, { recursive: true });
});

function start(): RecordingStories {
  const stories = createRecordingStories({
    live,
    notes,
    node: "local",
    folder: () => known,
    describe: ({ profile }) => ({ ...configured, type: profile }),
    nameOf: (_conference, { name }) => name,
    logger: { info: () => {}, warn: (_data, message) => warned.push(message) },
    now: () => now,
    growth: { everyMs: 3_600_000 },
  });
  open.push(stories);
  return stories;
}
async function kill(stories: RecordingStories): Promise<void> {
  await stories.close();
  live.removeAllListeners();
  live.current = EMPTY_STATE;
  live.synced = false;
}

const path = () => join(folder, FILE);
const side = () => join(folder, `${FILE}.json`);
const onDisk = () => JSON.parse(readFileSync(side(), "utf8"));
const whenWritten = () => eventually(() => existsSync(side())).toBe(true);
const recording = (type: string) => ({ type, path: path() }) as never;

test("a recording at which nobody asked here is the switch's; wishes taken back, and old ones, count no more", () => {
  const stories = start();
  live.list(listed(undefined, "1"));
  const startedBy = () => {
    live.happen(recording("recordingStarted"));
    const by = stories.live({ key: "local/u1" }, path()).startedBy;
    live.happen(recording("recordingStopped"));
    return by;
  };
  const wish = { wish: "start", paths: [path()], by: ADA } as const;
  stories.asked(wish);
  expect(startedBy()).toEqual(ADA);
  expect(startedBy()).toEqual({ kind: "switch" });
  stories.asked(wish)();
  expect(startedBy()).toEqual({ kind: "switch" });
  stories.asked(wish);
  now += 60_000;
  expect(startedBy()).toEqual({ kind: "switch" });
});

test("what happens while the old story is being read is not lost", async () => {
  const first = start();
  live.list(listed(undefined, "1"));
  first.asked({ wish: "start", paths: [path()], by: ADA });
  live.happen(recording("recordingStarted"));
  await kill(first);
  const stories = start();
  live.list(listed("running", "1"), T + 60_000);
  live.happen({ type: "memberJoined", member: somebody("2") } as never, T + 60_001);
  live.happen({ type: "memberLeft", member: somebody("2") } as never, T + 60_002);
  live.happen(recording("recordingStopped"), T + 60_003);
  await eventually(() => onDisk().endedAt).toBe(new Date(T + 60_003).toISOString());
  const story = await stories.read(FILE);
  expect(story).toMatchObject({ startedBy: ADA, startedAt: T });
  expect(story?.attendance.map(({ member: id, leftAt }) => [id, leftAt])).toEqual([
    ["1", undefined],
    ["2", T + 60_002],
  ]);
});

test("a story of another life of the conference is not gone on with", async () => {
  const first = start();
  live.list(listed("running", "1"));
  await whenWritten();
  await kill(first);
  const old = readFileSync(side(), "utf8");
  writeFileSync(
    side(),
    old
      .replace('"u1"', '"u0"')
      .replace('2026-11-22T08:00:00.000Z",\n "st', '2026-11-22T07:00:00.000Z",\n "st'),
  );
  start();
  live.list(listed("paused", "1"));
  await eventually(() => onDisk().conference.uuid).toBe("u1");
  expect(onDisk().pauses).toHaveLength(1);
});

test("what ended unseen ended when its file was written last; stories of other nodes are left alone", async () => {
  const first = start();
  live.list(listed("running", "1"));
  await whenWritten();
  await kill(first);
  writeFileSync(path(), "sound");
  utimesSync(path(), (T + 5000) / 1000, (T + 5000) / 1000);
  const foreign = "other-2026-11-22T08:00:00.000Z.wav";
  const text = readFileSync(side(), "utf8").replaceAll(FILE, foreign).replace('"local"', '"b"');
  writeFileSync(join(folder, `${foreign}.json`), text);
  start();
  live.list(EMPTY_STATE);
  await eventually(() => onDisk().ending).toBe("unseen");
  expect(onDisk().endedAt).toBe(new Date(T + 5000).toISOString());
  expect(readFileSync(join(folder, `${foreign}.json`), "utf8")).toBe(text);
});

test("of a recording whose file is gone the end is the last that was known of it", async () => {
  const first = start();
  live.list(listed("running", "1"));
  await whenWritten();
  live.happen({ type: "memberJoined", member: somebody("2") } as never, T + 7000);
  await kill(first);
  now = T + 86_400_000;
  start();
  live.list(EMPTY_STATE);
  await eventually(() => onDisk().ending).toBe("unseen");
  expect(onDisk().endedAt).toBe(new Date(T + 7000).toISOString());
});

test("an ending announced is the ending, by whom it was announced, and alarms when space is short", async () => {
  const stories = start();
  live.list(listed("running", "1"));
  const alarms: unknown[] = [];
  stories.on("alarm", (_conference, file, alarm) => alarms.push([file, alarm]));
  await whenWritten();
  stories.expectEnding("unknown.wav", "diskFull", { kind: "server" });
  stories.expectEnding(FILE, "diskFull", { kind: "server" });
  expect(alarms).toEqual([[FILE, "diskFull"]]);
  live.happen(recording("recordingStopped"));
  await eventually(() => onDisk().ending).toBe("diskFull");
  expect(onDisk().stoppedBy).toEqual({ kind: "server" });
  expect((await stories.summary(FILE))?.trouble).toBe("diskFull");
});

test("a story follows its recording to another name, and goes when that is removed", async () => {
  const stories = start();
  live.list(listed("running", "1"));
  live.happen(recording("recordingStopped"));
  const opus = FILE.replace("wav", "opus");
  await stories.moveStory(FILE, opus);
  expect(readdirSync(folder)).toEqual([`${opus}.json`]);
  expect(await stories.read(opus)).toMatchObject({ file: opus, convertedFrom: FILE });
  expect(await stories.read(FILE)).toBeUndefined();
  await stories.moveStory("nothing.wav", "nothing.mp3");
  await stories.moveStory(opus, "../outside.mp3");
  await stories.removeStory("../recordings/x.wav");
  expect(readdirSync(folder)).toEqual([`${opus}.json`]);
  await stories.removeStory(opus);
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that vanishes is told once and harms nothing; when it is back the story is written", async () => {
  const stories = start();
  live.list(listed("running", "1"));
  await whenWritten();
  renameSync(folder, `${folder}-away`);
  live.happen(recording("recordingPaused"), T + 1);
  live.happen(recording("recordingResumed"), T + 2);
  live.happen(recording("recordingStopped"), T + 3);
  await eventually(() => warned).toEqual(["a recording's story cannot be written beside it"]);
  expect(await stories.read(FILE)).toMatchObject({ ending: "stopped" });
  renameSync(`${folder}-away`, folder);
  await stories.close();
  expect(onDisk()).toMatchObject({ ending: "stopped" });
  expect(warned).toHaveLength(1);
});

test("links laid where a story is written are replaced, never followed", async () => {
  const victim = join(outer, "victim");
  writeFileSync(victim, "kept");
  symlinkSync(victim, side());
  start();
  live.list(listed("running", "1"));
  await eventually(() => readFileSync(side(), "utf8")).toContain('"version"');
  expect(readFileSync(victim, "utf8")).toBe("kept");
});

test("recordings elsewhere are followed and shown, but nothing is written beside them", async () => {
  const stories = start();
  live.list(listed(undefined, "1"));
  const elsewhere = join(outer, FILE);
  stories.asked({ wish: "start", paths: [elsewhere], by: ADA });
  live.happen({ type: "recordingStarted", path: elsewhere } as never);
  expect(stories.live({ key: "local/u1" }, elsewhere).startedBy).toEqual(ADA);
  live.happen({ type: "recordingStopped", path: elsewhere } as never);
  await stories.close();
  expect(readdirSync(outer)).toEqual(["recordings"]);
  expect(readdirSync(folder)).toEqual([]);
});

test("until the folder and the configuration are known nothing is overwritten, then both are made up for", async () => {
  const first = start();
  live.list(listed(undefined, "1"));
  first.asked({ wish: "start", paths: [path()], by: ADA });
  live.happen(recording("recordingStarted"));
  await kill(first);
  known = "";
  configured = undefined;
  const stories = start();
  live.list(listed("running", "1"));
  expect(stories.live({ key: "local/u1" }, path())).toEqual({});
  known = folder;
  stories.folderChanged();
  await eventually(() => stories.live({ key: "local/u1" }, path()).startedBy).toEqual(ADA);
  live.happen(recording("recordingStopped"));
  live.happen(recording("recordingStarted"));
  configured = { number: "30000", context: "team" };
  stories.folderChanged();
  expect((await stories.summary(FILE))?.conference).toMatchObject({ number: "30000" });
});

test("another name for a member is in the story", async () => {
  const stories = start();
  live.list(listed(undefined, "1"));
  live.happen(recording("recordingStarted"));
  const before = live.current.conferences.get("local/u1");
  const renamed = member({ ...somebody("1"), name: "x".repeat(5000) });
  if (before)
    live.current = {
      ...live.current,
      conferences: new Map([[before.key, { ...before, members: new Map([["1", renamed]]) }]]),
    };
  notes.emit("noted", "local/u1", "1");
  expect((await stories.read(FILE))?.attendance[0]?.name).toBe("x".repeat(256));
});

test("moments that are none are now", async () => {
  const stories = start();
  live.list(listed(undefined, "1"));
  for (const at of [0, -1, Number.NaN, Number.MAX_VALUE]) {
    live.happen(recording("recordingStarted"), at);
    live.happen(recording("recordingStopped"), at);
    expect(await stories.read(FILE)).toMatchObject({ startedAt: now, endedAt: now });
  }
  await stories.close();
  expect(warned).toEqual([]);
});
