import { expect, test } from "vitest";
import { ready } from "../../test/ready.js";
import {
  AbortedError,
  ApiError,
  BusyError,
  ClosedError,
  CommandError,
  type EslEvent,
  TimeoutError,
} from "../index.js";

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

test("a format that a command of one's own asks for is read like those of the subscription", async () => {
  await using t = await ready();
  await t.client.send("event json HEARTBEAT");
  const beat = new Promise<EslEvent>((resolve) => t.client.once("event", resolve));
  t.scripted.peer.format = "json";
  t.scripted.peer.event({ "Event-Name": "HEARTBEAT", "Up-Time": "1" });
  expect((await beat).get("up-time")).toBe("1");
});
