import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { nextOf, ready } from "../test/ready.js";
import { ScriptedCall } from "../test/scripted-call.js";
import { ScriptedSwitch } from "../test/scripted-switch.js";
import { EslClient, type EslEvent, TimeoutError } from "./index.js";
import { type CallEnd, createServer } from "./outbound/index.js";

/**
 * Twenty-nine things that Event Socket libraries are known to get wrong. Each has a test whose name starts with its row;
 * here are those that belong to no other file.
 */
const ROWS = 29;

test("each of the rows has a test that names it", () => {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const tests = readdirSync(here, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => readFileSync(`${here}${path}`, "utf8"));
  const named = tests.flatMap((text) => [...text.matchAll(/\brow (\d+)(?=[:,] )/g)]);
  expect([...new Set(named.map(([, row]) => Number(row)))].sort((a, b) => a - b)).toEqual(
    Array.from({ length: ROWS }, (_, index) => index + 1),
  );
});

test("row 4: after three lost links each kind of listener hears an event once", async () => {
  await using t = await ready({}, { subscription: { events: ["HEARTBEAT"] } });
  const heard: string[] = [];
  const tell = (who: string) => (event: EslEvent) => heard.push(`${who} ${event.sequence}`);
  t.client.on("event", tell("on"));
  t.client.onEvent("ALL", tell("onEvent"));
  const events = t.client.events()[Symbol.asyncIterator]();
  for (let round = 0; round < 3; round++) {
    const again = nextOf(t.client, "ready");
    t.scripted.dropAll();
    await again;
  }
  for (const sequence of ["1", "2"])
    t.scripted.peer.event({ "Event-Name": "HEARTBEAT", "Event-Sequence": sequence });
  await t.client.api("status");
  expect(heard).toEqual(["on 1", "onEvent 1", "on 2", "onEvent 2"]);
  const iterated = [await events.next(), await events.next()].map(({ value }) => value.sequence);
  expect(iterated).toEqual([1, 2]);
});

test("row 5: on each connection ready comes before any event, so that state read then misses none", async () => {
  await using scripted = await ScriptedSwitch.start({
    output: () => "[]",
    script: ({ line }, peer) => {
      if (line.startsWith("event")) peer.event({ "Event-Name": "HEARTBEAT" });
      return false;
    },
  });
  const { port } = scripted;
  const subscription = { events: ["HEARTBEAT"] };
  const client = new EslClient({ port, password: "ClueCon", subscription, reconnect: () => 1 });
  const log: string[] = [];
  client.on("ready", () => {
    log.push("ready");
    void client.api("conference", "json_list").then((list) => log.push(`state ${list}`));
  });
  client.on("event", ({ name }) => log.push(name));
  client.on("down", () => log.push("down"));
  await client.connect();
  for (let round = 0; round < 2; round++) {
    await client.api("status");
    const again = nextOf(client, "ready");
    scripted.dropAll();
    await again;
  }
  await client.api("status");
  await client.close();
  const session = ["ready", "HEARTBEAT", "state []"];
  expect(log).toEqual([...session, "down", ...session, "down", ...session]);
});

test("row 7: each kind of command has its own time, and an application has as long as it plays", async () => {
  const late = new Map<string, () => void>();
  await using t = await ready(
    {
      script: ({ line, headers }, peer) => {
        if (line === "api slow") late.set(line, () => peer.apiResponse("done"));
        else if (line === "sendmsg u") {
          peer.reply("+OK");
          const id = headers.get("Event-UUID") ?? "";
          const complete = { "Event-Name": "CHANNEL_EXECUTE_COMPLETE", "Application-UUID": id };
          late.set(line, () => peer.event(complete));
        } else return line === "resume";
        return true;
      },
    },
    { timeouts: { commandMs: 30, apiMs: 10_000, closeMs: 50 } },
  );
  const played = t.client.execute("u", "playback", "long.wav");
  await t.scripted.received("sendmsg u");
  const slow = t.client.api("slow");
  await t.scripted.received("api slow");
  const refused = t.client.send("resume").catch((error: unknown) => error);
  // The time of the one is over while the two others wait on.
  expect(await refused).toEqual(new TimeoutError("resume", 30));
  late.get("api slow")?.();
  late.get("sendmsg u")?.();
  expect(await slow).toBe("done");
  expect((await played).name).toBe("CHANNEL_EXECUTE_COMPLETE");
});

