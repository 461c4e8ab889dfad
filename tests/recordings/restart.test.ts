import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LiveRecordingV2, RecordingDetailsV2 } from "@parley/protocol";
import { createSoftswitch, type ScriptedCall } from "@parley/softswitch";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { LiveClient } from "../_util/live-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type SessionClient, sessionClient } from "../api-v2/session-client.js";
import { type ServerProgram, startServerProgram } from "./server-program.js";

/** Longer than a busy machine takes. */
const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 10_000 });

let system: TestSystem;
let softswitch: TestSystem["softswitch"];
let folder: string;
let program: ServerProgram;
let client: SessionClient;

beforeAll(async () => {
  system = await startSystem();
  softswitch = system.softswitch;
  folder = system.settings.recordingsDir ?? "";
  // From here on the server is a process that can be killed.
  await system.server.stop();
  await start();
}, 60_000);
afterAll(async () => {
  await program?.stopped();
  await softswitch?.stop();
  await system?.stop();
});

async function start(): Promise<void> {
  program = await startServerProgram(system.settings);
  client = sessionClient(program.url);
  await client.signIn(system.admin);
}

const calls: ScriptedCall[] = [];
async function call(number: string): Promise<ScriptedCall> {
  const caller = { number, name: `Caller ${number}` };
  const made = await softswitch.callers.call(caller, "30000", { context: "team" });
  calls.push(made);
  return made;
}
afterEach(async () => {
  for (const each of calls.splice(0)) await each.hangup();
});

/** The recordings that v2 shows, and the one that v1 shows. */
async function shown(): Promise<{ v1: unknown; v2: readonly LiveRecordingV2[] }> {
  const { items } = await client.api.call("live.list");
  const v1 = await LiveClient.open(program.url, system.admin);
  const states = await v1.init();
  v1.close();
  return {
    v1: states.find(({ name }) => name === "team")?.recording,
    v2: items.find(({ name }) => name === "team")?.recordings ?? [],
  };
}

async function command(name: "startRecording" | "pauseRecording" | "resumeRecording") {
  const { items } = await client.api.call("live.list");
  const { id } = items.find(({ name }) => name === "team")!;
  await client.api.call("live.command", { params: { id }, body: { command: name } });
}

const statusIs = (status: string) =>
  eventually(async () => (await shown()).v2.map((each) => each.status)).toEqual([status]);

const details = (file: string): Promise<RecordingDetailsV2> =>
  client.api.call("recordings.details", { params: { file } });

const onDisk = (file: string) =>
  JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8")) as {
    attendance: { number: string }[];
    pauses: { to?: string }[];
    ending?: string;
    endedAt: string;
  };

/** Everything the story tells has been written. */
const written = (file: string, fits: (story: ReturnType<typeof onDisk>) => boolean) =>
  eventually(() => existsSync(join(folder, `${file}.json`)) && fits(onDisk(file))).toBe(true);

test("killed with -9 while it records and while it pauses, six times: all is shown as before, and the story goes on", async () => {
  const ada = await call("20001");
  await eventually(async () => (await client.api.call("live.list")).items.length).toBe(1);
  await command("startRecording");
  await statusIs("running");
  const { file } = (await shown()).v2[0]!;
  const by = { kind: "user", id: "20000", name: system.admin.name };
  const guests: ScriptedCall[] = [];
  for (let round = 0; round < 6; round += 1) {
    const pause = round % 2 === 0;
    await command(pause ? "pauseRecording" : "resumeRecording");
    await statusIs(pause ? "paused" : "running");
    const turns = (pauses: { to?: string }[]) =>
      pauses.reduce((sum, { to }) => sum + (to === undefined ? 1 : 2), 0);
    await written(file, ({ pauses }) => turns(pauses) === round + 1);
    const before = await shown();
    expect(before.v2).toMatchObject([{ file, startedBy: by }]);
    await program.killed();
    // Nobody sees one come and another leave.
    guests.push(await call(String(20_100 + round)));
    if (round >= 2) await guests[round - 2]?.hangup();
    await start();
    await eventually(shown).toEqual(before);
  }
  const story = await details(file);
  expect(story).toMatchObject({ status: "running", startedBy: by, conference: "team" });
  expect(story.pauses).toHaveLength(3);
  for (const { pausedBy, resumedBy, to } of story.pauses) {
    expect([pausedBy, resumedBy]).toEqual([by, by]);
    expect(to).toBeDefined();
  }
  expect(story.attendance.map(({ number }) => number)).toEqual([
    "20001",
    ...guests.map((_, round) => String(20_100 + round)),
  ]);
  expect(story.attendance.map(({ leftAt }) => leftAt !== undefined)).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
  for (const guest of [ada, ...guests.slice(4)]) await guest.hangup();
  await written(file, ({ ending }) => ending === "conferenceEnded");
}, 120_000);

test("a recording that ended while no server ran ended unseen, when its file was written last", async () => {
  const ada = await call("20001");
  await eventually(async () => (await client.api.call("live.list")).items.length).toBe(1);
  await command("startRecording");
  await statusIs("running");
  const { file } = (await shown()).v2[0]!;
  await written(file, ({ attendance }) => attendance.length === 1);
  await program.killed();
  await ada.hangup();
  await start();
  await written(file, ({ ending }) => ending === "unseen");
  const story = await details(file);
  expect(story).toMatchObject({ status: "finished", ending: "unseen" });
  expect(story.stoppedBy).toBeUndefined();
  expect(story.attendance[0]?.leftAt).toBeUndefined();
  const seconds = (Date.parse(story.endedAt ?? "") - Date.parse(story.startedAt)) / 1000;
  expect(Math.abs(seconds - (story.duration ?? 0))).toBeLessThan(2);
}, 30_000);

test("a server that is asked to stop leaves the recording running, and its story whole", async () => {
  const ada = await call("20001");
  await eventually(async () => (await client.api.call("live.list")).items.length).toBe(1);
  await command("startRecording");
  await statusIs("running");
  const before = await shown();
  const { file } = before.v2[0]!;
  const bob = await call("20002");
  const members = async () => (await client.api.call("live.list")).items[0]?.members.length;
  await eventually(members).toBe(2);
  await program.stopped();
  expect(onDisk(file).attendance.map(({ number }) => number)).toEqual(["20001", "20002"]);
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  await start();
  await eventually(shown).toEqual(before);
  for (const each of [ada, bob]) await each.hangup();
  await written(file, ({ ending }) => ending === "conferenceEnded");
}, 30_000);

test("when the switch is gone its recordings have ended unseen", async () => {
  await call("20001");
  await eventually(async () => (await client.api.call("live.list")).items.length).toBe(1);
  await command("startRecording");
  await statusIs("running");
  const { file } = (await shown()).v2[0]!;
  await softswitch.stop();
  const { confDir, recordingsDir, eslPort, eslPassword } = system.settings;
  const host = "127.0.0.1";
  softswitch = createSoftswitch({ confDir, recordingsDir, host, eslPort, eslPassword });
  await softswitch.start();
  await written(file, ({ ending }) => ending === "unseen");
  expect((await details(file)).status).toBe("finished");
}, 30_000);
