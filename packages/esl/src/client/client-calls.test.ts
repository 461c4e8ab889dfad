import { expect, test } from "vitest";
import { nextOf, ready } from "../../test/ready.js";
import type { Peer } from "../../test/scripted-switch.js";
import { CallEndedError, ConnectionLostError, TimeoutError } from "../index.js";
import type { Command } from "../switch/index.js";

const UUID = "65884e75-1226-4565-ae40-83696456a483";

/** Takes applications and does nothing with them. */
const taken = (command: Command, peer: Peer): boolean => {
  if (!command.line.startsWith("sendmsg")) return false;
  peer.reply("+OK");
  return true;
};

const complete = (peer: Peer, command: Command | undefined, more: Record<string, string> = {}) =>
  peer.event({
    "Event-Name": "CHANNEL_EXECUTE_COMPLETE",
    "Unique-ID": UUID,
    Application: "playback",
    "Application-UUID": command?.headers.get("Event-UUID") ?? "",
    ...more,
  });

test("execute settles with its own completion, and subscribes to what it needs before the command", async () => {
  await using t = await ready({ script: taken });
  const shown: string[] = [];
  t.client.on("event", (event) => shown.push(event.name));
  const first = t.client.execute(UUID, "playback", "a.wav", { eventLock: true });
  const second = t.client.execute(UUID, "playback", "b.wav");
  await t.scripted.received(`sendmsg ${UUID}`, 2);
  const [one, two] = t.scripted.commands.slice(-2);
  complete(t.scripted.peer, undefined, { "Application-UUID": "of-the-dialplan" });
  complete(t.scripted.peer, two, { "Application-Response": "FILE NOT FOUND" });
  complete(t.scripted.peer, one, { "Application-Response": "FILE PLAYED" });
  expect((await first).get("Application-Response")).toBe("FILE PLAYED");
  expect((await second).get("Application-Response")).toBe("FILE NOT FOUND");
  expect(t.scripted.lines).toEqual([
    "auth ClueCon",
    "event plain CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP CHANNEL_DESTROY PRIVATE_COMMAND",
    `sendmsg ${UUID}`,
    `sendmsg ${UUID}`,
  ]);
  expect([...(one?.headers.entries() ?? [])].slice(0, 3)).toEqual([
    ["call-command", "execute"],
    ["execute-app-name", "playback"],
    ["execute-app-arg", "a.wav"],
  ]);
  expect(one?.headers.get("event-lock")).toBe("true");
  expect(shown).toEqual([]);
});

test("loops settle once, with the last run", async () => {
  await using t = await ready({ script: taken });
  const done = t.client.execute(UUID, "playback", "a.wav", { loops: 2 });
  await t.scripted.received(`sendmsg ${UUID}`);
  const command = t.scripted.commands.at(-1);
  complete(t.scripted.peer, command, { Run: "1" });
  complete(t.scripted.peer, command, { Run: "2" });
  t.scripted.peer.event({
    "Event-Name": "PRIVATE_COMMAND",
    "Event-UUID": command?.headers.get("Event-UUID") ?? "",
  });
  expect((await done).get("Run")).toBe("2");
});

test("a hangup ends what runs on that call only, and hangup answers the cause", async () => {
  await using t = await ready({ script: taken });
  const running = t.client.execute(UUID, "playback", "a.wav");
  const other = t.client.execute("other", "playback", "a.wav", { timeoutMs: 100 });
  const hangup = t.client.hangup(UUID, "USER_BUSY");
  await t.scripted.received(`sendmsg ${UUID}`, 2);
  t.scripted.peer.event({
    "Event-Name": "CHANNEL_HANGUP",
    "Unique-ID": UUID,
    "Hangup-Cause": "USER_BUSY",
  });
  await expect(running).rejects.toEqual(
    new CallEndedError(UUID, "USER_BUSY", `execute playback on ${UUID}`),
  );
  expect(await hangup).toBe("USER_BUSY");
  await expect(other).rejects.toBeInstanceOf(TimeoutError);
});

test("a call that does not exist, and a link that breaks, reject", async () => {
  await using t = await ready({
    script: (command, peer) => {
      if (command.line !== "sendmsg nobody") return taken(command, peer);
      peer.reply("-ERR invalid session id [nobody]");
      return true;
    },
  });
  await expect(t.client.execute("nobody", "answer")).rejects.toMatchObject({
    name: "CommandError",
    reply: "-ERR invalid session id [nobody]",
  });
  const running = t.client.execute(UUID, "answer");
  await t.scripted.received(`sendmsg ${UUID}`);
  const again = nextOf(t.client, "ready");
  t.scripted.dropAll();
  await expect(running).rejects.toBeInstanceOf(ConnectionLostError);
  await again;
  expect(t.scripted.lines.at(-1)).toBe(
    "event plain CHANNEL_DESTROY CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP PRIVATE_COMMAND",
  );
});

