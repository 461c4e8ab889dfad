import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createLogger, startServer } from "@parley/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DigestClient } from "../_util/digest-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type SessionClient, sessionClient } from "../api-v2/session-client.js";
import { keyPair } from "./age.js";

let system: TestSystem;
let people: Awaited<ReturnType<TestSystem["people"]>>;
let admin: SessionClient;
beforeAll(async () => {
  system = await startSystem();
  people = await system.people();
  admin = sessionClient(system.server.url);
  await admin.signIn(system.admin);
}, 60_000);
afterAll(() => system?.stop());

const varsFile = (): string => join(system.confDir, "vars.xml");
const userFile = (): string =>
  join(system.confDir, `directory/default/public/${people.public.id}.xml`);
const gzip = { "x-parley": "1", "content-type": "application/gzip" };

test("store and restore of the first interface bring removed users back through the switch", async () => {
  const client = system.client();
  const stored = await client.get("/api/store/directory");
  expect(stored).toMatchObject({ status: 200, body: { op: "store/directory", failed: "" } });
  expect(stored.body["done"]).toMatch(/^directory-.*\.tar\.gz$/);
  await client.post("/api/users/del", [{ id: people.public.id }]);
  expect(existsSync(userFile())).toBe(false);
  const restored = await client.get("/api/restore/directory");
  expect(restored.body).toEqual({
    op: "restore/directory",
    done: stored.body["done"],
    failed: "",
  });
  expect(existsSync(userFile())).toBe(true);
  expect((await system.client(people.public).get("/userinfo")).status).toBe(200);
  const info = await client.get("/api/info");
  expect(info.body).toMatchObject({ info: { maintainance: { lastrun: expect.anything() } } });
});

test("an unknown part and one without an archive are refused with a reason in the words of the first interface", async () => {
  const client = system.client();
  const none = await client.get("/api/restore/dialplan");
  expect(none).toMatchObject({ status: 404, body: { op: "restore/dialplan", done: "" } });
  expect(none.body["failed"]).toContain("no snapshot");
  expect(await client.get("/api/store/etc")).toMatchObject({ status: 400, body: { done: "" } });
  expect((await client.get("/api/store/..%2f..%2fetc")).status).toBe(400);
});

test("a snapshot is downloaded, taken in again, compared, restored and removed", async () => {
  const { file } = await admin.api.call("archive.store", { body: { label: "mine" } });
  const download = await admin.raw("GET", `/api/v2/archive/${encodeURIComponent(file)}`);
  expect(download.headers.get("content-type")).toBe("application/gzip");
  expect(download.headers.get("content-disposition")).toContain("attachment");
  const bytes = Buffer.from(await download.arrayBuffer());

  const path = "/api/v2/archive/uploads?part=freeswitch&label=back";
  const taken = await admin.raw("POST", path, { headers: gzip, body: bytes });
  const again = (await taken.json()) as { file: string };
  expect(again.file).toMatch(/^freeswitch-back-/);
  const params = { file: again.file };

  const before = readFileSync(varsFile(), "utf8");
  writeFileSync(varsFile(), `${before}<!-- by hand -->\n`);
  const { items } = await admin.api.call("archive.difference", { params });
  expect(items).toEqual([
    { path: "vars.xml", change: "changed", diff: expect.stringContaining("-<!-- by hand -->") },
  ]);
  const restored = await admin.api.call("archive.restore", { params });
  expect(restored).toMatchObject({ added: 0, changed: 1, removed: 0 });
  expect(readFileSync(varsFile(), "utf8")).toBe(before);

  await admin.api.call("archive.remove", { params });
  const { items: left } = await admin.api.call("archive.list");
  expect(left.map((each) => each.file)).not.toContain(again.file);
  expect(left.map((each) => each.file)).toContain(restored.before);
});

test("what is no archive is refused with the reason, and nothing is kept of it", async () => {
  const before = await admin.api.call("archive.list");
  const bodies = [
    ["nothing", "gzip"],
    [gzipSync("nothing"), "truncated"],
    [gzipSync(Buffer.alloc(120 * 1024 * 1024)), "more than"],
  ] as const;
  for (const [body, reason] of bodies) {
    const answer = await admin.raw("POST", "/api/v2/archive/uploads", { headers: gzip, body });
    expect(answer.status).toBe(400);
    const { code, detail } = (await answer.json()) as { code: string; detail: string };
    expect({ code, detail }).toEqual({ code: "invalid", detail: expect.stringContaining(reason) });
  }
  expect(await admin.api.call("archive.list")).toEqual(before);
});

