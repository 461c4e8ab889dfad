import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { archiveCommand } from "../../packages/server/src/cli/archive.js";
import { startSystem, type TestSystem } from "../_util/system.js";

let system: TestSystem;
let people: Awaited<ReturnType<TestSystem["people"]>>;
beforeAll(async () => {
  system = await startSystem();
  people = await system.people();
}, 60_000);
afterAll(async () => {
  await system?.softswitch.stop();
  if (system) rmSync(system.dataDir, { recursive: true, force: true });
});

async function parley(...words: string[]): Promise<{ status: number; text: string }> {
  const lines: string[] = [];
  const status = await archiveCommand(words, system.settings, (line) => lines.push(line), {
    label: "cron",
  });
  return { status, text: lines.join("\n") };
}

test("a snapshot made beside a running server is restored when that has stopped, and not before", async () => {
  const { status, text: file } = await parley("store", "directory");
  expect(status).toBe(0);
  expect(file).toMatch(/^directory-cron-/);
  expect((await parley("snapshots")).text).toContain(file);
  await system.client().post("/api/users/del", [{ id: people.public.id }]);
  const early = await parley("restore", file);
  expect(early).toMatchObject({ status: 1, text: expect.stringContaining("in use by process") });

  await system.server.stop();
  const userFile = join(system.confDir, `directory/default/public/${people.public.id}.xml`);
  expect(existsSync(userFile)).toBe(false);
  const done = await parley("restore", "directory");
  expect(done).toMatchObject({
    status: 0,
    text: expect.stringContaining(`restored ${file}: 1 files`),
  });
  expect(done.text).not.toContain("cannot be reached");
  expect(existsSync(userFile)).toBe(true);
});

test("an unknown part and an unknown file are refused in words", async () => {
  expect(await parley("store", "etc")).toMatchObject({
    status: 1,
    text: expect.stringMatching(/no part "etc"/),
  });
  expect(await parley("restore", "../x")).toMatchObject({
    status: 1,
    text: expect.stringMatching(/no snapshot/),
  });
  expect(await parley("restore")).toMatchObject({
    status: 1,
    text: expect.stringMatching(/which/),
  });
});