test("row 9: a job's result says that the command ran; that it took effect is told by an event", async () => {
  await using t = await ready({}, { subscription: { events: ["CHANNEL_BRIDGE"] } });
  const log: string[] = [];
  const bridged = new Promise<void>((resolve) =>
    t.client.onEvent("CHANNEL_BRIDGE", (event) => {
      log.push(`${event.name} ${event.get("Unique-ID")}`);
      resolve();
    }),
  );
  log.push(await t.client.bgapi("uuid_bridge", "a b"));
  t.scripted.peer.event({ "Event-Name": "CHANNEL_BRIDGE", "Unique-ID": "a" });
  await bridged;
  expect(log).toEqual(["+OK\n", "CHANNEL_BRIDGE a"]);
});

test.each([
  ["api status", "Content-Type: command/reply\nReply-Text: +OK\n\n"],
  ["resume", "Content-Type: api/response\nContent-Length: 3\n\n+OK"],
])("row 10: %s, answered as another command is, answers nobody", async (line, answer) => {
  await using t = await ready(
    {
      script: (command, peer) => {
        if (command.line === line) peer.write(answer);
        return command.line === line || command.line === "api later";
      },
    },
    { reconnect: false },
  );
  const down = nextOf(t.client, "down");
  const first = t.client.send(line).catch((error: unknown) => error);
  const later = t.client.api("later").catch((error: unknown) => error);
  expect(await down).toMatchObject({ name: "ProtocolError", code: "REPLY_MISMATCH" });
  expect(await first).toMatchObject({ name: "ConnectionLostError", command: line });
  expect(await later).toMatchObject({ name: "ConnectionLostError", command: "api later" });
});

test("row 14: a client reads 50,000 events and a reply that come in one chunk", async () => {
  await using scripted = await ScriptedSwitch.start({ script: ({ line }) => line === "api all" });
  const socket = connect({ port: scripted.port, host: "127.0.0.1" });
  const client = new EslClient({ password: "ClueCon", connect: () => socket, reconnect: false });
  await client.connect();
  let count = 0;
  client.on("event", () => count++);
  const reply = client.api("all");
  await scripted.received("api all");
  const event = "Event-Name: HEARTBEAT\n\n";
  const frame = `Content-Length: ${event.length}\nContent-Type: text/event-plain\n\n${event}`;
  const last = "Content-Type: api/response\nContent-Length: 4\n\ndone";
  // A socket hands over 64 kB at most; other transports do not.
  socket.emit("data", Buffer.from(frame.repeat(50_000) + last));
  expect(await reply).toBe("done");
  expect(count).toBe(50_000);
  await client.close();
});

test("row 20: commands that pile up while the switch does not read leave no listener on the socket", async () => {
  await using scripted = await ScriptedSwitch.start();
  const socket = connect({ port: scripted.port, host: "127.0.0.1" });
  const client = new EslClient({ password: "ClueCon", connect: () => socket, watchdog: false });
  await client.connect();
  const listeners = () => socket.eventNames().map((name) => [name, socket.listenerCount(name)]);
  const before = listeners();
  scripted.peer.socket.pause();
  const waiting = Array.from({ length: 5000 }, (_, index) =>
    client.api("echo", `${index} ${"x".repeat(2000)}`),
  );
  expect(socket.writableNeedDrain).toBe(true);
  expect(listeners()).toEqual(before);
  scripted.peer.socket.resume();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["+OK\n"]));
  expect(listeners()).toEqual(before);
  await client.close();
});

test("row 25: connect comes first, exit last, and what the switch sends after a hangup still arrives", async () => {
  let settle: (end: CallEnd) => void = () => {};
  const ended = new Promise<CallEnd>((resolve) => {
    settle = resolve;
  });
  const server = createServer(async (call) => {
    call.ended.then(settle);
    await call.answer();
    await call.ended;
  });
  await server.listen({ port: 0, host: "127.0.0.1" });
  const call = await ScriptedCall.dial(server);
  await call.until(() => call.lines.includes("sendmsg"));
  call.hangUp("NORMAL_CLEARING");
  const end = await ended;
  await call.until(() => call.closed);
  await server.close();
  expect(end).toMatchObject({ kind: "hangup", cause: "NORMAL_CLEARING" });
  expect(end.kind === "hangup" && end.event?.get("variable_billsec")).toBe("7");
  expect([call.lines.at(0), call.lines.at(1), call.lines.at(-1)]).toEqual([
    "connect",
    "linger 30",
    "exit",
  ]);
});
