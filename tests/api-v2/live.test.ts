import type { ServerMessageV2 } from "@parley/protocol";
import { ServerMessageV2 as Schema } from "@parley/protocol";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type FeedClient, type SessionClient, sessionClient } from "./session-client.js";

let system: TestSystem;
let people: Awaited<ReturnType<TestSystem["people"]>>;
const clients: Record<string, SessionClient> = {};
const feeds: FeedClient[] = [];

beforeAll(async () => {
  system = await startSystem();
  people = await system.people();
  for (const [context, login] of Object.entries(people)) {
    clients[context] = sessionClient(system.server.url);
    await clients[context].signIn(login);
  }
});
afterEach(() => {
  for (const feed of feeds.splice(0)) {
    for (const message of feed.messages) expect(Schema.safeParse(message).error).toBeUndefined();
    feed.close();
  }
});
afterAll(() => system.stop());

const client = (context: keyof typeof people) => clients[context]!;
async function feedOf(
  context: keyof typeof people,
  resume?: { epoch: string; seq: number },
): Promise<FeedClient> {
  const feed = await client(context).feed(resume);
  feeds.push(feed);
  return feed;
}

const call = (number: string, destination: string) =>
  system.softswitch.callers.call({ number, name: `Caller ${number}` }, destination, {
    context: "team",
  });

const seqsOf = (feed: FeedClient) =>
  feed.messages.flatMap((message) => ("seq" in message ? [message.seq] : []));

test("who watches sees a conference begin, fill, change and end, numbered without a gap", async () => {
  const feed = await feedOf("team");
  await feed.until("snapshot");
  const ada = await call("20001", "30000");
  const { conference } = await feed.until("conferenceStarted");
  const joined = await feed.until("memberJoined");
  expect(conference).toMatchObject({ name: "team", number: "30000", controllable: true });
  expect(joined).toMatchObject({ id: conference.id, member: { number: "20001", muted: false } });
  const { member } = joined;
  expect(await feed.command(conference.id, { command: "mute" }, member.id)).toMatchObject({
    ok: true,
  });
  await feed.until("memberChanged", (each) => each.member.muted);
  expect(await feed.command(conference.id, { command: "lock" })).toMatchObject({ ok: true });
  await feed.until("conferenceChanged", (each) => each.conference.locked);
  await ada.hangup();
  await feed.until("memberLeft");
  await feed.until("conferenceEnded", ({ id }) => id === conference.id);
  const seqs = seqsOf(feed);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
});

test("each role sees and controls its own conferences only", async () => {
  const [team, friends, participant] = await Promise.all([
    feedOf("team"),
    feedOf("friends"),
    feedOf("public"),
  ]);
  for (const feed of [team, friends, participant]) await feed.until("snapshot");
  const calls = [
    await call("20001", "30000"),
    await call("21001", "31000"),
    await call("22001", "32000"),
  ];
  const names = (feed: FeedClient) =>
    feed.messages.flatMap((each) =>
      each.type === "conferenceStarted" ? [each.conference.name] : [],
    );
  for (const [feed, name] of [
    [team, "public"],
    [friends, "public"],
    [participant, "public"],
  ] as const)
    await feed.until("conferenceStarted", ({ conference }) => conference.name === name);
  expect(names(team).sort()).toEqual(["friends", "public", "team"]);
  expect(names(friends).sort()).toEqual(["friends", "public"]);
  expect(names(participant)).toEqual(["public"]);
  const started = (feed: FeedClient, name: string) =>
    feed.until("conferenceStarted", ({ conference }) => conference.name === name);
  const secret = (await started(team, "team")).conference.id;
  const open = (await started(team, "public")).conference.id;
  expect(await friends.command(secret, { command: "lock" })).toMatchObject({
    ok: false,
    code: "not found",
  });
  expect(await participant.command(open, { command: "lock" })).toMatchObject({
    ok: false,
    code: "forbidden",
  });
  expect(await friends.command(open, { command: "lock" })).toMatchObject({ ok: true });
  await Promise.all(calls.map((each) => each.hangup()));
});

