import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

type Done = { id: string; name: string; password: string }[];

test("50 parallel requests of 10 users each: 500 users, no id twice, a few reloads, each usable at once", async () => {
  let reloads = 0;
  system.softswitch.core.on("event", (event: { name: string }) => {
    if (event.name === "RELOADXML") reloads += 1;
  });
  const signedIn: number[] = [];
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, request) => {
      const items = Array.from({ length: 10 }, (__, i) => ({
        name: `User ${request}-${i}`,
        email: `u${request}-${i}@example.org`,
        context: "public",
      }));
      const { body } = await system.client().post("/api/users/add", items);
      const done = body["done"] as Done;
      const own = await system.client(done[0]!).get("/userinfo");
      signedIn.push(own.status);
      return done;
    }),
  );
  const users = answers.flat();
  expect(users).toHaveLength(500);
  expect(new Set(users.map(({ id }) => id)).size).toBe(500);
  expect(signedIn).toEqual(Array(50).fill(200));
  expect(reloads).toBeLessThanOrEqual(10);
  const text = await system.softswitch.core.api.execute("xml_locate directory");
  for (const { id } of users) expect(text).toContain(`<user id="${id}"`);
}, 60_000);
