import { once } from "node:events";
import { ServerMessageV1 } from "@parley/protocol";
import { afterEach, expect, test } from "vitest";
import { SwitchAwayError } from "../../packages/server/src/switch/index.js";
import { startFeed, type TestClient } from "./harness.js";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function running(options: Parameters<typeof startFeed>[0] = {}) {
  const feed = await startFeed(options);
  cleanups.push(feed.stop);
  return feed;
}

const publicRoom = { name: "public_room", uuid: "p1" };
const friendsRoom = { name: "friends_room", uuid: "f1" };
const teamRoom = { name: "team_room", uuid: "t1" };
const alice = { id: "33", number: "20001" };
const bob = { id: "34", number: "21000" };

/** Connected, and let in: somebody new is told of nothing for a moment. */
async function greeted(feed: Awaited<ReturnType<typeof running>>, name: string) {
  const client = await feed.connect(name);
  await client.settled();
  return client;
}

async function three(feed: Awaited<ReturnType<typeof running>>) {
  const team = await feed.connect("alice");
  const friends = await feed.connect("bob");
  const watcher = await feed.connect("carol");
  return { team, friends, watcher };
}

const settled = (...clients: TestClient[]) => Promise.all(clients.map((each) => each.settled()));

test("each role sees the conferences of its own and lower contexts", async () => {
  const feed = await running();
  const { team, friends, watcher } = await three(feed);
  for (const room of [publicRoom, friendsRoom, teamRoom, { name: "ad hoc", uuid: "a1" }])
    feed.source.event(feed.events.member(room, "add-member", alice));
  await settled(team, friends, watcher);
  const names = (client: TestClient) =>
    client.messages.map((each) => (each["data"] as { name: string }).name);
  expect(names(team)).toEqual(["public_room", "friends_room", "team_room", "ad hoc"]);
  expect(names(friends)).toEqual(["public_room", "friends_room"]);
  expect(names(watcher)).toEqual(["public_room"]);
  for (const client of [team, friends, watcher]) client.forget();
  for (const client of [team, friends, watcher]) client.send({ req: "init" });
  await Promise.all([team, friends, watcher].map((each) => each.received(1)));
  const listed = (client: TestClient) =>
    client.messages.flatMap((each) => (each["data"] as { name: string }[]).map(({ name }) => name));
  expect(listed(team)).toEqual(["public_room", "friends_room", "team_room", "ad hoc"]);
  expect(listed(friends)).toEqual(["public_room", "friends_room"]);
  expect(listed(watcher)).toEqual(["public_room"]);
});

test("a conference that nothing configured names has no number, and its profile for a type", async () => {
  const feed = await running();
  const team = await feed.connect("alice");
  feed.source.event(
    feed.events.member({ name: "ad hoc", uuid: "a1", profile: "48kHz-video" }, "add-member", alice),
  );
  await team.received(1);
  expect(team.messages[0]).toMatchObject({
    event: "newConference",
    data: { name: "ad hoc", num: "", type: "48kHz-video", context: "" },
  });
});

test("every message keeps to the schema of the contract", async () => {
  const feed = await running();
  const team = await greeted(feed, "alice");
  const { events, source } = feed;
  const path: [string, string][] = [["Path", "/rec/a.wav"]];
  source.event(events.room(publicRoom, "conference-create"));
  source.event(events.member(publicRoom, "add-member", alice));
  source.event(events.member(publicRoom, "add-member", bob));
  source.event(events.floor(publicRoom, "33"));
  source.event(events.member(publicRoom, "mute-member", { ...bob, speak: false }));
  source.event(events.member(publicRoom, "unmute-member", bob));
  source.event(events.room(publicRoom, "lock"));
  source.event(events.room(publicRoom, "unlock"));
  source.event(events.room(publicRoom, "start-recording", path));
  source.event(events.room(publicRoom, "pause-recording", path));
  source.event(events.room(publicRoom, "resume-recording", path));
  team.send({ req: "init" });
  await team.received(11);
  source.event(events.room(publicRoom, "stop-recording", path));
  source.event(events.api("conference", "'public_room' mute all quiet"));
  source.event(events.member(publicRoom, "del-member", alice));
  source.event(events.member(publicRoom, "del-member", bob));
  source.event(events.room(publicRoom, "conference-destroy"));
  source.event(events.register("20001", "call", "5060"));
  source.event(events.unregister("20001", "call"));
  feed.xmlState.change({});
  await team.settled();
  expect(team.events).toEqual([
    "newConference",
    "newMember",
    "floorchange",
    "mute",
    "unmute",
    "lock",
    "unlock",
    "recStart",
    "recPause",
    "recResume",
    "reply",
    "recStop",
    "muteAll",
    "delMember",
    "delConference",
    "addReg",
    "delReg",
    "newXML",
  ]);
  for (const message of team.messages) expect(ServerMessageV1.parse(message)).toEqual(message);
});

