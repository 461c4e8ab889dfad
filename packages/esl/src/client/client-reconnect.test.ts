import { expect, test, vi } from "vitest";
import { nextOf, ready } from "../../test/ready.js";
import { type Peer, ScriptedSwitch } from "../../test/scripted-switch.js";
import {
  AbortedError,
  ConnectionLostError,
  EslClient,
  type EslError,
  type Status,
} from "../index.js";

const heartbeat = (peer: Peer, sequence: number) =>
  peer.event({ "Event-Name": "HEARTBEAT", "Event-Sequence": String(sequence) });

test("row 3, row 4: after each of three lost links the wish is applied again before ready, and each event comes once", async () => {
  await using t = await ready(
    {},
    {
      subscription: {
        events: ["HEARTBEAT"],
        subclasses: ["sofia::register"],
        filters: [{ header: "X", value: "1" }],
      },
    },
  );
  const log: string[] = [];
  t.client.on("ready", () => log.push("ready"));
  t.client.on("event", (event) => log.push(`event ${event.sequence}`));
  const session = [
    "auth ClueCon",
    "filter add X 1",
    "event plain HEARTBEAT CUSTOM sofia::register",
  ];
  for (let round = 1; round <= 3; round++) {
    t.scripted.dropAll();
    const commands = t.scripted.commands.length;
    await nextOf(t.client, "ready");
    expect(t.scripted.lines.slice(commands)).toEqual(session);
    heartbeat(t.scripted.peer, round);
    await t.client.api("status");
  }
  expect(log).toEqual(["ready", "event 1", "ready", "event 2", "ready", "event 3"]);
});

test("an event that comes while the link is being prepared is told after ready", async () => {
  await using scripted = await ScriptedSwitch.start({
    script: ({ line }, peer) => {
      if (line.startsWith("event")) heartbeat(peer, 1);
      return false;
    },
  });
  const client = new EslClient({
    port: scripted.port,
    password: "ClueCon",
    subscription: { events: ["HEARTBEAT"] },
  });
  const log: string[] = [];
  client.on("event", () => log.push("event")).on("ready", () => log.push("ready"));
  await client.connect();
  await client.api("status");
  expect(log).toEqual(["ready", "event"]);
  await client.close();
});

test("row 2: never more than one socket lives, and one attempt is made per interval, however the link is lost", async () => {
  const delays: number[] = [];
  const policy = (attempt: number) => {
    delays.push(attempt);
    return 1;
  };
  await using t = await ready({}, { reconnect: policy });
  for (let round = 0; round < 30; round++) {
    const again = nextOf(t.client, "ready");
    if (round % 3 === 0) t.scripted.dropAll();
    else if (round % 3 === 1) t.scripted.peer.sayGoodbye();
    else t.scripted.peer.reply("+OK nobody asked");
    await again;
  }
  expect(t.scripted.accepted).toBe(31);
  expect(delays).toEqual(Array(30).fill(1));
  expect(t.scripted.mostAtOnce).toBeLessThanOrEqual(2);
  expect(t.scripted.peers.length).toBe(1);
});

test("a command is never sent a second time", async () => {
  await using t = await ready({ script: ({ line }) => line === "api once" });
  const lost = t.client.api("once").catch((error: unknown) => error);
  await t.scripted.received("api once");
  t.scripted.dropAll();
  expect(await lost).toBeInstanceOf(ConnectionLostError);
  await nextOf(t.client, "ready");
  await t.client.api("status");
  expect(t.scripted.lines.filter((line) => line === "api once")).toHaveLength(1);
});

test("row 17: a wrong password is AuthFailedError at once, and only the slow retry follows", async () => {
  await using scripted = await ScriptedSwitch.start({ password: "other" });
  const client = new EslClient({ port: scripted.port, password: "ClueCon" });
  await expect(client.connect()).rejects.toMatchObject({
    name: "AuthFailedError",
    reply: "-ERR invalid",
  });
  await vi.waitFor(() => expect(client.status.state).toBe("waiting"));
  expect(client.status).toMatchObject({ attempt: 1, error: { name: "AuthFailedError" } });
  expect((client.status as { delayMs: number }).delayMs).toBeGreaterThan(20_000);
  await client.close();
  expect(scripted.accepted).toBe(1);
});

test("row 17: an address the access list refuses is AccessDeniedError with the switch's words", async () => {
  await using scripted = await ScriptedSwitch.start({ greeting: "rude" });
  const client = new EslClient({ port: scripted.port, password: "ClueCon", reconnect: false });
  const error = await client.connect().catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: "AccessDeniedError", notice: "Access Denied, go away." });
  expect(client.status).toMatchObject({ state: "closed", error });
});

test("a subscription the login may not have rejects connect with the refused command", async () => {
  await using scripted = await ScriptedSwitch.start({
    script: ({ line }, peer) => {
      if (!line.startsWith("event")) return false;
      peer.reply("-ERR permission denied");
      return true;
    },
  });
  const client = new EslClient({
    port: scripted.port,
    password: "ClueCon",
    subscription: { events: ["ALL"] },
    reconnect: false,
  });
  await expect(client.connect()).rejects.toMatchObject({
    name: "CommandError",
    command: "event plain ALL",
    reply: "-ERR permission denied",
  });
});

