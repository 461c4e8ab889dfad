import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, type Settings, startServer } from "@parley/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Keeping, SOON, startKeeping } from "./harness.js";

const DAY = 86_400_000;
let folder: string;
let outside: string;
const begun: Keeping[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-retention-"));
  outside = join(folder, "outside");
  mkdirSync(outside);
});
afterEach(async () => {
  for (const each of begun.splice(0)) await each.stop();
  rmSync(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);

async function start(settings: Partial<Settings>): Promise<Keeping> {
  const keeping = await startKeeping(settings);
  begun.push(keeping);
  return keeping;
}

/** A recording that was begun and last written this many days ago. */
function put(days: number, size = 1000, ending = "wav"): string {
  const at = Date.now() - days * DAY;
  const name = `team-${new Date(at).toISOString()}.${ending}`;
  writeFileSync(path(name), Buffer.alloc(size));
  utimesSync(path(name), at / 1000, at / 1000);
  return name;
}

test("at the start what is too old goes with its side file, and nothing else in the folder", async () => {
  const old = put(31);
  put(400, 1000, "mp4");
  const young = put(29);
  writeFileSync(path(`${old}.json`), "{}");
  const others = ["notes.txt", "folder.wav", "link.wav", ".hidden.wav"];
  writeFileSync(path("notes.txt"), "notes");
  mkdirSync(path("folder.wav"));
  writeFileSync(join(outside, "far.wav"), "sound");
  symlinkSync(join(outside, "far.wav"), path("link.wav"));
  writeFileSync(path(".hidden.wav"), "sound");
  for (const name of ["notes.txt", ".hidden.wav", "outside/far.wav"]) utimesSync(path(name), 1, 1);
  const keeping = await start({ recordingsDir: folder, recordingsMaxAge: 30 });
  const left = [...others, "outside", young].sort();
  await expect.poll(() => readdirSync(folder).sort(), SOON).toEqual(left);
  expect(existsSync(join(outside, "far.wav"))).toBe(true);
  const { items } = await keeping.team.api.call("recordings.list");
  expect(items.map(({ file }) => file)).toEqual([young]);
  const metrics = await fetch(new URL("/metrics", keeping.system.server.url));
  expect(await metrics.text()).toMatch(/^parley_recordings_removed_bytes_total 2000$/m);
});

test("when a recording ends the oldest make room for it, whatever else is going on", async () => {
  const names = [put(3), put(2), put(1)];
  const keeping = await start({ recordingsDir: folder, recordingsMaxSize: 5000 });
  const { id } = await keeping.meet();
  const ask = (command: "startRecording" | "stopRecording") =>
    keeping.team.api.call("live.command", { params: { id }, body: { command } });
  await ask("startRecording");
  const size = async () => {
    const items = (await keeping.team.api.call("recordings.list")).items;
    return items.find(({ status }) => status === "running")?.size ?? 0;
  };
  await expect.poll(size, SOON).toBeGreaterThan(6000);
  // All of them are too much together, but nothing looks before something ends.
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(names));
  await ask("stopRecording");
  const kept = () => readdirSync(folder).filter((name) => names.includes(name));
  await expect.poll(kept, SOON).toEqual([]);
  const { items } = await keeping.team.api.call("recordings.list");
  expect(items).toHaveLength(1);
  const storage = await keeping.team.api.call("recordings.storage");
  expect(storage).toMatchObject({ rules: { maxSize: 5000 }, recordings: 1, full: false });
});

test("a server that starts asks the switch first: what is paused stays however old it looks", async () => {
  const keeping = await start({ recordingsDir: folder });
  await keeping.meet();
  const { server, settings, softswitch } = keeping.system;
  const name = "team-2020-01-01T08:00:00.000Z.wav";
  const say = (verb: "start" | "pause") =>
    softswitch.core.api.execute(`conference team recording ${verb} ${path(name)}`);
  const shown = (status: "running" | "paused") =>
    keeping.feed.until("conferenceChanged", (each) =>
      each.conference.recordings.some((recording) => recording.status === status),
    );
  await say("start");
  await shown("running");
  await expect.poll(() => existsSync(path(name)), SOON).toBe(true);
  await say("pause");
  await shown("paused");
  await server.stop();
  utimesSync(path(name), 1, 1);
  const finished = put(100);
  const next = await startServer(
    { ...settings, recordingsMaxAge: 30, recordingsMaxSize: 1 },
    { logger: createLogger("silent") },
  );
  await expect.poll(() => existsSync(path(finished)), SOON).toBe(false);
  expect(existsSync(path(name))).toBe(true);
  await next.stop();
});