test("everybody may mute, unmute and raise a hand as the member of their own number, and nobody else's", async () => {
  const feed = await feedOf("public");
  const own = await call(people.public.id, "32000");
  const other = await call("22099", "32000");
  const { member, id } = await feed.until(
    "memberJoined",
    (each) => each.member.number === people.public.id,
  );
  const stranger = await feed.until("memberJoined", (each) => each.member.number === "22099");
  expect(await feed.command(id, { command: "mute" }, member.id)).toMatchObject({ ok: true });
  expect(await feed.command(id, { command: "raiseHand" }, member.id)).toMatchObject({ ok: true });
  await feed.until("memberChanged", (each) => each.member.handRaised && each.member.muted);
  for (const command of [
    { command: "mute" },
    { command: "kick" },
    { command: "volumeIn", level: 2 },
  ] as const)
    expect(await feed.command(id, command, stranger.member.id)).toMatchObject({
      ok: false,
      code: "forbidden",
    });
  expect(await feed.command(id, { command: "deaf" }, member.id)).toMatchObject({
    code: "forbidden",
  });
  await Promise.all([own.hangup(), other.hangup()]);
});

test("a client that was away for a moment goes on where it was; one of another life gets everything", async () => {
  const first = await feedOf("team");
  const { epoch, seq } = await first.until("snapshot");
  first.close();
  const caller = await call("20001", "30000");
  const again = await feedOf("team", { epoch, seq });
  expect(await again.until("welcome")).toMatchObject({ resumed: true, seq });
  await again.until("memberJoined");
  expect(seqsOf(again).filter((each) => each > seq)[0]).toBe(seq + 1);
  const strange = await feedOf("team", { epoch: "another", seq });
  expect((await strange.until("snapshot")).conferences).toHaveLength(1);
  const future = await feedOf("team", { epoch, seq: 1_000_000 });
  await future.until("snapshot");
  await caller.hangup();
});

test("commands over REST answer when the switch has done them, and say why when it has not", async () => {
  const { api } = client("friends");
  const caller = await call("21001", "31000");
  const { items } = await api.call("live.list");
  const live = items.find(({ name }) => name === "friends")!;
  const member = live.members[0]!;
  const params = { id: live.id, memberId: member.id };
  for (const body of [
    { command: "deaf" },
    { command: "undeaf" },
    { command: "volumeOut", level: -2 },
    { command: "energy", level: 300 },
    { command: "floor" },
    { command: "rename", name: "Renamed here" },
  ] as const)
    expect(await api.call("live.memberCommand", { params, body })).toEqual({ done: true });
  const read = await api.call("live.read", { params: { id: live.id } });
  expect(read.members[0]).toMatchObject({ name: "Renamed here", volumeOut: -2, energy: 300 });
  const refused = api.call("live.command", {
    params: { id: live.id },
    body: { command: "pauseRecording" },
  });
  await expect(refused).rejects.toMatchObject({ problem: { code: "refused", status: 409 } });
  const unknown = api.call("live.memberCommand", {
    params: { id: live.id, memberId: "999" },
    body: { command: "mute" },
  });
  await expect(unknown).rejects.toMatchObject({ problem: { code: "not found", field: "member" } });
  await caller.hangup();
});

test("what is written in a conference reaches those who may watch it, and ends with it", async () => {
  const feed = await feedOf("friends");
  const caller = await call("21001", "31000");
  const { conference } = await feed.until("conferenceStarted");
  const { api } = client("team");
  const said = await api.call("live.say", {
    params: { id: conference.id },
    body: { text: "<img src=x onerror=alert(1)> ‮abc" },
  });
  const heard = await feed.until("chat");
  expect(heard).toMatchObject({ id: conference.id, message: said });
  expect(said.from.name).toBe("Tess Team");
  const stranger = client("public").api.call("live.chat", { params: { id: conference.id } });
  await expect(stranger).rejects.toMatchObject({ problem: { code: "not found" } });
  await caller.hangup();
  await feed.until("conferenceEnded");
  const gone = api.call("live.chat", { params: { id: conference.id } });
  await expect(gone).rejects.toMatchObject({ problem: { code: "not found" } });
});

test("whatever a client sends, it is told what was wrong and stays connected", async () => {
  const feed = await feedOf("public");
  await feed.until("snapshot");
  const frames = [
    "",
    "null",
    "[]",
    '{"type":"command"}',
    '{"type":"say","id":"1","conference":"x","text":" "}',
  ];
  for (const frame of frames) feed.socket.send(frame);
  feed.socket.send(Buffer.from([0, 1, 2]));
  await expect
    .poll(() => feed.messages.filter((each: ServerMessageV2) => each.type === "problem").length)
    .toBe(frames.length + 1);
  feed.send({ type: "ping", id: "p1" });
  await feed.until("pong", ({ id }) => id === "p1");
});

test("without a session the socket says so in a way a page can see", async () => {
  const nobody = sessionClient(system.server.url);
  const feed = await nobody.feed();
  expect(await feed.closed).toBe(4401);
});