test("a listener hears its name, its subclass or its action, and nothing that lacks the promised headers", async () => {
  await using t = await ready({}, { subscription: { events: ["ALL"] } });
  const heard: string[] = [];
  const stop = t.client.onEvent("CHANNEL_ANSWER", (event) => heard.push(event.get("Unique-ID")));
  t.client.onEvent({ subclass: "conference::maintenance", action: "dtmf" }, (event) =>
    heard.push(`${event.get("Conference-Name")} ${event.get("DTMF-Key")}`),
  );
  t.client.onEvent({ subclass: "sofia::register" }, (event) =>
    heard.push(event.get("from-user") ?? ""),
  );
  t.client.onEvent("ALL", (event) => heard.push(`all ${event.name}`));
  const { peer } = t.scripted;
  const conference = {
    "Event-Subclass": "conference::maintenance",
    "Event-Name": "CUSTOM",
    "Conference-Name": "3000",
  };
  peer.event({ "Event-Name": "CHANNEL_ANSWER", "Unique-ID": "1" });
  peer.event({ "Event-Name": "CHANNEL_ANSWER" });
  peer.event({ ...conference, Action: "dtmf", "DTMF-Key": "5" });
  peer.event({ ...conference, Action: "lock" });
  peer.event({ "Event-Subclass": "sofia::register", "Event-Name": "CUSTOM", "from-user": "20001" });
  await t.client.api("status");
  stop();
  peer.event({ "Event-Name": "CHANNEL_ANSWER", "Unique-ID": "2" });
  await t.client.api("status");
  const all = [
    "all CHANNEL_ANSWER",
    "all CHANNEL_ANSWER",
    "all CUSTOM",
    "all CUSTOM",
    "all CUSTOM",
  ];
  expect(heard.filter((entry) => entry.startsWith("all"))).toEqual([...all, "all CHANNEL_ANSWER"]);
  expect(heard.filter((entry) => !entry.startsWith("all"))).toEqual(["1", "3000 5", "20001"]);
});

test("row 11: with a second connection an api that takes long delays neither events nor other commands", async () => {
  let answer = (): void => {};
  await using t = await ready(
    {
      script: (command, peer) => {
        if (command.line !== "api slow") return false;
        answer = () => peer.apiResponse("at last");
        return true;
      },
    },
    { commandConnection: true, subscription: { events: ["HEARTBEAT"] } },
  );
  expect(t.scripted.accepted).toBe(2);
  const slow = t.client.api("slow");
  await t.scripted.received("api slow");
  const beat = nextOf(t.client, "event");
  const events = t.scripted.peers[1];
  events?.event({ "Event-Name": "HEARTBEAT" });
  expect((await beat).name).toBe("HEARTBEAT");
  expect(await t.client.bgapi("status")).toBe("+OK\n");
  answer();
  expect(await slow).toBe("at last");
});

test("each of the two connections comes back when it is lost, and both are closed", async () => {
  await using t = await ready({}, { commandConnection: true });
  const lost = t.client.api("status").catch((error: unknown) => error);
  const again = nextOf(t.client, "ready");
  t.scripted.dropAll();
  expect(await lost).toBeInstanceOf(ConnectionLostError);
  await again;
  expect(await t.client.api("status")).toBe("+OK\n");
  await t.client.close();
  await t.scripted.until(() => t.scripted.peers.length === 0);
  expect(t.scripted.lines.filter((line) => line === "exit")).toHaveLength(2);
});

test("what is called behind the first execute is written behind it, the good-bye too", async () => {
  await using t = await ready({ script: taken });
  const before = t.scripted.lines.length;
  const ended = [
    t.client.execute(UUID, "answer").catch((error: Error) => error.name),
    t.client.api("status"),
    t.client.hangup(UUID).catch((error: Error) => error.name),
    t.client.sendMessage(UUID, { "call-command": "unicast" }),
    t.client.close(),
  ];
  expect(await Promise.all(ended)).toEqual([
    "ClosedError",
    expect.any(String),
    "ClosedError",
    undefined,
    undefined,
  ]);
  expect(
    t.scripted.commands
      .slice(before)
      .map(({ line, headers }) => headers.get("call-command") ?? line),
  ).toEqual([
    expect.stringMatching(/^event plain /),
    "execute",
    "api status",
    "hangup",
    "unicast",
    "exit",
  ]);
});

test("events of another format are read from the first one on, whenever that format is wished for", async () => {
  await using t = await ready({}, { subscription: { events: ["HEARTBEAT"] } });
  for (const format of ["json", "xml", "plain"] as const) {
    await t.client.subscribe({ format, events: ["HEARTBEAT"] });
    const beat = nextOf(t.client, "event");
    t.scripted.peer.format = format;
    t.scripted.peer.event({ "Event-Name": "HEARTBEAT", Format: format });
    expect((await beat).get("format")).toBe(format);
    expect((await beat).undecodable).toEqual([]);
  }
});

test("events that a raw command subscribed to are told, also those the client listens to for its own jobs and applications", async () => {
  await using t = await ready();
  const names: string[] = [];
  t.client.on("event", (event) => names.push(event.name));
  await t.client.send("event plain ALL");
  await t.client.send("bgapi status");
  const running = t.client.execute("call-1", "playback", "x.wav");
  await t.scripted.received("sendmsg call-1");
  const id = t.scripted.commands.at(-1)?.headers.get("Event-UUID") ?? "";
  for (const name of ["CHANNEL_EXECUTE_COMPLETE", "CHANNEL_HANGUP"])
    t.scripted.peer.event({
      "Event-Name": name,
      "Unique-ID": "call-1",
      "Application-UUID": id,
      Application: "playback",
    });
  await running;
  await t.client.api("status");
  expect(names).toEqual(["BACKGROUND_JOB", "CHANNEL_EXECUTE_COMPLETE", "CHANNEL_HANGUP"]);
});
