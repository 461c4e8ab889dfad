import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { RecordingDetailsV2, ServerMessageV2 } from "@parley/protocol";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type FeedClient, type SessionClient, sessionClient } from "../api-v2/session-client.js";

/** Longer than a busy machine takes. */
const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 10_000 });

let system: TestSystem;
let folder: string;
let people: Awaited<ReturnType<TestSystem["people"]>>;
let team: SessionClient;
let friends: SessionClient;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  system = await startSystem({}, { growth: { everyMs: 50, limitMs: 600 } });
  folder = system.settings.recordingsDir ?? "";
  people = await system.people();
  [team, friends] = await Promise.all(
    [people.team, people.friends].map(async (login) => {
      const client = sessionClient(system.server.url);
      await client.signIn(login);
      return client;
    }) as [Promise<SessionClient>, Promise<SessionClient>],
  );
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => system.stop());

const tess = () => ({ kind: "user", id: people.team.id, name: people.team.name });
const api = (line: string) => system.softswitch.core.api.execute(line);

async function call(number: string, destination: string, name = `Caller ${number}`) {
  const caller = await system.softswitch.callers.call({ number, name }, destination, {
    context: "team",
  });
  cleanups.push(() => caller.hangup());
  return caller;
}

async function feedOf(client: SessionClient): Promise<FeedClient> {
  const feed = await client.feed();
  cleanups.push(() => feed.close());
  await feed.until("snapshot");
  return feed;
}

type Facts = Extract<ServerMessageV2, { type: "conferenceChanged" }>["conference"];

/** The next that the feed tells of a conference which fits. */
const change = (feed: FeedClient, name: string, fits: (facts: Facts) => boolean, from = 0) =>
  feed.until(
    "conferenceChanged",
    ({ conference }) => conference.name === name && fits(conference),
    from,
  );

/** Somebody in a conference, and its id. */
async function meeting(feed: FeedClient, number: string) {
  const caller = await call(people.team.id, number);
  const { conference } = await feed.until(
    "conferenceStarted",
    (each) => each.conference.number === number,
    feed.messages.length,
  );
  return { caller, conference };
}

async function recorded(feed: FeedClient, conference: { id: string; name: string }) {
  const from = feed.messages.length;
  expect(await feed.command(conference.id, { command: "startRecording" })).toMatchObject({
    ok: true,
  });
  const { conference: facts } = await change(
    feed,
    conference.name,
    ({ recordings }) => recordings.length > 0,
    from,
  );
  return facts.recordings[0]!;
}

const stopped = (feed: FeedClient, name: string) =>
  change(feed, name, ({ recordings }) => recordings.length === 0, feed.messages.length);

const details = (client: SessionClient, file: string) =>
  client.api.call("recordings.details", { params: { file } });

/** Written and fsynced a moment after the end is told. */
async function whenOver(file: string): Promise<Record<string, unknown>> {
  const read = () => JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8"));
  await eventually(() => read().ending).toBeDefined();
  return read();
}

const between = (at: string | undefined, from: number, to: number) =>
  expect(Date.parse(at ?? "") >= from && Date.parse(at ?? "") <= to, at).toBe(true);

test("a recording's whole story: who began it, paused it, was there, came and went, and ended it", async () => {
  const feed = await feedOf(team);
  const begun = Date.now();
  const { conference } = await meeting(feed, "30000");
  const { file, startedBy } = await recorded(feed, conference);
  expect(startedBy).toEqual(tess());
  const guest = await call("20055", "30000", "Zoë <b>Guest</b>");
  await feed.until("memberJoined", ({ member }) => member.number === "20055");
  await feed.command(conference.id, { command: "pauseRecording" });
  await change(feed, "team", ({ recordings }) => recordings[0]?.status === "paused");
  const paused = feed.messages.length;
  await feed.command(conference.id, { command: "resumeRecording" });
  await change(feed, "team", ({ recordings }) => recordings[0]?.status === "running", paused);
  await guest.hangup();
  await feed.until("memberLeft");
  const running = await details(team, file);
  expect(running).toMatchObject({ status: "running", startedBy: tess(), members: 2 });
  expect(running.ending).toBeUndefined();
  const over = stopped(feed, "team");
  await feed.command(conference.id, { command: "stopRecording" });
  await over;
  const story: RecordingDetailsV2 = await details(team, file);
  const by = tess();
  expect(story).toMatchObject({
    file,
    status: "finished",
    conferenceId: conference.id,
    number: "30000",
    ending: "stopped",
    stoppedBy: by,
    pauses: [{ pausedBy: by, resumedBy: by }],
    attendance: [{ number: people.team.id }, { number: "20055", name: "Zoë <b>Guest</b>" }],
  });
  const now = Date.now();
  const [first, second] = story.attendance;
  between(first?.joinedAt, begun, Date.parse(story.startedAt) + 1000);
  expect(first?.leftAt).toBeUndefined();
  between(second?.leftAt, Date.parse(story.pauses[0]?.to ?? ""), now);
  between(story.endedAt, begun, now);
  const written = await whenOver(file);
  expect(written).toMatchObject({ version: 1, file, startedBy: by, ending: "stopped" });
  expect(written["report"]).toMatchObject({ bytes: statSync(join(folder, file)).size });
  expect(statSync(join(folder, `${file}.json`)).mode & 0o777).toBe(0o640);
});