test("names come from the directory when the phone sent only its number", async () => {
  const feed = await running();
  const team = await feed.connect("alice");
  feed.source.event(feed.events.member(publicRoom, "add-member", alice));
  feed.source.event(feed.events.member(publicRoom, "add-member", { ...bob, name: "Bob's desk" }));
  feed.source.event(feed.events.member(publicRoom, "add-member", { id: "35", number: "0123" }));
  await team.settled();
  expect(team.messages.map((each) => each["data"])).toMatchObject([
    { members: [{ name: "alice", id: "20001", confid: "33" }] },
    { name: "Bob's desk", id: "21000" },
    { name: "0123", id: "0123" },
  ]);
});

test("the last to leave takes the conference along, and who comes then begins it anew", async () => {
  const feed = await running();
  const watcher = await feed.connect("carol");
  const { events, source } = feed;
  source.event(events.member(publicRoom, "add-member", alice));
  source.event(events.floor(publicRoom, "33"));
  source.event(events.floor(publicRoom, "none"));
  source.event(events.member(publicRoom, "del-member", alice));
  source.event(events.room(publicRoom, "lock"));
  source.event(events.member(publicRoom, "add-member", bob));
  await watcher.settled();
  expect(watcher.events).toEqual([
    "newConference",
    "floorchange",
    "delConference",
    "newConference",
  ]);
  expect(watcher.messages.at(-1)).toMatchObject({ data: { locked: true, memcount: 1 } });
});

test("a name that begins anew before its end was told is one conference after the other", async () => {
  const feed = await running();
  const watcher = await greeted(feed, "carol");
  const { events, source } = feed;
  source.event(events.member(publicRoom, "add-member", alice));
  source.event(events.member({ ...publicRoom, uuid: "p2" }, "add-member", bob));
  source.event(events.member(publicRoom, "mute-member", { ...alice, speak: false }));
  source.event(events.room(publicRoom, "conference-destroy"));
  source.event(events.room({ ...publicRoom, uuid: "p2" }, "lock"));
  watcher.send({ req: "init" });
  await watcher.settled();
  expect(watcher.events).toEqual([
    "newConference",
    "delConference",
    "newConference",
    "lock",
    "reply",
  ]);
  expect(watcher.messages.at(-1)?.["data"]).toMatchObject([{ members: [{ confid: "34" }] }]);
});

test("a control goes to the switch, and only with the right to it", async () => {
  const feed = await running();
  const { team, friends } = await three(feed);
  for (const room of [publicRoom, teamRoom])
    feed.source.event(feed.events.member(room, "add-member", alice));
  await settled(team, friends);
  team.forget();
  friends.forget();
  friends.send({ req: "exec", conference: "public_room", call: "lock" });
  friends.send({ req: "memexec", conference: "public_room", call: "kick", member: "33" });
  friends.send({ req: "exec", conference: "team_room", call: "lock" });
  friends.send({ req: "memexec", conference: "team_room", call: "kick", member: "33" });
  friends.send({ req: "exec", conference: "no such room", call: "lock" });
  await friends.settled();
  team.send({ req: "exec", conference: "team_room", call: "muteall" });
  team.send({ req: "exec", conference: "no such room", call: "lock" });
  await team.settled();
  expect(feed.sent).toEqual([
    { conference: "public_room", call: "lock" },
    { conference: "public_room", call: "kick", argument: "33" },
    { conference: "team_room", call: "muteAll" },
  ]);
  expect(friends.messages).toEqual([
    { event: "error", error: "you may not control team_room" },
    { event: "error", error: "you may not control team_room" },
    { event: "error", error: "you may not control no such room" },
  ]);
  expect(team.messages).toEqual([
    { event: "error", error: "no conference no such room is running" },
  ]);
});

