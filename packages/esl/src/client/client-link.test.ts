import { once } from "node:events";
import { expect, test } from "vitest";
import { nextOf, ready } from "../../test/ready.js";
import { ScriptedSwitch } from "../../test/scripted-switch.js";
import { ClosedError, type ConnectionLostError, EslClient, ProtocolError } from "../index.js";

test("row 10: a reply without a command ends the link instead of answering the wrong one", async () => {
  await using t = await ready();
  const down = nextOf(t.client, "down");
  t.scripted.peer.reply("+OK nobody asked");
  expect(await down).toMatchObject({ name: "ProtocolError", code: "UNEXPECTED_REPLY" });
});

test("row 6: losing the link rejects every pending command and job with its own name", async () => {
  await using t = await ready(
    { script: ({ line }) => !/^(auth|event)/.test(line) },
    { reconnect: false },
  );
  const pending = [
    t.client.bgapi("d"),
    t.client.api("a"),
    t.client.api("b", "c"),
    t.client.send("resume"),
  ];
  const results = Promise.allSettled(pending);
  await t.scripted.received("resume");
  t.scripted.dropAll();
  const reasons = (await results).map(
    (result) => (result.status === "rejected" ? result.reason : undefined) as ConnectionLostError,
  );
  expect(reasons.map((reason) => reason.name)).toEqual(Array(4).fill("ConnectionLostError"));
  expect(reasons.map((reason) => reason.command)).toEqual([
    "bgapi d",
    "api a",
    "api b c",
    "resume",
  ]);
  await expect(t.client.api("e")).rejects.toMatchObject({
    name: "ConnectionLostError",
    command: "api e",
  });
});

test("a job whose events were not confirmed when the link was lost is not written", async () => {
  await using t = await ready(
    { script: ({ line }) => !line.startsWith("auth") },
    { reconnect: false },
  );
  const job = t.client.bgapi("d");
  await t.scripted.received("event plain BACKGROUND_JOB");
  t.scripted.dropAll();
  await expect(job).rejects.toMatchObject({
    name: "ConnectionLostError",
    command: "bgapi d",
  });
  expect(t.scripted.lines.slice(1)).toEqual(["event plain BACKGROUND_JOB"]);
});

test("the switch's own words stand in the error when it ends the connection", async () => {
  await using t = await ready({}, { reconnect: false });
  const down = nextOf(t.client, "down");
  const text = "killed listener because of lost events\n";
  t.scripted.peer.write(
    `Content-Type: text/disconnect-notice\nContent-Length: ${text.length}\n\n${text}`,
  );
  expect(await down).toMatchObject({
    name: "ConnectionLostError",
    message: expect.stringContaining("lost events"),
  });
});

test("a linger notice does not end the link", async () => {
  await using t = await ready();
  t.scripted.peer.write(
    "Content-Type: text/disconnect-notice\nControlled-Session-UUID: x\nContent-Disposition: linger\nChannel-Name: y\nLinger-Time: 5\nContent-Length: 0\n\n",
  );
  expect(await t.client.api("status")).toBe("+OK\n");
  expect(t.scripted.accepted).toBe(1);
});

test("a throwing listener neither stops the others nor unwinds the decoder", async () => {
  const thrown: unknown[] = [];
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error: (_: string, data?: Record<string, unknown>) => void thrown.push(data?.["error"]),
  };
  await using t = await ready({}, { subscription: { events: ["HEARTBEAT"] }, logger });
  const seen: (number | undefined)[] = [];
  t.client.on("event", () => {
    throw new Error("listener is broken");
  });
  t.client.on("event", (event) => seen.push(event.sequence));
  for (let sequence = 1; sequence <= 3; sequence++) {
    t.scripted.peer.event({ "Event-Name": "HEARTBEAT", "Event-Sequence": String(sequence) });
  }
  expect(await t.client.api("status")).toBe("+OK\n");
  expect(seen).toEqual([1, 2, 3]);
  expect(thrown).toHaveLength(3);
});

test("close says exit, answers what came before it, and stays closed", async () => {
  await using t = await ready();
  const last = t.client.api("status");
  await t.client.close();
  expect(await last).toBe("+OK\n");
  expect(t.scripted.lines.at(-1)).toBe("exit");
  expect(t.client.status).toEqual({ state: "closed" });
  await expect(t.client.api("status")).rejects.toEqual(new ClosedError("api status"));
  await expect(t.client.connect()).rejects.toBeInstanceOf(ClosedError);
  await t.client.close();
  expect(t.scripted.accepted).toBe(1);
});

test("close does not wait for a switch that keeps silent", async () => {
  await using t = await ready({ script: ({ line }) => !line.startsWith("auth") });
  const pending = t.client.api("hang").catch((e: unknown) => e);
  const job = t.client.bgapi("x").catch((e: unknown) => e);
  await t.client.close();
  expect(await pending).toEqual(new ClosedError("api hang"));
  expect(await job).toEqual(new ClosedError("bgapi x"));
  expect(t.client.status).toEqual({ state: "closed" });
});

test("row 13: damaged bytes in an event are marked and keep the link alive", async () => {
  await using t = await ready({}, { subscription: { events: ["MESSAGE"] } });
  const event = nextOf(t.client, "event");
  const payload =
    "Event-Name: MESSAGE\nX-Latin: Z%FCrich\nX-Half: %ED%A0%80\nX-Percent: 50% off\n\n";
  t.scripted.peer.write(
    `Content-Length: ${payload.length}\nContent-Type: text/event-plain\n\n${payload}`,
  );
  const received = await event;
  expect(received.get("X-Latin")).toBe("Z\ufffdrich");
  expect(received.get("X-Percent")).toBe("50% off");
  expect(received.undecodable).toEqual(["X-Latin", "X-Half"]);
  expect(await t.client.api("status")).toBe("+OK\n");
});

test.each([
  ["-5", "LENGTH_NEGATIVE"],
  ["99999999999999999999", "BODY_TOO_LARGE"],
  ["16777217", "BODY_TOO_LARGE"],
  ["12abc", "LENGTH_NOT_A_NUMBER"],
  ["", "LENGTH_NOT_A_NUMBER"],
])("row 16: a Content-Length of %j ends the link with a typed error", async (length, code) => {
  await using t = await ready({}, { reconnect: false });
  const pending = t.client.api("hang").catch((e: unknown) => e);
  t.scripted.script = () => true;
  const down = nextOf(t.client, "down");
  t.scripted.peer.write(`Content-Length: ${length}\nContent-Type: text/event-plain\n\n`);
  const error = await down;
  expect(error).toBeInstanceOf(ProtocolError);
  expect(error).toMatchObject({ code });
  await pending;
  expect(t.client.status).toMatchObject({ state: "closed", error });
});

test("an api/response for a command that cannot have one ends the link", async () => {
  await using t = await ready({ script: ({ line }) => line === "resume" });
  const down = nextOf(t.client, "down");
  const pending = t.client.send("resume").catch((e: unknown) => e);
  await t.scripted.received("resume");
  t.scripted.peer.apiResponse("what?");
  expect(await down).toMatchObject({ code: "REPLY_MISMATCH" });
  await pending;
});

test("any Duplex carries the connection", async () => {
  await using scripted = await ScriptedSwitch.start();
  const { connect } = await import("node:net");
  const client = new EslClient({
    password: "ClueCon",
    connect: async () => {
      const socket = connect(scripted.port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    },
  });
  await client.connect();
  expect(await client.api("status")).toBe("+OK\n");
  await client.close();
});