test("side files are no recordings, and go with theirs and nothing else", async () => {
  const feed = await feedOf(team);
  const { conference } = await meeting(feed, "30000");
  const { file } = await recorded(feed, conference);
  const over = stopped(feed, "team");
  await feed.command(conference.id, { command: "stopRecording" });
  await over;
  await whenOver(file);
  writeFileSync(join(folder, "notes.json"), "{}");
  const v1 = await system.client().get("/api/recordings");
  expect(v1.body["files"]).toContain(file);
  expect(JSON.stringify(v1.body)).not.toContain(".json");
  const { items } = await team.api.call("recordings.list");
  expect(items.map((each) => each.file)).toContain(file);
  expect(JSON.stringify(items)).not.toContain(".json");
  await team.api.call("recordings.remove", { params: { file } });
  const left = readdirSync(folder);
  expect(left).not.toContain(`${file}.json`);
  expect(left).toContain("notes.json");
});

test("who asked over the WebSocket of v1, by key, or at the switch itself is told apart", async () => {
  const feed = await feedOf(team);
  const { caller, conference } = await meeting(feed, "30000");
  const login = `${encodeURIComponent(people.team.name)}:${encodeURIComponent(people.team.password)}`;
  const socket = new WebSocket(
    new URL(`/api/live?login=${login}`, system.server.url.replace("http", "ws")),
  );
  cleanups.push(() => socket.terminate());
  await once(socket, "open");
  const path = join(folder, "by-hand.wav");
  const member = { kind: "member", number: people.team.id, name: expect.any(String) };
  const ways = [
    [
      tess(),
      (c: string) => socket.send(JSON.stringify({ req: "exec", conference: "team", call: c })),
    ],
    [member, (c: string) => void caller.dtmf(c === "startrec" ? "1" : "4")],
    [
      { kind: "switch" },
      (c: string) =>
        void api(`conference team ${c === "startrec" ? "record" : "norecord"} ${path}`),
    ],
  ] as const;
  for (const [by, ask] of ways) {
    const from = feed.messages.length;
    ask("startrec");
    const started = await change(feed, "team", ({ recordings }) => recordings.length > 0, from);
    const { file, startedBy } = started.conference.recordings[0]!;
    expect(startedBy).toEqual(by);
    const over = stopped(feed, "team");
    ask("stoprec");
    await over;
    expect(await whenOver(file)).toMatchObject({ startedBy: by, ending: "stopped", stoppedBy: by });
  }
  expect(conference.name).toBe("team");
});

test("a recording that ends because everybody has gone says so", async () => {
  const feed = await feedOf(team);
  const { caller, conference } = await meeting(feed, "32000");
  const { file } = await recorded(feed, conference);
  await caller.hangup();
  await feed.until("conferenceEnded", ({ id }) => id === conference.id);
  const story = await whenOver(file);
  expect(story).toMatchObject({ ending: "conferenceEnded" });
  expect(story["stoppedBy"]).toBeUndefined();
  const { attendance } = await details(team, file);
  expect(attendance[0]?.leftAt).toBeDefined();
});