test("row 1: a port nobody listens on is ConnectionLostError, and the client connects once the switch is there", async () => {
  const first = await ScriptedSwitch.start();
  const { port } = first;
  await first.stop();
  const once = new EslClient({ port, password: "ClueCon", reconnect: false });
  await expect(once.connect()).rejects.toMatchObject({
    name: "ConnectionLostError",
    message: expect.stringContaining("ECONNREFUSED"),
  });
  const attempts: number[] = [];
  const client = new EslClient({
    port,
    password: "ClueCon",
    reconnect: (attempt) => {
      attempts.push(attempt);
      return 5;
    },
  });
  const connected = client.connect();
  await vi.waitFor(() => expect(attempts.length).toBeGreaterThan(2));
  await using scripted = await ScriptedSwitch.start({}, port);
  await connected;
  expect(attempts).toEqual(attempts.map((_, index) => index + 1));
  expect(await client.api("status")).toBe("+OK\n");
  await client.close();
  expect(scripted.accepted).toBe(1);
});

test("a switch that accepts and says nothing is given up after the connect timeout", async () => {
  await using scripted = await ScriptedSwitch.start({ greeting: "silence" });
  const client = new EslClient({
    port: scripted.port,
    password: "x",
    reconnect: false,
    timeouts: { connectMs: 30 },
  });
  await expect(client.connect()).rejects.toMatchObject({
    name: "ConnectionLostError",
    message: "no greeting within 30 ms",
  });
  await scripted.until(() => scripted.peers.length === 0);
});

test("connect can be aborted, and leaves no socket behind", async () => {
  await using scripted = await ScriptedSwitch.start({ greeting: "silence" });
  const client = new EslClient({ port: scripted.port, password: "x" });
  const controller = new AbortController();
  const connecting = client.connect({ signal: controller.signal });
  await scripted.until(() => scripted.accepted === 1);
  controller.abort();
  await expect(connecting).rejects.toBeInstanceOf(AbortedError);
  await scripted.until(() => scripted.peers.length === 0);
  expect(client.status).toEqual({ state: "idle" });
});

test("a transport that is ready too late is destroyed", async () => {
  let release: ((socket: import("node:net").Socket) => void) | undefined;
  await using scripted = await ScriptedSwitch.start();
  const { connect } = await import("node:net");
  const client = new EslClient({
    password: "x",
    reconnect: false,
    timeouts: { connectMs: 20 },
    connect: () => new Promise((resolve) => (release = resolve)),
  });
  await expect(client.connect()).rejects.toMatchObject({ message: "not connected within 20 ms" });
  const late = connect(scripted.port, "127.0.0.1");
  release?.(late);
  await vi.waitFor(() => expect(late.destroyed).toBe(true));
});

test("many callers of connect share one dial", async () => {
  await using scripted = await ScriptedSwitch.start();
  const client = new EslClient({ port: scripted.port, password: "ClueCon" });
  await Promise.all(Array.from({ length: 20 }, () => client.connect()));
  await client.connect();
  expect(scripted.accepted).toBe(1);
  await client.close();
});

test("the status tells every step once", async () => {
  await using scripted = await ScriptedSwitch.start();
  const client = new EslClient({ port: scripted.port, password: "ClueCon", reconnect: () => 5 });
  const states: Status["state"][] = [];
  const downs: EslError[] = [];
  client
    .on("status", (status) => states.push(status.state))
    .on("down", (error) => downs.push(error));
  expect(client.status).toEqual({ state: "idle" });
  await client.connect();
  scripted.dropAll();
  await nextOf(client, "ready");
  await client.close();
  expect(states).toEqual(["connecting", "ready", "waiting", "connecting", "ready", "closed"]);
  expect(downs).toHaveLength(1);
});

test("close during a reconnect delay ends it at once", async () => {
  await using t = await ready({}, { reconnect: () => 60_000 });
  const down = nextOf(t.client, "down");
  t.scripted.dropAll();
  await down;
  await vi.waitFor(() => expect(t.client.status.state).toBe("waiting"));
  await t.client.close();
  expect(t.client.status).toEqual({ state: "closed" });
});

test("a command between link loss and reconnect fails at once with its name", async () => {
  await using t = await ready({}, { reconnect: () => 60_000 });
  const down = nextOf(t.client, "down");
  t.scripted.dropAll();
  await down;
  await expect(t.client.api("status")).rejects.toMatchObject({
    name: "ConnectionLostError",
    command: "api status",
  });
  await expect(t.client.bgapi("status")).rejects.toMatchObject({
    name: "ConnectionLostError",
    command: "bgapi status",
  });
});

test("after a reconnect background jobs work without being asked for again", async () => {
  await using t = await ready();
  await t.client.bgapi("status");
  await t.client.log("info");
  t.scripted.dropAll();
  const commands = t.scripted.commands.length;
  await nextOf(t.client, "ready");
  expect(await t.client.bgapi("status")).toBe("+OK\n");
  expect(t.scripted.lines.slice(commands)).toEqual([
    "auth ClueCon",
    "event plain BACKGROUND_JOB",
    "log info",
    "bgapi status",
  ]);
});

test("after the policy gave up connect may be called again", async () => {
  await using t = await ready({}, { reconnect: false });
  const closed = new Promise<void>((resolve) =>
    t.client.on("status", ({ state }) => {
      if (state === "closed") resolve();
    }),
  );
  t.scripted.dropAll();
  await closed;
  await t.client.connect();
  expect(await t.client.api("status")).toBe("+OK\n");
});
