import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProblemError } from "@parley/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type SessionClient, sessionClient } from "./session-client.js";

let system: TestSystem;
let folder: string;
const clients: Record<string, SessionClient> = {};
const of = (context: "team" | "friends" | "public") => clients[context]!;

beforeAll(async () => {
  system = await startSystem();
  folder = system.settings.recordingsDir ?? "";
  for (const [context, login] of Object.entries(await system.people())) {
    clients[context] = sessionClient(system.server.url);
    await clients[context].signIn(login);
  }
});
afterAll(() => system.stop());

const TEAM = "team-2026-11-20T08:00:00.000Z.wav";
const FRIENDS = "friends-2026-11-21T08:00:00.000Z.wav";
const PUBLIC = "public-2026-11-22T08:00:00.000Z.mp4";
const UNKNOWN = "board-2026-11-19T08:00:00.000Z.wav";
const HOSTILE = `public-"><img src=x>%2f'*\u202eא ${"я".repeat(80)}.wav`;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz";

beforeEach(() => {
  for (const name of [TEAM, FRIENDS, PUBLIC, UNKNOWN, HOSTILE])
    writeFileSync(join(folder, name), ALPHABET);
});

const get = (client: SessionClient, file: string, headers: Record<string, string> = {}) =>
  client.raw("GET", `/api/v2/recordings/${encodeURIComponent(file)}`, { headers });
const remove = (client: SessionClient, file: string) =>
  client.api.call("recordings.remove", { params: { file } });
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "done",
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
  );

test("each role lists what it may read, and is told what it may delete", async () => {
  const list = async (client: SessionClient) => {
    const { items, total } = await client.api.call("recordings.list");
    expect(total).toBe(items.length);
    return items.map(({ file, deletable }) => (deletable ? file : `${file} kept`));
  };
  const all = await list(of("team"));
  expect([...all].sort()).toEqual([TEAM, FRIENDS, PUBLIC, UNKNOWN, HOSTILE].sort());
  expect((await list(of("friends"))).sort()).toEqual([FRIENDS, PUBLIC, HOSTILE].sort());
  expect(await list(of("public"))).toEqual([]);
});

test("lists are searched, filtered, sorted and paged", async () => {
  const files = async (query: Record<string, string>) => {
    const { items } = await of("team").api.call("recordings.list", { query });
    return items.map(({ file }) => file);
  };
  expect(await files({ search: "BOARD" })).toEqual([UNKNOWN]);
  expect(await files({ conference: "friends" })).toEqual([FRIENDS]);
  const [from, to] = ["2026-11-20T00:00:00Z", "2026-11-21T23:59:59+02:00"];
  expect(await files({ from, to })).toEqual([FRIENDS, TEAM]);
  expect((await files({ sort: "file" }))[0]).toBe(UNKNOWN);
  const paged = { sort: "startedAt", page: "2", pageSize: "1" };
  expect(await files(paged)).toEqual([TEAM]);
  const wrong = of("team").api.call("recordings.list", { query: { from: "yesterday" } });
  await expect(wrong).rejects.toMatchObject({ problem: { code: "invalid", field: "from" } });
});

test("who may not read a recording is told the same as of one that is not there", async () => {
  const secret = await get(of("friends"), TEAM);
  const missing = await get(of("friends"), TEAM.replace("20", "21"));
  expect([secret.status, missing.status]).toEqual([404, 404]);
  const [a, b] = [await secret.json(), await missing.json()] as Record<string, string>[];
  expect(a?.["detail"]?.replace(/2\d/, "")).toBe(b?.["detail"]?.replace(/2\d/, ""));
  expect((await get(of("public"), PUBLIC)).status).toBe(404);
  expect(await codeOf(remove(of("friends"), TEAM))).toBe("not found");
  expect(await codeOf(remove(of("public"), PUBLIC))).toBe("not found");
  expect(existsSync(join(folder, TEAM)) && existsSync(join(folder, PUBLIC))).toBe(true);
});

test("a file comes whole or by parts, with the type of its ending", async () => {
  const whole = await get(of("friends"), FRIENDS);
  expect(whole.status).toBe(200);
  expect(whole.headers.get("content-type")).toBe("audio/wav");
  expect(whole.headers.get("accept-ranges")).toBe("bytes");
  expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await whole.text()).toBe(ALPHABET);
  const parts = [
    ["bytes=1-2", "bytes 1-2/26", "bc"],
    ["bytes=24-", "bytes 24-25/26", "yz"],
    ["bytes=-3", "bytes 23-25/26", "xyz"],
  ] as const;
  for (const [range, contentRange, text] of parts) {
    const part = await get(of("friends"), FRIENDS, { range });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, contentRange]);
    expect(await part.text()).toBe(text);
  }
  const outside = await get(of("friends"), FRIENDS, { range: "bytes=26-" });
  expect([outside.status, outside.headers.get("content-range")]).toEqual([416, "bytes */26"]);
  expect((await get(of("friends"), PUBLIC)).headers.get("content-type")).toBe("video/mp4");
});

