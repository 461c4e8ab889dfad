import { afterAll, beforeAll, expect, test } from "vitest";
import type { Login } from "../_util/digest-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { rawRequest } from "./raw-request.js";

let system: TestSystem;
let tess: Login & { id: string };

beforeAll(async () => {
  system = await startSystem();
  tess = (await system.people()).team;
});
afterAll(() => system.stop());

const user = (name: string, more: object = {}) => ({
  ...{ name, email: "a@example.org", context: "public" },
  ...more,
});

test.each([
  ["users/add", "user", [user("$${oops}")], "[0].name"],
  ["users/add", "user", [user("Good"), user("Bad", { shoe: "42" })], "[1].shoe"],
  ["users/add", "user", [user("Twice"), user("twice")], "[1].name"],
  ["users/mod", "user", [{ id: "22000", name: "a\nb" }], "[0].name"],
  ["users/del", "user", [{ id: "22000" }, { id: "22000" }], "[1].id"],
  ["conferences/add", "conference", [{ name: "a", type: "x" }], "[0].context"],
  ["conferences/mod", "conference", [{ num: "32000", name: "${x}" }], "[0].name"],
  ["conferences/del", "conference", [{ num: 32000 }], "[0].num"],
])(
  "of a request to %s that is refused as a whole each %s stands among the failed",
  async (...given) => {
    const [op, key, items, field] = given;
    const { status, body } = await system.client().post(`/api/${op}`, items);
    expect([status, body["op"], body["done"], body.field]).toEqual([400, op, [], field]);
    expect(body["failed"]).toEqual(
      items.map((item) => ({ error: body.error, field, [key]: item })),
    );
  },
);

test.each([{}, "text", null, 1, []])("%j is no list of items, and has no items", async (body) => {
  const answer = await system.client().post("/api/users/add", body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ op: "users/add", done: [], failed: [] });
});

test("a list with more items than are allowed is not said back as a whole", async () => {
  const items = Array.from({ length: 20_000 }, (_, index) => ({ id: String(index) }));
  const { status, body } = await system.client().post("/api/users/del", items);
  expect(status).toBe(400);
  expect((body["failed"] as unknown[]).length).toBeLessThanOrEqual(100);
});

test("whom a deletion does not find is named beside the error", async () => {
  const users = await system.client().post("/api/users/del", [{ id: "29999" }]);
  expect([users.status, users.body["failed"]]).toEqual([
    404,
    [expect.objectContaining({ error: expect.any(String), user: { id: "29999" } })],
  ]);
  const conferences = await system.client().post("/api/conferences/del", [{ num: "39999" }]);
  expect([conferences.status, conferences.body["failed"]]).toEqual([
    404,
    [expect.objectContaining({ error: expect.any(String), conference: { num: "39999" } })],
  ]);
});

test.each([
  "/api/users/rebuild",
  "/api/users/reprov",
  "/api/conferences/rebuildcontacts",
  "/api/store/directory",
  "/api/restore/directory",
])("another site cannot make a browser change something by %s", async (path) => {
  for (const site of ["cross-site", "same-site"]) {
    const headers = { "sec-fetch-site": site };
    const { status } = await rawRequest(system.server.url, path, { headers }, tess);
    expect([site, status]).toEqual([site, 403]);
  }
  const headers = { "sec-fetch-site": "same-origin" };
  const ours = await rawRequest(system.server.url, path, { headers }, tess);
  expect(ours.status).not.toBe(403);
});

test("while the switch is away the items of a change have failed, and the status says try again", async () => {
  await system.softswitch.stop();
  const { status, body } = await system.client().post("/api/users/add", [user("Late")]);
  expect(status).toBe(503);
  expect(body["failed"]).toEqual([{ error: body.error, user: user("Late") }]);
});
