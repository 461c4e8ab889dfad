import { chmodSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { archiveCommand } from "../../packages/server/src/cli/archive.js";
import type { Settings } from "../../packages/server/src/config/index.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { keyPair, writeKeys } from "./age.js";

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
  return parleyWith({}, ...words);
}

async function parleyWith(
  { identity, ...settings }: Partial<Settings> & { identity?: string },
  ...words: string[]
): Promise<{ status: number; text: string }> {
  const lines: string[] = [];
  const all = { ...system.settings, ...settings };
  const print = (line: string) => lines.push(line);
  const status = await archiveCommand(words, all, print, { label: "cron", identity });
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

test("an encrypted snapshot is restored with the keys the command names, or those of the settings", async () => {
  const keys = await keyPair();
  const recipients = { archiveRecipients: [keys.recipient] };
  const { text: file } = await parleyWith(recipients, "store");
  expect(file).toMatch(/\.tar\.gz\.age$/);
  expect((await parley("snapshots")).text).toContain(file);
  expect(await parley("restore", file)).toMatchObject({
    status: 1,
    text: expect.stringMatching(/its key is needed.*--identity/),
  });
  const identity = writeKeys(join(system.dataDir, "keys.txt"), keys);
  expect(await parleyWith({ identity }, "restore", file)).toMatchObject({
    status: 0,
    text: expect.stringContaining(`restored ${file}: 0 files added`),
  });
  const own = await parleyWith({ archiveIdentity: identity }, "restore", "freeswitch");
  expect(own).toMatchObject({ status: 0, text: expect.stringContaining(file) });
  chmodSync(identity, 0o644);
  expect(await parleyWith({ identity }, "restore", file)).toMatchObject({
    status: 1,
    text: expect.stringMatching(/keys\.txt: others may read it/),
  });
});
