import { afterEach, expect, test } from "vitest";
import { startFeed } from "./harness.js";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function running(limits: Parameters<typeof startFeed>[0] = {}) {
  const feed = await startFeed(limits);
  cleanups.push(feed.stop);
  return feed;
}

const room = { name: "public_room", uuid: "p1" };
const member = { id: "33", number: "20001" };

type Running = Awaited<ReturnType<typeof running>>;

/** Mutes and unmutes so often that no kernel buffer swallows it. */
async function makeNoise(feed: Running, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const speak = round % 2 === 1;
    const action = speak ? "unmute-member" : "mute-member";
    feed.source.event(feed.events.member(room, action, { ...member, speak }));
    if (round % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A conference name of 50 kB: few messages fill every buffer. */
const wide = { name: "x".repeat(50_000), uuid: "w1" };

async function flood(feed: Running, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    feed.source.event(feed.events.room(wide, round % 2 ? "unlock" : "lock"));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a client that does not read costs bounded memory and gets the whole state when it reads again", async () => {
  const limits = { maxWaitingBytes: 100_000, lagCheckMs: 10 };
  const feed = await running({ limits });
  const reader = await feed.connect("alice");
  const sleeper = await feed.connect("alice");
  feed.source.event(feed.events.member(wide, "add-member", member));
  await Promise.all([reader.received(1), sleeper.received(1)]);
  sleeper.socket.pause();
  const before = process.memoryUsage().rss;
  await flood(feed, 1000);
  await reader.settled();
  expect(reader.frames).toHaveLength(1001);
  // 50 MB went to the one that reads; hardly more than the limit and the kernel's buffers wait for the other.
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  feed.source.event(feed.events.member(room, "add-member", member));
  sleeper.socket.resume();
  while (!sleeper.events.includes("newLiveState"))
    await new Promise((resolve) => sleeper.socket.once("message", resolve));
  await sleeper.received(sleeper.events.indexOf("newLiveState") + 3);
  const fresh = sleeper.messages.slice(sleeper.events.indexOf("newLiveState"));
  expect(fresh.map((each) => each["event"])).toEqual(["newLiveState", "reply", "newXML"]);
  expect(fresh[0]?.["data"]).toMatchObject([{ name: wide.name }, { name: "public_room" }]);
  expect(sleeper.frames.length).toBeLessThan(500);
  sleeper.forget();
  feed.source.event(feed.events.room(room, "lock"));
  await sleeper.received(1);
  expect(sleeper.messages).toEqual([{ event: "lock", conference: "public_room" }]);
});

test("a client that goes on not reading is dropped, and nobody else notices", async () => {
  const limits = { maxWaitingBytes: 10_000, lagCheckMs: 10, maxLagMs: 50 };
  const feed = await running({ limits });
  const reader = await feed.connect("alice");
  const sleeper = await feed.connect("alice");
  feed.source.event(feed.events.member(wide, "add-member", member));
  await Promise.all([reader.received(1), sleeper.received(1)]);
  sleeper.socket.pause();
  await flood(feed, 300);
  await expect.poll(() => feed.feed.clients).toBe(1);
  await reader.settled();
  expect(reader.frames).toHaveLength(301);
});

test("a burst reaches a client that reads whole and in order", async () => {
  const feed = await running();
  const clients = await Promise.all([feed.connect("alice"), feed.connect("carol")]);
  feed.source.event(feed.events.member(room, "add-member", member));
  await makeNoise(feed, 5000);
  for (const client of clients) {
    await client.settled();
    const events = client.events.slice(1);
    expect(events).toHaveLength(5000);
    expect(events.every((event, index) => event === (index % 2 ? "unmute" : "mute"))).toBe(true);
  }
});

test("a client that does not answer pings is gone", async () => {
  const feed = await running({ limits: { pingMs: 10 } });
  const dead = await feed.connect("alice");
  dead.socket.pause();
  await expect.poll(() => feed.feed.clients).toBe(0);
  dead.socket.resume();
});

test("a client has a bounded number of commands under way", async () => {
  const feed = await running({
    limits: { maxCommands: 2 },
    control: { exec: () => new Promise(() => undefined), memberExec: async () => undefined },
  });
  const team = await feed.connect("alice");
  feed.source.event(feed.events.member(room, "add-member", member));
  await team.received(1);
  for (let index = 0; index < 3; index++)
    team.send({ req: "exec", conference: "public_room", call: "lock" });
  await team.received(2);
  expect(team.messages[1]).toEqual({ event: "error", error: "too many commands at once" });
});
