import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

test("a client that says back all values it was shown changes those alone that are other ones", async () => {
  const { zoe, file } = await someone();
  const before = readFileSync(file, "utf8");
  expect(before).toContain("$${defconpin}");
  const { context: _, ...shown } = zoe;
  const same = await system.client().post("/api/users/mod", [shown]);
  expect([same.status, same.body["done"]]).toEqual([200, [zoe]]);
  expect(readFileSync(file, "utf8")).toBe(before);
  const wanted = { ...zoe, email: "other@example.org" };
  const other = await system.client().post("/api/users/mod", [wanted]);
  expect([other.status, other.body["done"]]).toEqual([200, [wanted]]);
  expect(readFileSync(file, "utf8")).toBe(before.replace(zoe["email"] ?? "", "other@example.org"));
  const own = { ...wanted, conpin: "123456" };
  const pin = await system.client().post("/api/users/mod", [own]);
  expect([pin.status, pin.body["done"]]).toEqual([200, [own]]);
  expect(readFileSync(file, "utf8")).not.toContain("$${defconpin}");
});

async function someone() {
  const { id } = (await system.people()).friends;
  const { body } = await system.client().get(`/api/users/byid/${id}`);
  const [zoe] = body["users"] as [Record<string, string>];
  return { zoe, file: join(system.confDir, `directory/default/friends/${id}.xml`) };
}