test("an empty file is whole and empty", async () => {
  writeFileSync(join(folder, FRIENDS), "");
  const empty = await get(of("friends"), FRIENDS);
  expect([empty.status, await empty.text()]).toEqual([200, ""]);
});

test("HEAD tells the size without the sound", async () => {
  const path = `/api/v2/recordings/${encodeURIComponent(FRIENDS)}`;
  const head = await of("friends").raw("HEAD", path);
  expect([head.status, head.headers.get("content-length")]).toEqual([200, "26"]);
  expect(await head.text()).toBe("");
});

test("a part is given only of the state of the file that the client knows", async () => {
  const etag = (await get(of("team"), TEAM)).headers.get("etag") ?? "";
  const range = { range: "bytes=0-1" };
  expect((await get(of("team"), TEAM, { ...range, "if-range": etag })).status).toBe(206);
  expect((await get(of("team"), TEAM, { "if-none-match": etag })).status).toBe(304);
  writeFileSync(join(folder, TEAM), `${ALPHABET}!`);
  const changed = await get(of("team"), TEAM, { ...range, "if-range": etag });
  expect([changed.status, (await changed.text()).length]).toEqual([200, 27]);
  expect((await get(of("team"), TEAM, { "if-none-match": etag })).status).toBe(200);
});

test("a hostile name is fetched, saved under its own name, and deleted", async () => {
  const path = `/api/v2/recordings/${encodeURIComponent(HOSTILE)}?download`;
  const response = await of("friends").raw("GET", path);
  expect(response.status).toBe(200);
  const disposition = response.headers.get("content-disposition") ?? "";
  expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[^'" ]+$/);
  const name = /filename\*=UTF-8''(.+)$/.exec(disposition)?.[1] ?? "";
  expect(decodeURIComponent(name)).toBe(HOSTILE);
  await response.arrayBuffer();
  expect(await codeOf(remove(of("friends"), HOSTILE))).toBe("done");
  expect(existsSync(join(folder, HOSTILE))).toBe(false);
});

test("no path leaves the folder", async () => {
  const outside = join(system.dataDir, "outside.wav");
  writeFileSync(outside, "secret");
  symlinkSync(outside, join(folder, "public-link.wav"));
  const ways = [
    "../outside.wav",
    "..%2foutside.wav",
    "%2e%2e%2foutside.wav",
    outside,
    "..\\outside.wav",
    "public-link.wav",
    "public-1.wav\0",
    "..",
    ".",
  ];
  const encodings = [encodeURIComponent, (way: string) => way, (way: string) => `x/${way}`];
  for (const encode of encodings)
    for (const way of ways) {
      const path = `/api/v2/recordings/${encode(way)}`;
      const response = await of("team").raw("GET", path);
      if (response.status === 200) expect(await response.json(), path).toHaveProperty("items");
      else expect([400, 404], path).toContain(response.status);
      const headers = { "x-parley": "1" };
      const removal = await of("team").raw("DELETE", path, { headers });
      expect([400, 404], path).toContain(removal.status);
    }
  expect(existsSync(outside) && existsSync(join(folder, "public-link.wav"))).toBe(true);
});

test("a recording that runs is shown as running and is kept until it has stopped", async () => {
  const feed = await of("friends").feed();
  const caller = await system.softswitch.callers.call({ number: "21001", name: "Fred" }, "31000", {
    context: "team",
  });
  const { conference } = await feed.until("conferenceStarted");
  const command = (name: "startRecording" | "pauseRecording" | "stopRecording") =>
    feed.command(conference.id, { command: name });
  const statusOf = async (file: string) => {
    const { items } = await of("friends").api.call("recordings.list");
    const found = items.find((each) => each.file === file);
    return found && [found.status, found.deletable, found.conference];
  };
  expect(await command("startRecording")).toMatchObject({ ok: true });
  const started = await feed.until(
    "conferenceChanged",
    (each) => each.conference.recordings.length === 1,
  );
  const file = started.conference.recordings[0]?.file ?? "";
  expect(await statusOf(file)).toEqual(["running", false, "friends"]);
  expect(await codeOf(remove(of("friends"), file))).toBe("refused");
  await command("pauseRecording");
  expect(await statusOf(file)).toEqual(["paused", false, "friends"]);
  await command("stopRecording");
  await expect.poll(() => statusOf(file)).toEqual(["finished", true, "friends"]);
  expect(await codeOf(remove(of("friends"), file))).toBe("done");
  await caller.hangup();
  feed.close();
});

test("a client that stopped reading does not keep the server from closing", async () => {
  const own = await startSystem();
  const large = join(own.settings.recordingsDir ?? "", "team-1.wav");
  writeFileSync(large, Buffer.alloc(32 * 1024 * 1024));
  const client = sessionClient(own.server.url);
  await client.signIn(own.admin);
  const response = await get(client, "team-1.wav");
  const reader = response.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await own.stop();
  const rest = async () => {
    while (!(await reader?.read())?.done);
  };
  await expect(rest()).rejects.toThrow();
});
