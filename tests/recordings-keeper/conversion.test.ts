import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProblemError } from "@parley/protocol";
import type { Settings } from "@parley/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ffmpegIsHere, hum, type Keeping, SOON, startKeeping, wavFacts } from "./harness.js";

const NO_FFMPEG = "there is no ffmpeg here";
const TEAM = "team-2026-11-20T08:00:00.000Z.wav";
const FRIENDS = "friends-2026-11-20T08:00:00.000Z.wav";

let folder: string;
const begun: Keeping[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-converted-"));
});
afterEach(async () => {
  for (const each of begun.splice(0)) await each.stop();
  rmSync(folder, { recursive: true });
});

async function start(settings: Partial<Settings>): Promise<Keeping> {
  const keeping = await startKeeping(settings);
  begun.push(keeping);
  return keeping;
}

function put(name: string, content: Buffer): void {
  writeFileSync(join(folder, name), content);
  utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000);
}
const problem = (call: Promise<unknown> | undefined) =>
  Promise.resolve(call).then(
    () => undefined,
    (error: unknown) => (error as ProblemError).problem,
  );
const visible = () => readdirSync(folder).filter((name) => !name.startsWith("."));

test("who may delete a recording may have it converted, and gets the new one for it", async ({
  skip,
}) => {
  skip(!ffmpegIsHere, NO_FFMPEG);
  put(TEAM, hum(2));
  put(FRIENDS, hum(2));
  put("friends-2026-11-21T08:00:00.000Z.mp4", Buffer.from("film"));
  const { friends, team } = await start({ recordingsDir: folder });
  const convert = (client: typeof team, file: string, format: "opus" | "mp3") =>
    client.api.call("recordings.convert", { params: { file }, body: { format } });
  expect(await problem(convert(friends, TEAM, "opus"))).toMatchObject({ code: "not found" });
  expect(await problem(convert(friends, "none.wav", "opus"))).toMatchObject({ code: "not found" });
  expect(await problem(convert(friends, FRIENDS, "flac" as "opus"))).toMatchObject({
    code: "invalid",
  });
  const film = convert(friends, "friends-2026-11-21T08:00:00.000Z.mp4", "mp3");
  expect(await problem(film)).toMatchObject({ code: "refused", status: 409 });
  const made = await convert(friends, FRIENDS, "mp3");
  expect(made).toMatchObject({
    file: FRIENDS.replace("wav", "mp3"),
    conference: "friends",
    startedAt: "2026-11-20T08:00:00.000Z",
    kind: "audio",
    status: "finished",
    deletable: true,
  });
  expect(made.duration).toBeCloseTo(2, 0);
  const [one, two] = await Promise.all([convert(team, TEAM, "opus"), convert(team, TEAM, "opus")]);
  expect([one.file, two.file]).toEqual(Array(2).fill(TEAM.replace("wav", "opus")));
  expect(visible().filter((name) => name.endsWith(".wav"))).toEqual([]);
  const storage = await team.api.call("recordings.storage");
  expect(storage.formats).toEqual(["opus", "mp3"]);
});

test("by the rule what the switch has finished becomes Opus, story and all; films stay", async ({
  skip,
}) => {
  skip(!ffmpegIsHere, NO_FFMPEG);
  put(FRIENDS, hum(1));
  put("friends-2026-11-21T08:00:00.000Z.mp4", Buffer.from("film"));
  put("friends-2026-11-22T08:00:00.000Z.wav", hum(0));
  const { team, feed, meet } = await start({
    recordingsDir: folder,
    recordingsFormat: "opus",
  });
  const { id } = await meet();
  const ask = (command: "startRecording" | "stopRecording") =>
    team.api.call("live.command", { params: { id }, body: { command } });
  await ask("startRecording");
  const { conference } = await feed.until(
    "conferenceChanged",
    (each) => each.conference.recordings.length > 0,
  );
  const file = conference.recordings[0]?.file ?? "";
  const size = () => (existsSync(join(folder, file)) ? wavFacts(join(folder, file)).there : 0);
  await expect.poll(size, SOON).toBeGreaterThan(16_000);
  expect(
    await problem(
      team.api.call("recordings.convert", { params: { file }, body: { format: "opus" } }),
    ),
  ).toMatchObject({ code: "refused" });
  await ask("stopRecording");
  const becomes = file.replace(/wav$/, "opus");
  await expect
    .poll(
      () =>
        visible()
          .filter((name) => !name.endsWith(".json"))
          .sort(),
      { timeout: 40_000 },
    )
    .toEqual(
      [
        FRIENDS.replace("wav", "opus"),
        "friends-2026-11-21T08:00:00.000Z.mp4",
        "friends-2026-11-22T08:00:00.000Z.wav",
        becomes,
      ].sort(),
    );
  const details = await team.api.call("recordings.details", { params: { file: becomes } });
  expect(details).toMatchObject({ convertedFrom: file, ending: "stopped", conference: "team" });
  expect(details.attendance).toHaveLength(1);
}, 80_000);

test("without ffmpeg nothing is converted, and the answer says so", async () => {
  put(TEAM, hum(1));
  const { team } = await start({
    recordingsDir: folder,
    recordingsFormat: "opus",
    ffmpeg: join(folder, "no-ffmpeg"),
  });
  const call = team.api.call("recordings.convert", {
    params: { file: TEAM },
    body: { format: "opus" },
  });
  expect(await problem(call)).toMatchObject({ code: "off" });
  expect((await team.api.call("recordings.storage")).formats).toEqual([]);
  expect(visible()).toEqual([TEAM]);
});

test("a server that stops ends the conversion at work at once, and the recording stays", async () => {
  put(TEAM, hum(1));
  const pid = join(folder, ".pid");
  const program = join(folder, ".slow-ffmpeg");
  const script = `case "$*" in *-encoders*) echo " A....D libopus opus";; *) echo $$ > '${pid}'; exec sleep 600;; esac`;
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const { team, system } = await start({ recordingsDir: folder, ffmpeg: program });
  const call = team.api.call("recordings.convert", {
    params: { file: TEAM },
    body: { format: "opus" },
  });
  const refused = problem(call);
  await expect
    .poll(() => existsSync(pid) && readFileSync(pid, "utf8").trim(), SOON)
    .toMatch(/^\d+$/);
  await system.server.stop();
  expect(await refused).toMatchObject({ code: "refused" });
  expect(() => process.kill(Number(readFileSync(pid, "utf8")), 0)).toThrow();
  expect(readdirSync(folder).sort()).toEqual([".pid", ".slow-ffmpeg", TEAM].sort());
});
