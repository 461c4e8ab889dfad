import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";

let system: TestSystem;
let people: Awaited<ReturnType<TestSystem["people"]>>;
beforeAll(async () => {
  system = await startSystem();
  people = await system.people();
});
afterAll(() => system.stop());

async function healthOf({ server }: TestSystem): Promise<{ status: string }> {
  return (await fetch(new URL("/health", server.url))).json() as Promise<{ status: string }>;
}

test("everybody sees themselves, with what a phone needs to know", async () => {
  for (const login of Object.values(people)) {
    const { status, body } = await system.client(login).get("/userinfo");
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...login, wss_binding: expect.stringMatching(/^:\d+$/) });
    expect(body["internal_tls_port"]).toMatch(/^\d+$/);
  }
});

test("friends get everybody's e-mail and all conferences but the team's, never a password", async () => {
  const { body } = await system.client(people.friends).get("/friendxml");
  const state = body["state"] as { users: object[]; conferences: { context: string }[] };
  expect(body["op"]).toBe("/friendxml");
  for (const user of state.users)
    expect(Object.keys(user)).toEqual(["name", "id", "email", "context"]);
  const contexts = new Set(state.conferences.map(({ context }) => context));
  expect([...contexts].sort()).toEqual(["friends", "public"]);
});

test("public users get names and public conferences only; friendxml is not for them", async () => {
  const client = system.client(people.public);
  const { body } = await client.get("/pubxml");
  const state = body["state"] as { users: object[]; conferences: { context: string }[] };
  for (const user of state.users) expect(Object.keys(user)).toEqual(["name", "id", "context"]);
  expect(new Set(state.conferences.map(({ context }) => context))).toEqual(new Set(["public"]));
  const refused = await client.get("/friendxml");
  expect([refused.status, refused.body]).toEqual([401, { error: "wrong context" }]);
});

test("info shows the switch's globals without its passwords, and the last reload", async () => {
  const { body } = await system.client().get("/api/info");
  expect(body).toMatchObject({
    op: "info",
    info: { reloadxml: { lastmsg: "+OK [Success]" }, maintainance: { lastrun: "not till now" } },
    globals: { es_pw: "********", domain: expect.any(String), core_uuid: expect.any(String) },
  });
  const state = await system.client().get("/api/info/state");
  expect(Object.keys(state.body["state"] as object).sort()).toEqual([
    "conferences",
    "conferencetypes",
    "globals",
    "info",
    "users",
  ]);
});

test("health and metrics answer without login from this machine", async () => {
  const health = await healthOf(system);
  expect(health).toMatchObject({ status: "ok", switch: { connected: true } });
  const metrics = await (await fetch(new URL("/metrics", system.server.url))).text();
  expect(metrics).toMatch(/^parley_switch_connected 1$/m);
  expect(metrics).toMatch(/^parley_users 4$/m);
  const forwarded = await fetch(new URL("/metrics", system.server.url), {
    headers: { "x-forwarded-for": "192.0.2.1" },
  });
  expect(forwarded.status).toBe(401);
});

test("while the switch is away reads go on and changes are refused with 503, without a trace", async () => {
  const before = (await system.client().get("/api/users")).body;
  system.softswitch.misbehave("refuse connections");
  system.softswitch.misbehave("drop link");
  await expect.poll(async () => (await healthOf(system)).status).toBe("degraded");
  expect((await system.client().get("/api/users")).body).toEqual(before);
  const item = { name: "While Away", email: "w@example.org", context: "public" };
  const refused = await system.client().post("/api/users/add", [item]);
  expect([refused.status, refused.body.error]).toEqual([503, expect.stringMatching(/switch/)]);
  expect(refused.headers.get("retry-after")).toBeTruthy();
  system.softswitch.behave();
  await expect
    .poll(async () => (await healthOf(system)).status, {
      timeout: 15_000,
    })
    .toBe("ok");
  expect((await system.client().get("/api/users")).body).toEqual(before);
  expect((await system.client().post("/api/users/add", [item])).status).toBe(200);
});

test("a refused reload is answered with the switch's words and undone", async () => {
  system.softswitch.misbehave("refuse reload", "1 [error near line 7]: unclosed tag <user>");
  const before = (await system.client().get("/api/users")).body;
  const item = { name: "Refused", email: "r@example.org", context: "public" };
  const { status, body } = await system.client().post("/api/users/add", [item]);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(JSON.stringify(body)).toMatch(/error near line/);
  expect((await system.client().get("/api/users")).body).toEqual(before);
});
