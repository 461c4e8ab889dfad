import { expect, test } from "vitest";
import { ready } from "../../test/ready.js";
import type { ScriptOptions } from "../../test/scripted-switch.js";
import { CommandError, TimeoutError } from "../index.js";

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

test("row 8: a job result that comes before the reply is found", async () => {
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
    script: ({ line, headers }, peer) => {
      if (line.startsWith("event")) peer.reply("-ERR permission denied");
      // The job runs, but nobody is told of its result.
      else if (line.startsWith("bgapi")) peer.reply(`+OK Job-UUID: ${headers.get("Job-UUID")}`);
      else return false;
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

const eventsRefused: ScriptOptions = {
  script: ({ line }, peer) => {
    if (!line.includes("BACKGROUND_JOB")) return false;
    peer.reply("-ERR permission denied");
    return true;
  },
};

test("a job is not written when the switch refuses the events that would tell its end", async () => {
  await using t = await ready(eventsRefused);
  const job = t.client.bgapi("originate", "user/1000 &park");
  const behind = t.client.api("status");
  await expect(job).rejects.toMatchObject({
    name: "CommandError",
    command: "event plain BACKGROUND_JOB",
  });
  await behind;
  expect(t.scripted.lines.slice(1)).toEqual(["event plain BACKGROUND_JOB", "api status"]);
});

test("of jobs called together none is written when the switch refuses their events", async () => {
  await using t = await ready(eventsRefused);
  const jobs = ["one", "two", "three"].map((name) => t.client.bgapi(name));
  for (const job of jobs) await expect(job).rejects.toMatchObject({ name: "CommandError" });
  expect(t.scripted.lines.filter((line) => line.startsWith("bgapi"))).toEqual([]);
});

test("what is called after the first job is written after it", async () => {
  await using t = await ready({});
  const calls = [
    t.client.bgapi("one").catch(() => {}),
    t.client.api("two"),
    t.client.bgapi("three").catch(() => {}),
    t.client.send("filter add A b"),
  ];
  await Promise.all([calls[1], calls[3]]);
  expect(t.scripted.lines.slice(1)).toEqual([
    "event plain BACKGROUND_JOB",
    "bgapi one",
    "api two",
    "bgapi three",
    "filter add A b",
  ]);
});

test("a job that the switch answers at once, as a reload of its socket, is settled by that", async () => {
  await using t = await ready({
    script: ({ line }, peer) => {
      if (!line.startsWith("bgapi reload")) return false;
      peer.apiResponse("-ERR unloading module [mod_event_socket]\n");
      return true;
    },
  });
  const job = t.client.bgapi("reload", "mod_event_socket");
  await expect(job).rejects.toMatchObject({ name: "ApiError" });
  expect(await t.client.api("status")).toBe("+OK\n");
});