test("moderators and participants get nothing of the archive", async () => {
  const { file } = await admin.api.call("archive.store", { body: {} });
  const routes = [
    ["GET", "/api/v2/archive"],
    ["POST", "/api/v2/archive"],
    ["POST", "/api/v2/archive/uploads"],
    ["GET", `/api/v2/archive/${file}`],
    ["DELETE", `/api/v2/archive/${file}`],
    ["GET", `/api/v2/archive/${file}/difference`],
    ["POST", `/api/v2/archive/${file}/restorations`],
  ] as const;
  const before = await admin.api.call("archive.list");
  for (const context of ["friends", "public"] as const) {
    const client = sessionClient(system.server.url);
    await client.signIn(people[context]);
    for (const [method, path] of routes) {
      const { status } = await client.raw(method, path, { headers: { "x-parley": "1" } });
      expect(status, `${context} ${method} ${path}`).toBe(403);
    }
    for (const path of ["/api/store/freeswitch", "/api/restore/freeswitch"])
      expect((await system.client(people[context]).get(path)).status).toBe(403);
  }
  expect(await admin.api.call("archive.list")).toEqual(before);
});

test("an encrypted snapshot is compared and restored with a key in the request, which is kept nowhere", async () => {
  const keys = await keyPair();
  const lines: string[] = [];
  const logger = createLogger("trace", { write: (line) => lines.push(line) });
  const settings = { ...system.settings, archiveRecipients: [keys.recipient] };
  await system.server.stop();
  const server = await startServer(settings, { logger });
  await server.ready;
  try {
    const client = sessionClient(server.url);
    await client.signIn(system.admin);
    const { file, encrypted } = await client.api.call("archive.store", { body: {} });
    expect([encrypted, file.endsWith(".tar.gz.age")]).toEqual([true, true]);
    const download = await client.raw("GET", `/api/v2/archive/${encodeURIComponent(file)}`);
    expect(download.headers.get("content-type")).toBe("application/octet-stream");
    expect(Buffer.from(await download.arrayBuffer()).toString("latin1", 0, 22)).toBe(
      "age-encryption.org/v1\n",
    );

    const params = { file };
    const needed = { problem: { status: 409, code: "refused", field: "identity" } };
    await expect(client.api.call("archive.difference", { params })).rejects.toMatchObject(needed);
    await expect(client.api.call("archive.restore", { params })).rejects.toMatchObject(needed);
    const stranger = { identity: (await keyPair()).identity };
    const wrong = client.api.call("archive.compare", { params, body: stranger });
    await expect(wrong).rejects.toMatchObject(needed);
    const none = client.api.call("archive.compare", { params, body: { identity: "my key" } });
    const invalid = { problem: { status: 400, code: "invalid", field: "identity" } };
    await expect(none).rejects.toMatchObject(invalid);

    writeFileSync(varsFile(), `${readFileSync(varsFile(), "utf8")}<!-- by hand -->\n`);
    const body = { identity: keys.identity };
    const { items } = await client.api.call("archive.compare", { params, body });
    expect(items).toMatchObject([{ path: "vars.xml", change: "changed" }]);
    const restored = await client.api.call("archive.restore", { params, body });
    expect(restored).toMatchObject({ changed: 1, before: expect.stringMatching(/\.age$/) });

    const stored = await new DigestClient(server.url, system.admin).get("/api/store/directory");
    expect(stored.body["done"]).toMatch(/^directory-.*\.tar\.gz\.age$/);
    const v1 = await new DigestClient(server.url, system.admin).get("/api/restore/directory");
    expect(v1).toMatchObject({ status: 409, body: { done: "", failed: expect.any(String) } });
    expect(v1.body["failed"]).toContain("its key is needed");
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join("")).not.toContain("AGE-SECRET-KEY");
    expect(lines.join("")).not.toContain(stranger.identity.slice(20));
  } finally {
    await server.stop();
  }
});
