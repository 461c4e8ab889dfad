import { once } from "node:events";
import { expect, test } from "vitest";
import { ScriptedSwitch, type ScriptOptions } from "../test/scripted-switch.js";
import {
  AbortedError,
  ApiError,
  BusyError,
  type ClientOptions,
  ClosedError,
  CommandError,
  type ConnectionLostError,
  EslClient,
  type EslError,
  type EslEvent,
  ProtocolError,
  TimeoutError,
} from "./index.js";

/** A ready client with its switch; both are gone when the test ends. */
async function ready(script: ScriptOptions = {}, options: Partial<ClientOptions> = {}) {
  const stack = new AsyncDisposableStackLike();
  const scripted = await ScriptedSwitch.start(script);
  stack.defer(() => scripted[Symbol.asyncDispose]());
  const client = new EslClient({
    port: scripted.port,
    password: "ClueCon",
    watchdog: false,
    reconnect: () => 5,
    timeouts: { closeMs: 50 },
    ...options,
  });
  stack.defer(() => client.close());
  await client.connect();
  return { client, scripted, [Symbol.asyncDispose]: () => stack.dispose() };
}

class AsyncDisposableStackLike {
  readonly #tasks: (() => Promise<void>)[] = [];
  defer(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }
  async dispose(): Promise<void> {
    for (const task of this.#tasks.reverse()) await task();
  }
}

const nextOf = <T>(client: EslClient, name: "down" | "event" | "ready"): Promise<T> =>
  new Promise((resolve) => client.once(name, ((value: T) => resolve(value)) as never));

test("api answers the output as it is, without inventing or dropping a line end", async () => {
  await using t = await ready({
    output: (words) => (words === "echo hello" ? "hello" : "UP 0 years\n"),
  });
  expect(await t.client.api("echo", "hello")).toBe("hello");
  expect(await t.client.api("status")).toBe("UP 0 years\n");
});

test("an empty output is the empty text for api and for bgapi", async () => {
  await using t = await ready({ output: () => "" });
  expect(await t.client.api("global_getvar", "nosuch")).toBe("");
  expect(await t.client.bgapi("global_getvar", "nosuch")).toBe("");
});

test("an output of -ERR or -USAGE is an ApiError that names command and reply, unless raw is asked for", async () => {
  const output = (words: string) =>
    words.startsWith("uuid_kill") ? "-ERR No such channel!\n" : "-USAGE: <uuid>\n";
  await using t = await ready({ output });
  const error = (await t.client.api("uuid_kill", "nosuch").catch((e: unknown) => e)) as ApiError;
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ command: "api uuid_kill nosuch", reply: "-ERR No such channel!" });
  await expect(t.client.bgapi("uuid_bridge")).rejects.toMatchObject({
    name: "ApiError",
    reply: "-USAGE: <uuid>",
  });
  expect(await t.client.api("uuid_kill", "x", { raw: true })).toBe("-ERR No such channel!\n");
});

test("an api the login may not run is a CommandError, and the queue stays in step", async () => {
  await using t = await ready({
    script: ({ line }, peer) => {
      if (line !== "api shutdown") return false;
      peer.reply("-ERR permission denied");
      return true;
    },
  });
  const [refused, allowed] = await Promise.allSettled([
    t.client.api("shutdown"),
    t.client.api("status"),
  ]);
  expect(refused).toMatchObject({
    status: "rejected",
    reason: { name: "CommandError", reply: "-ERR permission denied" },
  });
  expect(allowed).toMatchObject({ status: "fulfilled", value: "+OK\n" });
});

test("a bare % in a reply, a second colon in a header value and umlauts arrive as sent", async () => {
  await using t = await ready({ output: () => "50% off: Grüße 🎧" });
  expect(await t.client.api("echo")).toBe("50% off: Grüße 🎧");
  t.scripted.script = (_, peer) => {
    peer.reply("+OK a: b: c", "X-Time: 12:34:56\n");
    return true;
  };
  const reply = await t.client.send("resume");
  expect(reply.text).toBe("+OK a: b: c");
  expect(reply.headers.get("x-time")).toBe("12:34:56");
});

test("replies are matched in order, with events between them", async () => {
  await using t = await ready(
    { output: (words) => words },
    { subscription: { events: ["HEARTBEAT"] } },
  );
  t.scripted.script = (_, peer) => {
    peer.event(
      { "Event-Name": "HEARTBEAT" },
      "Content-Type: command/reply\nReply-Text: +OK trap\n\n",
    );
    return false;
  };
  const numbers = Array.from({ length: 500 }, (_, index) => String(index));
  expect(await Promise.all(numbers.map((number) => t.client.api("echo", number)))).toEqual(
    numbers.map((number) => `echo ${number}`),
  );
});

test("a reply without a command ends the link instead of answering the wrong one", async () => {
  await using t = await ready();
  const down = nextOf<EslError>(t.client, "down");
  t.scripted.peer.reply("+OK nobody asked");
  expect(await down).toMatchObject({ name: "ProtocolError", code: "UNEXPECTED_REPLY" });
});

