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

type Conferences = { num: string; name: string; type: string; context: string }[];

test("a conference goes the whole way: added, found, dialled, renamed, moved, deleted", async () => {
  const { body } = await admin.post("/api/conferences/add", [
    { name: "Zoë's & Jörg's room", type: "16kHz-novideo", context: "public" },
  ]);
  const [room] = body["done"] as Conferences;
  expect(room).toMatchObject({ name: "Zoë's & Jörg's room", context: "public" });
  expect(room!.num).toMatch(/^32\d{3}$/);
  for (const path of [
    `bynum/${room!.num}`,
    "byname/Zo%C3%AB's%20%26",
    "bytype/16kHz",
    "bycontext/public",
  ]) {
    const found = await admin.get(`/api/conferences/${path}`);
    expect(found.body["conferences"], path).toContainEqual(room);
  }

  const call = await system.softswitch.callers.call("20000", room!.num);
  const listed = await system.softswitch.core.api.execute(
    `conference 'Zoë\\'s & Jörg\\'s room' list count`,
  );
  expect(listed).toBe("1");
  await call.hangup();

  const renamed = await admin.post("/api/conferences/mod", [{ num: room!.num, name: "Plain" }]);
  expect(renamed.body["done"]).toEqual([{ ...room, name: "Plain" }]);
  const moved = await admin.post("/api/conferences/mod", [{ num: room!.num, context: "friends" }]);
  const [there] = moved.body["done"] as Conferences;
  expect(there).toMatchObject({ name: "Plain", context: "friends" });
  expect(there!.num).toMatch(/^31\d{3}$/);
  const removed = await admin.post("/api/conferences/del", [{ num: there!.num }]);
  expect(removed.body).toMatchObject({ op: "conferences/del", failed: [] });
  expect((await admin.get("/api/conferences/byname/Plain")).body["conferences"]).toEqual([]);
});

const GOOD = { name: "Some Room", type: "16kHz-novideo", context: "public" };
test.each([
  ["a line feed", [{ ...GOOD, name: "a\nb" }], 400, /name/],
  ["markup", [{ ...GOOD, name: "a<b>" }], 400, /name/],
  ["a profile in the name", [{ ...GOOD, name: "a@48kHz-video" }], 400, /name/],
  ["a pin in the name", [{ ...GOOD, name: "a+1234" }], 400, /name/],
  ["a path in the name", [{ ...GOOD, name: "../a" }], 400, /name/],
  ["variables", [{ ...GOOD, name: "${caller_id_number}" }], 400, /name/],
  ["an unknown type", [{ ...GOOD, type: "8kHz" }], 400, /type/],
  ["an unknown context", [{ ...GOOD, context: "nowhere" }], 400, /context/],
  ["an unknown key", [{ ...GOOD, pin: "1" }], 400, /pin/],
  ["an empty list", [], 400, /body/],
  ["the same name twice", [GOOD, GOOD], 400, /\[1\]\.name/],
])(
  "%s in conferences/add is refused with the field named, and nothing changes",
  async (_label, bad, status, field) => {
    const before = await admin.get("/api/conferences");
    const answer = await admin.post("/api/conferences/add", bad);
    expect([answer.status, answer.body.field ?? ""], JSON.stringify(answer.body)).toEqual([
      status,
      expect.stringMatching(field),
    ]);
    expect((await admin.get("/api/conferences")).body).toEqual(before.body);
  },
);

test("the ancestor's words for what does not exist", async () => {
  const type = await admin.post("/api/conferences/add", [{ ...GOOD, type: "8kHz" }]);
  expect(type.body["failed"]).toMatchObject([{ error: "type not implementet" }]);
  const gone = await admin.post("/api/conferences/del", [{ num: "32999" }]);
  expect([gone.status, gone.body["failed"]]).toMatchObject([
    404,
    [{ error: "no conference 32999" }],
  ]);
});

test("a full range is said so, with the field, and nothing changes", async () => {
  const items = Array.from({ length: 1000 }, (_, i) => ({
    ...GOOD,
    name: `room ${i}`,
    context: "friends",
  }));
  const { status, body } = await admin.post("/api/conferences/add", items);
  const failed = body["failed"] as { error: string; field: string }[];
  expect(status).toBe(200);
  expect((body["done"] as unknown[]).length + failed.length).toBe(1000);
  expect(failed.length).toBeGreaterThan(0);
  const more = await admin.post("/api/conferences/add", [{ ...GOOD, context: "friends" }]);
  expect(more.status).toBe(409);
  expect(more.body.field).toBe("context");
});
