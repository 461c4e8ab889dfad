import { may, ProblemError, type Role } from "@parley/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { sessionClient } from "./session-client.js";

let system: TestSystem;
let people: Awaited<ReturnType<TestSystem["people"]>>;
beforeAll(async () => {
  system = await startSystem();
  people = await system.people();
});
afterAll(() => system.stop());

const ROLE = {
  team: "administrator",
  friends: "moderator",
  public: "participant",
} as const satisfies Record<string, Role>;

const problemOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return (error as ProblemError).problem;
};

test("signing in sets a cookie that scripts cannot read, signing out ends the session for good", async () => {
  const client = sessionClient(system.server.url);
  const response = await client.raw("POST", "/api/v2/session", {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: people.team.name, password: people.team.password }),
  });
  expect(response.status).toBe(200);
  const cookie = response.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^parley_session=[\w.-]+; /);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  client.cookie = cookie.split(";")[0];
  const old = client.cookie;
  expect(await client.api.call("me.read")).toMatchObject({ role: "administrator", console: false });
  await client.api.call("session.end");
  client.cookie = old;
  expect(await problemOf(client.api.call("me.read"))).toMatchObject({ code: "unauthenticated" });
});

test("a wrong password, an unknown name and a forged cookie get the same nothing", async () => {
  const client = sessionClient(system.server.url);
  for (const login of [
    { name: people.team.name, password: "wrong" },
    { name: "nobody", password: "wrong" },
  ])
    expect(await problemOf(client.signIn(login))).toMatchObject({
      status: 401,
      detail: "name or password is not right",
    });
  client.cookie = "parley_session=eyJhbGciOiJub25lIn0.eyJzdWIiOiIyMDAwMCJ9.";
  expect(await problemOf(client.api.call("me.read"))).toMatchObject({ status: 401 });
});

test("a change needs the header that only a page of ours can send, and the right origin", async () => {
  const client = sessionClient(system.server.url);
  await client.signIn(people.team);
  const body = JSON.stringify({ items: [{ name: "Eve", email: "e@x.de", context: "team" }] });
  const json = { "content-type": "application/json" };
  const without = await client.raw("POST", "/api/v2/users", { headers: json, body });
  expect(without.status).toBe(403);
  const foreign = { ...json, "x-parley": "1", origin: "http://evil.example" };
  expect((await client.raw("POST", "/api/v2/users", { headers: foreign, body })).status).toBe(403);
  const form = { "content-type": "application/x-www-form-urlencoded", "x-parley": "1" };
  expect((await client.raw("POST", "/api/v2/users", { headers: form, body })).status).toBe(415);
  const { total } = await client.api.call("users.list", { query: { search: "Eve" } });
  expect(total).toBe(0);
});

test("a session ends when its user gets another password", async () => {
  const admin = sessionClient(system.server.url);
  await admin.signIn(system.admin);
  const made = await admin.api.call("users.create", {
    body: { items: [{ name: "Short Lived", email: "s@example.org", context: "public" }] },
  });
  const [outcome] = made.outcomes;
  if (!outcome?.ok || outcome.item.password === undefined) throw new Error(JSON.stringify(made));
  const client = sessionClient(system.server.url);
  await client.signIn({ name: "Short Lived", password: outcome.item.password });
  const feed = await client.feed();
  await feed.until("snapshot");
  await admin.api.call("users.newPassword", { params: { id: outcome.item.id }, body: {} });
  expect(await feed.closed).toBe(1008);
  expect(await problemOf(client.api.call("me.read"))).toMatchObject({ status: 401 });
});

test("every route of v2 refuses exactly those the table does not name", async () => {
  const routes = system.server.rights.filter(
    ({ url, method, permission }) =>
      permission !== undefined && url.startsWith("/api/v2/") && method !== "HEAD",
  );
  expect(routes.length).toBeGreaterThan(25);
  let forbidden = 0;
  for (const [context, role] of Object.entries(ROLE)) {
    const client = sessionClient(system.server.url);
    await client.signIn(people[context as keyof typeof ROLE]);
    for (const { method, url, permission } of routes) {
      const path = url.replace(/:\w+/g, "nothing");
      const body = method === "GET" || method === "DELETE" ? null : "{}";
      const headers = { "x-parley": "1", "content-type": "application/json" };
      const response = await client.raw(method, path, {
        body,
        headers: body ? headers : { "x-parley": "1" },
      });
      const label = `${context} ${method} ${url}`;
      if (permission && !may(role, permission)) {
        expect(response.status, label).toBe(403);
        forbidden += 1;
      } else expect([200, 204, 400, 404, 403], label).toContain(response.status);
    }
    // What DELETE of a session did to ours.
    client.cookie = undefined;
  }
  expect(forbidden).toBeGreaterThan(20);
});