test.each(["all", "last", "uuid=channel-33", "99", "33\napi shutdown"])(
  "a command to %j, which is no member, is an error and goes nowhere",
  async (member) => {
    const feed = await running();
    const team = await feed.connect("alice");
    feed.source.event(feed.events.member(publicRoom, "add-member", alice));
    await team.received(1);
    team.send({ req: "memexec", conference: "public_room", call: "mute", member });
    await team.received(2);
    expect(team.messages[1]).toMatchObject({ event: "error" });
    expect(feed.sent).toEqual([]);
  },
);

test("a failed command answers with the failure's words", async () => {
  const feed = await running();
  const team = await feed.connect("alice");
  feed.source.event(feed.events.member(publicRoom, "add-member", alice));
  await team.received(1);
  feed.failure.error = new SwitchAwayError("conference public_room lock");
  team.send({ req: "exec", conference: "public_room", call: "lock" });
  await team.received(2);
  feed.failure.error = new Error("secret inner workings");
  team.send({ req: "exec", conference: "public_room", call: "lock" });
  await team.received(3);
  expect(team.messages.slice(1)).toEqual([
    { event: "error", error: expect.stringContaining("the switch is away") },
    { event: "error", error: "internal error" },
  ]);
});

test("a public user who controls is told so in the ancestor's words and closed", async () => {
  const feed = await running();
  const watcher = await feed.connect("carol");
  feed.source.event(feed.events.member(publicRoom, "add-member", alice));
  await watcher.received(1);
  watcher.send({ req: "exec", conference: "public_room", call: "lock" });
  expect(await watcher.closed).toMatchObject({ code: 1008 });
  expect(watcher.frames.slice(1)).toEqual(["HTTP/1.1 401 Unauthorized\r\n\r\n"]);
  expect(feed.sent).toEqual([]);
  await expect.poll(() => feed.feed.clients).toBe(0);
});

const deep = `${'{"req":'.repeat(60)}"init"${"}".repeat(60)}`;
test.each([
  ["words", "not json", "wrong format"],
  ["nothing", "", "wrong format"],
  ["half an object", "{", "wrong format"],
  ["an empty object", "{}", "wrong protocol"],
  ["null", "null", "wrong protocol"],
  ["a list", "[]", "wrong protocol"],
  ["a number", "42", "wrong protocol"],
  ["an object 60 levels deep", deep, "wrong protocol"],
  ["30,000 opened lists", "[".repeat(30_000), "wrong format"],
  ["an unknown request", '{"req":"nosuch"}', "wrong protocol"],
  ["a request in a list", '{"req":["init"]}', "wrong protocol"],
  ["exec without a call", '{"req":"exec","conference":"public_room"}', "wrong protocol"],
  [
    "exec of an unknown call",
    '{"req":"exec","conference":"public_room","call":"nosuch"}',
    "wrong protocol",
  ],
  [
    "exec of an inherited name",
    '{"req":"exec","conference":"public_room","call":"constructor"}',
    "wrong protocol",
  ],
  [
    "a conference that is a number",
    '{"req":"exec","conference":7,"call":"lock"}',
    "wrong protocol",
  ],
  [
    "memexec without a member",
    '{"req":"memexec","conference":"public_room","call":"mute"}',
    "wrong protocol",
  ],
  [
    "a member that is a number",
    '{"req":"memexec","conference":"public_room","call":"mute","member":33}',
    "wrong protocol",
  ],
  ["a request in the prototype", '{"__proto__":{"req":"init"}}', "wrong protocol"],
])("%s gets its words", async (_name, text, error) => {
  const feed = await running();
  const team = await feed.connect("alice");
  team.send(text);
  await team.received(1);
  expect(team.messages).toEqual([{ event: "error", error }]);
});

test("keys that the contract does not know are no error", async () => {
  const feed = await running();
  const team = await feed.connect("alice");
  team.send({ req: "init", since: 7, deeper: { a: [] } });
  await team.received(1);
  expect(team.messages).toEqual([{ event: "reply", reply: "init", data: [] }]);
});

test("a binary frame is no request, and an endless one closes the connection", async () => {
  const feed = await running();
  const team = await feed.connect("alice");
  team.socket.send(Buffer.from('{"req":"init"}'), { binary: true });
  await team.received(1);
  expect(team.messages).toEqual([{ event: "error", error: "wrong format" }]);
  team.send("x".repeat(200_000));
  expect(await team.closed).toMatchObject({ code: 1009 });
  const again = await feed.connect("alice");
  again.send({ req: "init" });
  await again.received(1);
});

