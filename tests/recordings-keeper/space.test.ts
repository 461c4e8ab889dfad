import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ProblemError } from "@parley/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { LiveClient } from "../_util/live-client.js";
import { type Keeping, SOON, startKeeping, wavFacts } from "./harness.js";

const MIB = 1024 ** 2;
const LIMIT = 2 * MIB;

/** A file system of 4 MiB. */
const disk = mkdtempSync(join(tmpdir(), "parley-disk-"));
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "none", disk]);
const possible = mounted.status === 0;
const WHY_NOT = `no small file system can be mounted here: ${mounted.stderr ?? mounted.error}`;

let keeping: Keeping;
let conference: Awaited<ReturnType<Keeping["meet"]>>;
beforeAll(async () => {
  if (!possible) return;
  keeping = await startKeeping({ recordingsDir: disk, recordingsMinFree: LIMIT });
  conference = await keeping.meet();
});
afterAll(async () => {
  await keeping?.stop();
  if (possible) spawnSync("umount", ["-l", disk]);
  rmSync(disk, { recursive: true });
});
beforeEach(({ skip }) => skip(!possible, WHY_NOT));

const ballast = join(disk, "ballast");
/** Leaves this many bytes free. */
function leave(bytes: number): void {
  rmSync(ballast, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - bytes));
}

const start = () =>
  keeping.team.api.call("live.command", {
    params: { id: conference.id },
    body: { command: "startRecording" },
  });
const problem = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => (error as ProblemError).problem,
  );
const get = async (path: string) => (await fetch(new URL(path, keeping.system.server.url))).text();

test("a recording is stopped while its file can still be closed well, and everybody is told", async () => {
  await start();
  const changed = await keeping.feed.until(
    "conferenceChanged",
    (each) => each.conference.recordings.length > 0,
  );
  const file = basename(changed.conference.recordings[0]?.file ?? "");
  await expect.poll(() => readdirSync(disk), SOON).toContain(file);
  leave(LIMIT - MIB);
  const told = await keeping.feed.until("recordingTrouble");
  expect(told).toMatchObject({ id: conference.id, file, trouble: "diskFull" });
  await keeping.feed.until(
    "conferenceChanged",
    (each) => each.conference.recordings.length === 0,
    keeping.feed.messages.indexOf(told),
  );
  const { told: length, there } = wavFacts(join(disk, file));
  expect(length).toBe(there);
  expect(there).toBeGreaterThan(0);
  const details = await keeping.team.api.call("recordings.details", { params: { file } });
  expect(details).toMatchObject({ ending: "diskFull", stoppedBy: { kind: "server" } });
});

test("while there is too little room none begins: by REST, by v1, by key", async () => {
  leave(LIMIT - MIB);
  expect(await problem(start())).toMatchObject({
    code: "no space",
    status: 507,
    detail: "there is too little room for recordings: 1.0 MiB are free, 2.2 MiB are needed",
  });
  const answer = await keeping.feed.command(conference.id, { command: "startRecording" });
  expect(answer).toMatchObject({ ok: false, code: "no space" });

  const v1 = await LiveClient.open(keeping.system.server.url, keeping.people.team);
  const exec = { req: "exec", conference: "team", call: "startrec" };
  v1.socket.send(JSON.stringify(exec));
  await expect.poll(() => JSON.stringify(v1.messages), SOON).toContain("too little room");
  v1.close();

  const played: string[] = [];
  keeping.system.softswitch.core.on("event", (event) => {
    const headers = new Map(event.headers);
    const line = headers.get("API-Command-Argument") ?? "";
    if (line.includes("play ")) played.push(line);
  });
  await conference.phone.dtmf("1");
  await expect.poll(() => played.join(), SOON).toContain("not_recording_to_start_press_start");
  expect(readdirSync(disk).filter((name) => name.endsWith(".wav"))).toHaveLength(1);
});

test("that it is full is seen in health, metrics and storage", async () => {
  leave(LIMIT - MIB);
  expect(await problem(start())).toMatchObject({ code: "no space" });
  expect(JSON.parse(await get("/health"))).toMatchObject({ recordings: { full: true } });
  const metrics = await get("/metrics");
  expect(metrics).toMatch(/^parley_recordings_full 1$/m);
  expect(metrics).toMatch(/^parley_recordings_free_bytes 1048576$/m);
  expect(metrics).toMatch(/^parley_recordings_stopped_total 1$/m);
  expect(metrics).toMatch(/^parley_recordings_refused_total [4-9]$/m);
  const storage = await keeping.team.api.call("recordings.storage");
  expect(storage).toMatchObject({
    folder: disk,
    recordings: 1,
    free: MIB,
    capacity: 4 * MIB,
    full: true,
    rules: { minFree: LIMIT },
  });
  expect(await problem(keeping.friends.api.call("recordings.storage"))).toMatchObject({
    code: "forbidden",
  });
});

test("a little more than the limit is not enough; with a tenth more recording goes on", async () => {
  leave(LIMIT - MIB);
  expect(await problem(start())).toMatchObject({ code: "no space" });
  leave(LIMIT + 0.1 * MIB);
  expect(await problem(start())).toMatchObject({ code: "no space" });
  leave(LIMIT + 0.5 * MIB);
  await start();
  expect(JSON.parse(await get("/health"))).toMatchObject({ recordings: { full: false } });
  await keeping.team.api.call("live.command", {
    params: { id: conference.id },
    body: { command: "stopRecording" },
  });
});

test("what the rule of sizes lets go of is removed before a recording is stopped or refused", async () => {
  rmSync(ballast, { force: true });
  for (const name of readdirSync(disk)) rmSync(join(disk, name));
  const own = await startKeeping({
    recordingsDir: disk,
    recordingsMinFree: LIMIT,
    recordingsMaxSize: MIB,
  });
  try {
    const { id } = await own.meet();
    const old = join(disk, "team-2026-01-01T08:00:00.000Z.wav");
    writeFileSync(old, Buffer.alloc(1.5 * MIB));
    spawnSync("touch", ["-d", "2026-01-01", old]);
    leave(LIMIT - MIB);
    await own.team.api.call("live.command", {
      params: { id },
      body: { command: "startRecording" },
    });
    expect(readdirSync(disk)).not.toContain(basename(old));
  } finally {
    await own.stop();
  }
});