test("a timed-out command keeps its slot, so its late reply answers nobody else", async () => {
  await using t = await ready();
  const waiting: (() => void)[] = [];
  t.scripted.script = ({ line }, peer) => {
    if (!line.startsWith("api slow")) return false;
    waiting.push(() => peer.apiResponse("late"));
    return true;
  };
  const slow = t.client.api("slow", undefined, { timeoutMs: 20 });
  await expect(slow).rejects.toEqual(new TimeoutError("api slow", 20));
  const next = t.client.api("slow", "2");
  await t.scripted.received("api slow 2");
  for (const answer of waiting) answer();
  expect(await next).toBe("late");
  expect(await t.client.api("status")).toBe("+OK\n");
});

test("an aborted command keeps its slot too; one aborted before is never written", async () => {
  await using t = await ready();
  const controller = new AbortController();
  t.scripted.script = ({ line }) => line === "api hang";
  const hanging = t.client.api("hang", undefined, { signal: controller.signal });
  await t.scripted.received("api hang");
  controller.abort("enough");
  await expect(hanging).rejects.toMatchObject({
    name: "AbortedError",
    command: "api hang",
    cause: "enough",
  });
  t.scripted.script = undefined;
  const next = t.client.api("status");
  t.scripted.peer.apiResponse("answer to hang");
  expect(await next).toBe("+OK\n");
  const late = t.client.api("never", undefined, { signal: controller.signal });
  await expect(late).rejects.toBeInstanceOf(AbortedError);
  expect(
    await t.client
      .bgapi("never", undefined, { signal: controller.signal })
      .catch((e: unknown) => e),
  ).toBeInstanceOf(AbortedError);
  expect(t.scripted.lines.filter((line) => line.includes("never"))).toEqual([]);
});

test("losing the link rejects every pending command and job with its own name", async () => {
  await using t = await ready(
    { script: ({ line }) => !line.startsWith("auth") },
    { reconnect: false },
  );
  const pending = [
    t.client.api("a"),
    t.client.api("b", "c"),
    t.client.send("resume"),
    t.client.bgapi("d"),
  ];
  const results = Promise.allSettled(pending);
  await t.scripted.received(/^bgapi d/);
  t.scripted.dropAll();
  const reasons = (await results).map(
    (result) => (result.status === "rejected" ? result.reason : undefined) as ConnectionLostError,
  );
  expect(reasons.map((reason) => reason.name)).toEqual(Array(4).fill("ConnectionLostError"));
  expect(reasons.map((reason) => reason.command)).toEqual([
    "api a",
    "api b c",
    "resume",
    "bgapi d",
  ]);
  await expect(t.client.api("e")).rejects.toMatchObject({
    name: "ConnectionLostError",
    command: "api e",
  });
});