test("registrations are for all, in the order of signing in", async () => {
  const feed = await running();
  const { team, friends, watcher } = await three(feed);
  const clients = [team, friends, watcher];
  feed.source.event(feed.events.register("20001", "call-1", "5100"));
  feed.source.event(feed.events.register("22000", "call-2", "5120"));
  feed.source.event(feed.events.register("20001", "call-1", "5100"));
  feed.source.event(feed.events.register("20001", "call-1", "5101"));
  for (const client of clients) client.send({ req: "initreg" });
  await settled(...clients);
  const one = { id: "20001", regid: "call-1", sipcon: "127.0.0.1:5100" };
  const two = { id: "22000", regid: "call-2", sipcon: "127.0.0.1:5120" };
  const moved = { ...one, sipcon: "127.0.0.1:5101" };
  for (const client of clients)
    expect(client.messages).toEqual([
      { event: "addReg", user: one },
      { event: "addReg", user: two },
      { event: "delReg", user: one },
      { event: "addReg", user: moved },
      { event: "reply", reply: "initreg", data: [moved, two] },
    ]);
});

test.each([
  ["", "no login"],
  ["?login=alice", "no password"],
  ["?login=alice:wrong", "wrong password"],
  ["?login=alicepw:alice", "the wrong way round"],
  ["?login=nobody:alicepw", "an unknown name"],
  ["?login=:alicepw", "no name"],
  ["?login=%ZZ:%", "no encoding"],
])("%j (%s) is answered 401 before anything is upgraded", async (query) => {
  const feed = await running();
  const client = feed.open(query);
  const [, response] = await once(client.socket, "unexpected-response");
  expect(response.statusCode).toBe(401);
  expect(feed.feed.clients).toBe(0);
  const plain = await fetch(`http://127.0.0.1:${feed.port}/api/live${query}`);
  expect(plain.status).toBe(401);
});

test("name and password may hold anything, encoded apart or together", async () => {
  const feed = await running();
  const name = "Zoë %:& co";
  const password = "p:w%+ &ü";
  const apart = await feed.connect(name, password);
  const together = feed.open(`?login=${encodeURIComponent("carol:carolpw")}`);
  await once(together.socket, "open");
  expect(apart.socket.readyState).toBe(apart.socket.OPEN);
  expect(feed.feed.clients).toBe(2);
});

test("when the configuration changes what a role sees, it is shown anew", async () => {
  const feed = await running();
  const { team, friends, watcher } = await three(feed);
  feed.source.event(feed.events.member(teamRoom, "add-member", alice));
  await settled(team, friends, watcher);
  team.forget();
  feed.xmlState.change({
    conferences: [{ num: "31001", name: "team_room", type: "16kHz-novideo", context: "friends" }],
  });
  await settled(team, friends, watcher);
  expect(team.events).toEqual(["newXML", "newLiveState"]);
  expect(friends.events).toEqual(["newXML", "newLiveState"]);
  expect(watcher.events).toEqual(["newXML"]);
  expect(friends.messages[1]).toMatchObject({ data: [{ name: "team_room", num: "31001" }] });
});

test("who is no longer who logged in has to log in again", async () => {
  const feed = await running();
  const { team, friends, watcher } = await three(feed);
  const users = feed.xmlState.current.users.filter(({ name }) => name !== "carol");
  feed.xmlState.change({
    users: users.map((each) => (each.name === "bob" ? { ...each, password: "other" } : each)),
  });
  expect(await friends.closed).toMatchObject({ code: 1008 });
  expect(await watcher.closed).toMatchObject({ code: 1008 });
  await team.settled();
  expect(team.events).toEqual(["newXML"]);
});

test("after a reconnect with few differences clients get them as single events", async () => {
  const feed = await running();
  const watcher = await feed.connect("carol");
  feed.source.event(feed.events.member(publicRoom, "add-member", alice));
  feed.source.down();
  await feed.source.up(feed.live);
  await watcher.settled();
  expect(watcher.events).toEqual(["newConference", "delConference"]);
});

test("the feed counts its clients and closes them when the server stops", async () => {
  const feed = await startFeed();
  const team = await feed.connect("alice");
  expect(feed.feed.clients).toBe(1);
  const stopped = feed.feed;
  stopped.close();
  expect(await team.closed).toMatchObject({ code: 1001 });
  await feed.stop();
});
