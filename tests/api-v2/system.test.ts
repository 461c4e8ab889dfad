import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SystemEvents, SystemV2 } from "@parley/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type SessionClient, sessionClient } from "./session-client.js";

let system: TestSystem;
let people: Awaited<ReturnType<TestSystem["people"]>>;
let admin: SessionClient;
beforeAll(async () => {
  system = await startSystem({ console: true });
  people = await system.people();
  admin = sessionClient(system.server.url);
  await admin.signIn(people.team);
});
afterAll(() => system.stop());

const call = () =>
  system.softswitch.callers.call({ number: "20001", name: "Ada" }, "30000", { context: "team" });

test("administrators read how server and switch are", async () => {
  const before = await admin.api.call("system.read");
  expect(SystemV2.parse(before)).toEqual(before);
  expect(before.switch).toMatchObject({ connected: true, port: system.settings.eslPort });
  expect(before.switch.status).toMatch(/^UP /);
  expect(before.switch.version).toMatch(/\d/);
  expect(before.live).toEqual({ conferences: 0, members: 0, registrations: 0 });
  const caller = await call();
  const { live, configuration } = await admin.api.call("system.read");
  expect(live).toMatchObject({ conferences: 1, members: 1 });
  expect(configuration.users).toBeGreaterThanOrEqual(4);
  await caller.hangup();
});

test("the log tells what happened, numbered, and goes on after a number", async () => {
  const caller = await call();
  const joined = async () => {
    const { items } = await admin.api.call("system.events");
    return items.filter(({ name }) => name === "memberJoined").at(-1);
  };
  await expect.poll(joined).toMatchObject({ subject: "team" });
  const { items, since } = await admin.api.call("system.events");
  expect(SystemEvents.safeParse({ items, since }).success).toBe(true);
  const last = items.at(-1)?.seq ?? 0;
  expect(items.map(({ seq }) => seq)).toEqual(
    items.map((_, index) => index + last + 1 - items.length),
  );
  await caller.hangup();
  const later = async () => {
    const answer = await admin.api.call("system.events", { query: { after: last } });
    expect(answer.since).toBe(since);
    return answer.items.map(({ name }) => name);
  };
  await expect.poll(later).toContain("conferenceEnded");
  const { items: two } = await admin.api.call("system.events", { query: { after: 0, limit: 2 } });
  expect(two.map(({ seq }) => seq)).toEqual([1, 2]);
});

test("a reload is the switch's own, and so is its refusal", async () => {
  expect((await admin.api.call("system.reload")).reply).toMatch(/^\+OK/);
  const broken = join(system.confDir, "dialplan", "broken.xml");
  const { version } = (await admin.api.call("system.read")).configuration;
  writeFileSync(broken, "<include>\n<context name='broken'>\n</include>\n");
  const refused = await admin.raw("POST", "/api/v2/system/reload", {
    headers: { "x-parley": "1" },
  });
  rmSync(broken);
  const answer = (await refused.json()) as { code?: string; detail?: string };
  expect([refused.status, answer.code]).toEqual([502, "switch refused"]);
  expect(answer.detail).toMatch(/error.* line \d+/i);
  expect((await admin.api.call("system.read")).configuration.version).toBe(version);
});

test("the console answers with the switch's own words, also when it refuses", async () => {
  const say = async (command: string) =>
    (await admin.api.call("system.console", { body: { command } })).reply;
  expect(await say("status")).toMatch(/^UP /);
  expect(await say("no_such_command")).toMatch(/^-ERR/);
  for (const command of ["status\nevent plain all", "status\r\n\r\nexit"]) {
    const refused = admin.api.call("system.console", { body: { command } });
    await expect(refused).rejects.toMatchObject({ problem: { code: "invalid" } });
  }
  expect((await admin.api.call("system.read")).switch.connected).toBe(true);
});

test("nobody but an administrator sees any of it, and nobody has a console that is switched off", async () => {
  for (const context of ["friends", "public"] as const) {
    const client = sessionClient(system.server.url);
    await client.signIn(people[context]);
    expect((await client.api.call("me.read")).console).toBe(false);
    for (const call of [
      () => client.api.call("system.read"),
      () => client.api.call("system.events"),
      () => client.api.call("system.reload"),
      () => client.api.call("system.console", { body: { command: "status" } }),
    ])
      await expect(call()).rejects.toMatchObject({ problem: { status: 403, code: "forbidden" } });
  }
  const quiet = await startSystem();
  try {
    const client = sessionClient(quiet.server.url);
    await client.signIn(quiet.admin);
    const off = client.api.call("system.console", { body: { command: "status" } });
    await expect(off).rejects.toMatchObject({ problem: { status: 403, code: "off" } });
  } finally {
    await quiet.stop();
  }
});