test("the switch's own words stand in the error when it ends the connection", async () => {
  await using t = await ready({}, { reconnect: false });
  const down = nextOf<EslError>(t.client, "down");
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

test("bgapi brings its own Job-UUID and subscribes to results before the command, once", async () => {
  await using t = await ready({ output: (words) => `ran ${words}` });
  const results = await Promise.all([t.client.bgapi("first"), t.client.bgapi("second", "x")]);
  expect(results).toEqual(["ran first", "ran second x"]);
  expect(t.scripted.lines).toEqual([
    "auth ClueCon",
    "event plain BACKGROUND_JOB",
    "bgapi first",
    "bgapi second x",
  ]);
  const ids = t.scripted.commands.slice(2).map(({ headers }) => headers.get("Job-UUID"));
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

test("a job result that comes before the reply is found", async () => {
  await using t = await ready({
    script: ({ line, headers }, peer) => {
      if (!line.startsWith("bgapi")) return false;
      const id = headers.get("Job-UUID")!;
      peer.job(id, "early");
      peer.reply(`+OK Job-UUID: ${id}`, `Job-UUID: ${id}\n`);
      return true;
    },
  });
  expect(await t.client.bgapi("status")).toBe("early");
  expect(await t.client.api("status")).toBe("+OK\n");
});

test("a job the switch names otherwise is found under that name", async () => {
  await using t = await ready({
    script: ({ line }, peer) => {
      if (!line.startsWith("bgapi")) return false;
      peer.reply("+OK Job-UUID: other", "Job-UUID: other\n");
      peer.job("other", "renamed");
      return true;
    },
  });
  expect(await t.client.bgapi("status")).toBe("renamed");
});

test("bgapi that is refused rejects with the refusal", async () => {
  await using t = await ready({
    script: ({ line }, peer) => {
      if (!line.startsWith("bgapi")) return false;
      peer.reply("-ERR permission denied");
      return true;
    },
  });
  const error = await t.client.bgapi("system", "id").catch((e: unknown) => e);
  expect(error).toBeInstanceOf(CommandError);
  expect(error).toMatchObject({ command: "bgapi system id", reply: "-ERR permission denied" });
});

test("bgapi rejects when the login may not receive job results", async () => {
  await using t = await ready({
    script: ({ line }, peer) => {
      if (!line.startsWith("event")) return false;
      peer.reply("-ERR permission denied");
      return true;
    },
  });
  await expect(t.client.bgapi("status")).rejects.toMatchObject({
    name: "CommandError",
    command: "event plain BACKGROUND_JOB",
  });
});

test("a job without a result times out, and its late result disturbs nothing", async () => {
  let id = "";
  await using t = await ready({
    script: ({ line, headers }, peer) => {
      if (!line.startsWith("bgapi lost")) return false;
      id = headers.get("Job-UUID")!;
      peer.reply(`+OK Job-UUID: ${id}`, `Job-UUID: ${id}\n`);
      return true;
    },
  });
  await expect(t.client.bgapi("lost", undefined, { timeoutMs: 20 })).rejects.toEqual(
    new TimeoutError("bgapi lost", 20),
  );
  t.scripted.peer.job(id, "too late");
  expect(await t.client.bgapi("status")).toBe("+OK\n");
});

test("results of jobs are shown as events only to those who subscribed to them", async () => {
  await using t = await ready({}, { subscription: { events: ["HEARTBEAT"] } });
  const names: string[] = [];
  t.client.on("event", (event) => names.push(event.name));
  await t.client.bgapi("status");
  await t.client.subscribe({ events: ["BACKGROUND_JOB", "HEARTBEAT"] });
  await t.client.bgapi("status");
  expect(names).toEqual(["BACKGROUND_JOB"]);
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

test("sendEvent answers the event's id and sends headers and a body counted in bytes", async () => {
  await using t = await ready();
  const id = await t.client.sendEvent(
    "CUSTOM",
    { "Event-Subclass": "parley::test", "X-Name": "Zoë: a%20b" },
    "Grüße 🎧\n\napi x",
  );
  expect(id).toBe("16ba5140-7f3e-4de5-b6a8-4d9387237e6d");
  const { line, headers, body } = t.scripted.commands.at(-1)!;
  expect(line).toBe("sendevent CUSTOM");
  expect([...headers.entries()]).toEqual([
    ["Event-Subclass", "parley::test"],
    ["X-Name", "Zoë: a%20b"],
    ["Content-Length", String(Buffer.byteLength("Grüße 🎧\n\napi x"))],
  ]);
  expect(body?.toString()).toBe("Grüße 🎧\n\napi x");
});

test("sendMessage names the session, and an unknown one is a CommandError", async () => {
  await using t = await ready();
  await t.client.sendMessage("some-uuid", { "call-command": "hangup" });
  expect(t.scripted.commands.at(-1)).toMatchObject({ line: "sendmsg some-uuid" });
  t.scripted.script = (_, peer) => {
    peer.reply("-ERR invalid session id [no-such-uuid]");
    return true;
  };
  await expect(
    t.client.sendMessage("no-such-uuid", { "call-command": "hangup" }),
  ).rejects.toBeInstanceOf(CommandError);
});

test("log lines arrive with their place in the source", async () => {
  await using t = await ready();
  const line = new Promise((resolve) => t.client.once("log", resolve));
  await t.client.log(7);
  const text = "Grüße\n";
  t.scripted.peer.write(
    `Content-Type: log/data\nContent-Length: ${Buffer.byteLength(text)}\nLog-Level: 7\nText-Channel: 0\nLog-File: x.c\nLog-Func: f\nLog-Line: 12\nUser-Data: \n\n${text}`,
  );
  expect(await line).toEqual({
    level: 7,
    text,
    file: "x.c",
    function: "f",
    line: 12,
    userData: "",
  });
  await t.client.log(undefined);
  expect(t.scripted.lines.slice(-2)).toEqual(["log 7", "nolog"]);
});

test("more commands than the limit allows are refused without being written", async () => {
  await using t = await ready(
    { script: ({ line }) => line.startsWith("api") },
    { maxPending: 3, timeouts: { closeMs: 10 } },
  );
  const held = [1, 2, 3].map((number) =>
    t.client.api("hang", String(number)).catch((e: unknown) => e),
  );
  await expect(t.client.api("hang", "4")).rejects.toEqual(new BusyError("api hang 4", 3));
  await t.client.close();
  expect((await Promise.all(held)).every((error) => error instanceof ClosedError)).toBe(true);
  expect(t.scripted.lines).not.toContain("api hang 4");
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

test("damaged bytes in an event are marked and keep the link alive", async () => {
  await using t = await ready({}, { subscription: { events: ["MESSAGE"] } });
  const event = nextOf<EslEvent>(t.client, "event");
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
])("a Content-Length of %j ends the link with a typed error", async (length, code) => {
  await using t = await ready({}, { reconnect: false });
  const pending = t.client.api("hang").catch((e: unknown) => e);
  t.scripted.script = () => true;
  const down = nextOf<EslError>(t.client, "down");
  t.scripted.peer.write(`Content-Length: ${length}\nContent-Type: text/event-plain\n\n`);
  const error = await down;
  expect(error).toBeInstanceOf(ProtocolError);
  expect(error).toMatchObject({ code });
  await pending;
  expect(t.client.status).toMatchObject({ state: "closed", error });
});

test("an api/response for a command that cannot have one ends the link", async () => {
  await using t = await ready({ script: ({ line }) => line === "resume" });
  const down = nextOf<EslError>(t.client, "down");
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
