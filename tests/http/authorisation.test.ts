import { may, type Role } from "@parley/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";

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
const CONTEXTS = Object.keys(ROLE) as (keyof typeof ROLE)[];

const concrete = (url: string) => url.replace(/:\w+/, "nobody-is-called-so");
/** Bodies that no route would act upon: what is asked is only whether the caller gets that far. */
const harmless = (method: string) => (method === "POST" ? "[]" : undefined);

test("every route of REST v1 refuses exactly those the table does not name", async () => {
  const rights = system.server.rights.filter(({ url }) => !url.startsWith("/api/v2/"));
  expect(rights.filter(({ permission }) => permission).length).toBeGreaterThan(24);
  let forbidden = 0;
  for (const context of CONTEXTS) {
    const client = system.client(people[context]);
    for (const { method, url, permission } of rights) {
      if (!permission || method === "HEAD") continue;
      const { status, body } = await client.request(method, concrete(url), harmless(method));
      const allowed = may(ROLE[context], permission);
      const label = `${context} ${method} ${url}: ${status}`;
      if (allowed) expect(url.endsWith("/:file") ? [404] : [200, 400], label).toContain(status);
      else {
        expect([401, 403], label).toContain(status);
        expect(body, label).toEqual({ error: "wrong context" });
        forbidden += 1;
      }
    }
  }
  expect(forbidden).toBeGreaterThan(40);
});

test("nobody gets anything without a login, and HEAD says no more than GET", async () => {
  for (const { method, url, permission } of system.server.rights) {
    if (!permission) continue;
    const response = await fetch(new URL(concrete(url), system.server.url), { method });
    expect(response.status, `${method} ${url}`).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/algorithm=MD5.*algorithm=SHA-256/);
  }
});

test("a refused caller has changed nothing", async () => {
  const before = await system.client().get("/api/users");
  const attempt = [{ name: "Mallory", email: "m@example.org", context: "team" }];
  for (const context of ["friends", "public"] as const) {
    const { status } = await system.client(people[context]).post("/api/users/add", attempt);
    expect(status).toBe(403);
  }
  expect((await system.client().get("/api/users")).body).toEqual(before.body);
});
