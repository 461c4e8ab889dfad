import { afterEach, expect, test } from "vitest";
import { CONFIGURATION, startFeed } from "../feed/harness.js";

const room = { name: "public_room", uuid: "p1" };
const bob = { id: "34", number: "21000" };

let feed: Awaited<ReturnType<typeof startFeed>>;
afterEach(() => feed.stop());

/** A client whose first words take long, and what happened in a conference meanwhile. */
async function late() {
  feed = await startFeed();
  feed.source.event(feed.events.member(room, "add-member", { id: "33", number: "20001" }));
  const client = await feed.connect("carol");
  await expect.poll(() => feed.feed.clients).toBe(1);
  feed.source.event(
    feed.events.member(room, "mute-member", { id: "33", number: "20001", speak: false }),
  );
  feed.source.event(feed.events.register("21000", "call-1", "5100"));
  feed.xmlState.change({});
  return client;
}

test("who asks for the state first hears nothing of conferences it does not know yet", async () => {
  const client = await late();
  client.send({ req: "init" });
  await client.received(3);
  expect(client.events).toEqual(["addReg", "newXML", "reply"]);
  expect(client.messages[2]).toMatchObject({
    data: [{ name: "public_room", members: [{ mute: true }] }],
  });
  feed.source.event(feed.events.member(room, "add-member", bob));
  await client.received(4);
  expect(client.messages[3]).toMatchObject({ event: "newMember", data: { confid: "34" } });
});

test("who asks for something else first has missed nothing", async () => {
  const client = await late();
  client.send({ req: "initreg" });
  await client.received(4);
  expect(client.events).toEqual(["mute", "addReg", "newXML", "reply"]);
});

test("who asks for nothing is told everything after a moment", async () => {
  const client = await late();
  await client.received(3);
  expect(client.events).toEqual(["mute", "addReg", "newXML"]);
  feed.source.event(feed.events.member(room, "add-member", bob));
  await client.received(4);
  expect(client.events[3]).toBe("newMember");
});

test("more happens than is kept for somebody new: it is told at once, each thing once and in order", async () => {
  const client = await late();
  for (let i = 0; i < 1500; i++)
    feed.source.event(
      feed.events.member(room, i % 2 ? "mute-member" : "unmute-member", {
        ...{ id: "33", number: "20001" },
        ...(i % 2 ? { speak: false } : {}),
      }),
    );
  await client.received(1503);
  const mutes = client.events.filter((event) => event === "mute" || event === "unmute");
  expect(mutes).toHaveLength(1501);
  expect(mutes.every((event, index) => event === (index % 2 ? "unmute" : "mute"))).toBe(true);
});

test("a client that leaves before it has said anything leaves nothing behind", async () => {
  const client = await late();
  client.socket.terminate();
  await expect.poll(() => feed.feed.clients).toBe(0);
});

test("the server closes who has said nothing yet, and whose account has changed", async () => {
  const client = await late();
  feed.xmlState.change({ users: CONFIGURATION.users.filter(({ name }) => name !== "carol") });
  expect((await client.closed).code).toBe(1008);
});

test("phones of nobody in the directory are not shown, and come and go with their user", async () => {
  feed = await startFeed();
  const client = await feed.connect("alice");
  await client.settled();
  const users = CONFIGURATION.users.filter(({ id }) => id !== "21000");
  feed.source.event(feed.events.register("21000", "call-1", "5100"));
  feed.source.event(feed.events.register("29999", "call-2", "5120"));
  await client.settled();
  feed.xmlState.change({ users });
  client.send({ req: "initreg" });
  await client.settled();
  feed.source.event(feed.events.unregister("29999", "call-2"));
  feed.xmlState.change({});
  client.send({ req: "initreg" });
  await client.settled();
  const user = { id: "21000", regid: "call-1", sipcon: "127.0.0.1:5100" };
  expect(client.messages).toEqual([
    { event: "addReg", user },
    { event: "delReg", user },
    { event: "newXML" },
    { event: "reply", reply: "initreg", data: [] },
    { event: "newXML" },
    { event: "addReg", user },
    { event: "reply", reply: "initreg", data: [user] },
  ]);
});