test("a file that does not grow alarms those who may watch, until it grows; a pause is no alarm", async () => {
  const [feed, stranger] = [await feedOf(team), await feedOf(friends)];
  const { conference } = await meeting(feed, "30000");
  const { file } = await recorded(feed, conference);
  await feed.command(conference.id, { command: "pauseRecording" });
  await change(feed, "team", ({ recordings }) => recordings[0]?.status === "paused");
  const before = feed.messages.length;
  await feed.command(conference.id, { command: "resumeRecording" });
  // The switch goes on writing into a file that has no name any more.
  rmSync(join(folder, file));
  const alarm = await feed.until("recordingTrouble", () => true, before);
  expect(alarm).toMatchObject({ id: conference.id, file, trouble: "notGrowing" });
  const still = ({ recordings }: Facts) => recordings[0]?.trouble === "notGrowing";
  await change(feed, "team", still, before);
  expect(stranger.messages.some(({ type }) => type === "recordingTrouble")).toBe(false);
  const from = feed.messages.length;
  const sound = join(folder, file);
  const writing = setInterval(() => appendFileSync(sound, Buffer.alloc(8192)), 40);
  cleanups.push(() => clearInterval(writing));
  await change(feed, "team", (facts) => !still(facts), from);
  const over = stopped(feed, "team");
  await feed.command(conference.id, { command: "stopRecording" });
  await over;
  const story = await whenOver(file);
  expect(story["problems"]).toMatchObject([{ kind: "notGrowing", to: expect.any(String) }]);
  const metrics = await (await fetch(new URL("/metrics", system.server.url))).text();
  expect(metrics).toMatch(/parley_recording_troubles_total\{trouble="notGrowing"\} 1/);
});

test("a recording that cannot begin is told to whoever may watch", async () => {
  const feed = await feedOf(team);
  const { conference } = await meeting(feed, "30000");
  await api("conference team record /proc/nowhere/x.wav");
  const alarm = await feed.until("recordingTrouble");
  expect(alarm).toMatchObject({ id: conference.id, file: "x.wav", trouble: "failed" });
  const { conferences } = await (await team.feed()).until("snapshot");
  expect(conferences.find(({ name }) => name === "team")?.recordings).toEqual([]);
});

test("a side file that is broken, hostile, huge or a link is as good as none", async () => {
  const file = "team-2026-11-20T08:00:00.000Z.wav";
  const path = join(folder, file);
  const side = `${path}.json`;
  const secret = join(system.dataDir, "secret.json");
  const good = { conference: "friends" };
  writeFileSync(path, "sound");
  const contents = [
    "",
    "{",
    "null",
    "[]",
    JSON.stringify(good),
    JSON.stringify({ version: 2, file }),
    "[".repeat(200_000),
    `{"__proto__":{"polluted":true},"version":1}`,
    "x".repeat(9 * 1024 * 1024),
    "\u0000\uffff",
  ];
  const expectNone = async (what: string) => {
    const story = await details(team, file);
    expect(story, what).toMatchObject({ conference: "team", pauses: [], attendance: [] });
    expect(story.startedBy, what).toBeUndefined();
    const { items } = await team.api.call("recordings.list", { query: { search: file } });
    expect(items[0]?.members, what).toBeUndefined();
  };
  for (const content of contents) {
    writeFileSync(side, content);
    await expectNone(content.slice(0, 40));
  }
  writeFileSync(secret, "kept");
  rmSync(side);
  symlinkSync(secret, side);
  await expectNone("a link");
  await team.api.call("recordings.remove", { params: { file } });
  expect(existsSync(side)).toBe(false);
  expect(readFileSync(secret, "utf8")).toBe("kept");
});

test("a forged side file opens no recording of the team's to friends", async () => {
  const file = "team-2026-11-20T09:00:00.000Z.wav";
  const forged = (name: string, number: string) =>
    JSON.stringify({
      version: 1,
      file,
      conference: { name, number, context: "friends", type: "default", uuid: "u", node: "local" },
      startedAt: "2026-11-20T09:00:00.000Z",
      startedBy: { kind: "switch" },
      endedAt: "2026-11-20T09:01:00.000Z",
      ending: "stopped",
      pauses: [],
      attendance: [],
      problems: [],
    });
  writeFileSync(join(folder, file), "sound");
  for (const [name, number] of [
    ["friends", "31000"],
    ["team", "31000"],
  ] as const) {
    writeFileSync(join(folder, `${file}.json`), forged(name, number));
    expect((await details(team, file)).context).toBe("team");
    for (const way of ["", "/details"]) {
      const answer = await friends.raw("GET", `/api/v2/recordings/${file}${way}`);
      expect(answer.status, way).toBe(404);
    }
    const { items } = await friends.api.call("recordings.list");
    expect(items.map((each) => each.file)).not.toContain(file);
  }
});
