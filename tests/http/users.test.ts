import { afterAll, beforeAll, expect, test } from "vitest";
import type { DigestClient } from "../_util/digest-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";

let system: TestSystem;
let admin: DigestClient;
beforeAll(async () => {
  system = await startSystem();
  admin = system.client();
});
afterAll(() => system.stop());

type Users = {
  id: string;
  name: string;
  password: string;
  polymac: string;
  context: string;
  email: string;
  conpin: string;
}[];
const usersOf = (body: unknown) => (body as { users: Users }).users;
const doneOf = (body: unknown) => (body as { done: Users }).done;

test("a user goes the whole way: added, found, signs in, changed, moved to another context, deleted", async () => {
  const added = await admin.post("/api/users/add", [
    {
      name: "Jörg O'Neill & Co",
      email: "joerg@example.org",
      context: "friends",
      polymac: "00:04:F2:AA:BB:CC",
    },
  ]);
  expect(added.status).toBe(200);
  const [user] = doneOf(added.body);
  expect(user).toMatchObject({ id: "21000", name: "Jörg O'Neill & Co", polymac: "0004f2aabbcc" });
  expect(Object.keys(user!)).toEqual([
    "id",
    "password",
    "conpin",
    "context",
    "name",
    "email",
    "polymac",
  ]);

  for (const path of [
    "byid/2100",
    "byname/J%C3%B6rg",
    "bycontext/fri",
    "bypolymac/0004f2",
    "byemail/example.org",
  ]) {
    const found = await admin.get(`/api/users/${path}`);
    expect(found.body["op"]).toBe(`users/${decodeURIComponent(path)}`);
    expect(usersOf(found.body), path).toContainEqual(user);
  }
  for (const algorithm of ["MD5", "SHA-256"] as const) {
    const own = await system.client(user!, algorithm).get("/userinfo");
    expect(own.body).toMatchObject({ ...user, wss_binding: expect.stringMatching(/^(:\d+)?$/) });
  }

  const changed = await admin.post("/api/users/mod", [{ id: "21000", email: "new@example.org" }]);
  const [modified] = doneOf(changed.body);
  expect(modified).toMatchObject({
    id: "21000",
    name: user!.name,
    email: "new@example.org",
    polymac: "none",
  });
  expect(modified!.password).not.toBe(user!.password);

  const moved = await admin.post("/api/users/mod", [
    { id: "21000", context: "public", password: "kept-pass" },
  ]);
  expect(doneOf(moved.body)[0]).toMatchObject({
    id: "22000",
    context: "public",
    password: "kept-pass",
  });
  expect((await admin.get("/api/users/byid/21000")).body["users"]).toEqual([]);

  const removed = await admin.post("/api/users/del", [{ id: "22000" }]);
  expect(removed.body).toMatchObject({ op: "users/del", failed: [] });
  expect(doneOf(removed.body)[0]).toMatchObject({ id: "22000" });
  expect(
    (await system.client({ name: user!.name, password: "kept-pass" }).get("/userinfo")).status,
  ).toBe(401);
});

test("a list is answered item by item", async () => {
  const { status, body } = await admin.post("/api/users/add", [
    { name: "Good One", email: "g@example.org", context: "public" },
    { name: "No Mail", email: "nonsense", context: "public" },
    { name: "admin", email: "a@example.org", context: "team" },
    { name: "Lost", email: "l@example.org", context: "nowhere" },
  ]);
  expect(status).toBe(200);
  expect(doneOf(body).map(({ name }) => name)).toEqual(["Good One"]);
  expect((body["failed"] as { error: string }[]).map(({ error }) => error)).toEqual([
    "email does not contain an email",
    "name already taken",
    "context does not exist",
  ]);
  expect(body["failed"]).toMatchObject([{ user: { name: "No Mail" }, field: "email" }, {}, {}]);
});

const GOOD = { name: "Some Body", email: "s@example.org", context: "public" };
const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const BAD: readonly [label: string, body: unknown, status: number, field: RegExp][] = [
  ["a line feed", [{ ...GOOD, name: "a\nb" }], 400, /name/],
  ["a NUL", [{ ...GOOD, email: "a\0@example.org" }], 400, /email/],
  ["a tab in a password", [{ ...GOOD, password: "abc\tdef" }], 400, /password/],
  ["an escape character", [{ ...GOOD, name: "a\u001bb" }], 400, /name/],
  ["a preprocessor variable", [{ ...GOOD, name: "$${es_pw}" }], 400, /name/],
  ["a foreign variable as pin", [{ ...GOOD, conpin: "$${es_pw}" }], 400, /conpin/],
  ["a channel variable", [{ ...GOOD, name: "${system id}" }], 400, /name/],
  ["a preprocessor tag", [{ ...GOOD, name: 'X-PRE-PROCESS cmd="exec"' }], 400, /name/],
  ["10 kB", [{ ...GOOD, name: "x".repeat(10_240) }], 400, /name/],
  ["a number for a name", [{ ...GOOD, name: 5 }], 400, /name/],
  ["null", [{ ...GOOD, email: null }], 400, /email/],
  ["an object for a list", GOOD, 400, /body/],
  ["an unknown key", [{ ...GOOD, admin: true }], 400, /admin/],
  ["a prototype", '[{"name":"a","email":"a@b.cc","context":"public","__proto__":{}}]', 400, /body/],
  ["an empty list", [], 400, /body/],
  ["an item without name", [{ email: "a@b.cc", context: "public" }], 400, /name/],
  ["the same name twice", [GOOD, { ...GOOD, email: "t@example.org" }], 400, /\[1\]\.name/],
  ["markup", [{ ...GOOD, name: "<b>" }], 400, /name/],
  ["a quote", [{ ...GOOD, name: 'a"b' }], 400, /name/],
  ["a backslash", [{ ...GOOD, name: "a\\b" }], 400, /name/],
  ["60 levels", deep(60), 400, /body/],
  ["no JSON", "{", 400, /body/],
  ["too large a body", `[${JSON.stringify(GOOD)}${" ".repeat(5_000_000)}]`, 413, /body/],
];

test.each(BAD)(
  "%s in users/add is refused with the field named, and nothing changes",
  async (_label, bad, status, field) => {
    const before = await admin.get("/api/info/state");
    const text = typeof bad === "string" ? bad : JSON.stringify(bad);
    const answer = await admin.request("POST", "/api/users/add", text);
    expect([answer.status, answer.body], JSON.stringify(answer.body)).toMatchObject([
      status,
      { error: expect.any(String) },
    ]);
    expect(answer.body.field ?? "").toMatch(field);
    const after = await admin.get("/api/info/state");
    expect(after.body).toEqual(before.body);
  },
);

test.each(["99999", "-1", "0", "20000000000000000000000", "../20000", "2e4", ""])(
  "nobody has the id %j: 4xx, the field named",
  async (id) => {
    for (const path of ["/api/users/del", "/api/users/mod"]) {
      const { status, body } = await admin.post(path, [{ id }]);
      expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body.field).toMatch(/id/);
      if (id !== "")
        expect(body["failed"]).toMatchObject([{ error: expect.stringMatching(/^no userid /) }]);
    }
  },
);

test("the last administrator can neither go nor be demoted", async () => {
  for (const [path, item] of [
    ["/api/users/del", { id: "20000" }],
    ["/api/users/mod", { id: "20000", context: "public" }],
  ] as const) {
    const { status, body } = await admin.post(path, [item]);
    expect(status).toBe(409);
    expect(body.error).toMatch(/administrator/);
  }
  expect((await admin.get("/userinfo")).body).toMatchObject({ id: "20000", context: "team" });
});
