import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { archiveCommand } from "../../../packages/server/src/cli/archive.js";
import { startSystem, type TestSystem } from "../../_util/system.js";
import { decoded, fuzzedNames, hostileNames } from "./names.js";
import { RawClient, type RawRequest } from "./raw-client.js";
import {
  archiveRequests,
  freeRequests,
  phoneRequests,
  recordingRequests,
  treeRequests,
} from "./requests.js";
import { type Facts, factsOf, forgetReads, TELLS_READS } from "./watch.js";

const SECRET = "nobody-may-read-this";
const MAC = "0004f2aabbcc";
const RECORDING = "team-2026-11-20T08:00:00.000Z.wav";
const ENDINGS = [".wav", ".cfg", ".tar.gz", ".tar.gz.age", ".log", ".xml", ".json"] as const;
const RUNS = Number(process.env["PARLEY_TEST_FUZZ"] ?? 40);

let system: TestSystem;
let admin: RawClient;
let phone: RawClient;
/** Away from the data folder. */
let elsewhere: string;
/** A web client of the administrator's own. */
let pages: string;
let snapshot: string;
let linkedSnapshot: string;
let key: string;
let before: Facts;
let known: ReadonlySet<string>;

const data = (...path: string[]): string => join(system.dataDir, ...path);

beforeAll(async () => {
  elsewhere = mkdtempSync(join(tmpdir(), "parley-elsewhere-"));
  pages = mkdtempSync(join(tmpdir(), "parley-pages-"));
  writeFileSync(join(pages, "index.html"), "<!doctype html><title>x</title>");
  symlinkSync(elsewhere, join(pages, "assets"));
  system = await startSystem({ webDir: pages });
  admin = new RawClient(system.server.url, system.admin);
  mkdirSync(data("outside"));
  for (const folder of [system.dataDir, data("outside"), elsewhere, system.confDir])
    for (const ending of ENDINGS) writeFileSync(join(folder, `secret${ending}`), SECRET);
  await furnishPhone();
  furnishRecordings();
  await furnishArchive();
  await send(admin, { method: "GET", target: "/api/v2/recordings" });
  known = new Set([system.dataDir, data("archive")].flatMap(entriesOf));
  for (const root of [elsewhere, data("outside")]) forgetReads(root);
  before = facts();
}, 60_000);
afterAll(async () => {
  await system?.stop();
  for (const folder of [elsewhere, pages])
    if (folder) rmSync(folder, { recursive: true, force: true });
});

async function furnishPhone(): Promise<void> {
  const item = { name: "Poly", email: "p@example.org", context: "team", password: "its-secret" };
  const { body } = await system.client().post("/api/users/add", [{ ...item, polymac: MAC }]);
  const [user] = body["done"] as { id: string }[];
  const id = user?.id ?? "";
  key = `${MAC}-${id}`;
  phone = new RawClient(system.server.url, { name: id, password: item.password });
  const [files, uploads] = [data("provisioning/files/polycom"), data("provisioning/uploads", key)];
  for (const folder of [join(files, "languages"), uploads]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(files, "languages/fine.xml"), "fine");
  symlinkSync(join(elsewhere, "secret.cfg"), join(files, "link.cfg"));
  symlinkSync(elsewhere, join(files, "Config"));
  symlinkSync(elsewhere, join(files, "languages/inner"));
  for (const name of [`${MAC}-phone.cfg`, `${MAC}-app.log`, `${MAC}-directory.xml`])
    symlinkSync(join(elsewhere, `secret${/\.\w+$/.exec(name)?.[0]}`), join(uploads, name));
  symlinkSync(join(elsewhere, "new.cfg"), join(uploads, `${MAC}-web.cfg`));
}

const LINKS = ["link.wav", "folder.wav", "dangling.wav", "pipe.wav", "team-link.mp4"] as const;

function furnishRecordings(): void {
  const folder = data("recordings");
  writeFileSync(join(folder, RECORDING), "sound");
  symlinkSync(join(elsewhere, "secret.wav"), join(folder, "link.wav"));
  symlinkSync("../secret.wav", join(folder, "team-link.mp4"));
  symlinkSync(elsewhere, join(folder, "folder.wav"));
  // Where the story of a recording stands.
  for (const name of [RECORDING, "link.wav"])
    symlinkSync(join(elsewhere, "secret.json"), join(folder, `${name}.json`));
  symlinkSync(join(elsewhere, "new.wav"), join(folder, "dangling.wav"));
  execFileSync("mkfifo", [join(folder, "pipe.wav")]);
  mkdirSync(join(folder, "inner"));
  writeFileSync(join(folder, "inner/secret.wav"), SECRET);
}

async function furnishArchive(): Promise<void> {
  const { body } = await system.client().get("/api/store/directory");
  snapshot = String(body["done"]);
  // Whole and fit to be restored, but not here.
  const bytes = readFileSync(data("archive", snapshot));
  writeFileSync(join(elsewhere, "good.tar.gz"), bytes);
  linkedSnapshot = snapshot.replace("directory-", "directory-linked-");
  symlinkSync(join(elsewhere, "good.tar.gz"), data("archive", linkedSnapshot));
  symlinkSync(join(elsewhere, "good.tar.gz"), data("archive", `${linkedSnapshot}.age`));
}

const entriesOf = (folder: string): string[] =>
  readdirSync(folder).map((name) => join(folder, name));

function facts(): Facts {
  const all: Facts[] = [
    factsOf(elsewhere, TELLS_READS, () => false),
    factsOf(data("outside"), TELLS_READS, () => false),
    factsOf(system.confDir, false, (path) => basename(path) === ".parley.lock"),
    factsOf(data("recordings"), false, () => false),
    // Snapshots with a good label are made; nothing that was there changes.
    factsOf(data("archive"), false, (path) => path === data("archive") || !known.has(path)),
  ];
  return Object.assign({}, ...all);
}

function expectNothingTouched(): void {
  expect(facts()).toEqual(before);
  for (const ending of ENDINGS) expect(readFileSync(data(`secret${ending}`), "utf8")).toBe(SECRET);
  expect(entriesOf(system.dataDir).filter((path) => !known.has(path))).toEqual([]);
  for (const path of entriesOf(data("archive")))
    if (!known.has(path))
      expect(basename(path)).toMatch(/^directory-\w{1,40}-[\dTZ:.-]+\.tar\.gz$/);
  for (const path of entriesOf(data("provisioning/uploads")))
    expect(basename(path)).toMatch(/^[0-9a-f]{12}-\w+$/);
}

async function send(client: RawClient, request: RawRequest): Promise<number> {
  const { status, text } = await client.send(request);
  const what = `${request.method} ${request.target.slice(0, 200)} ${request.body ?? ""}`;
  expect(text, what).not.toContain(SECRET);
  expect(text, what).not.toContain("root:");
  expect(text, what).not.toMatch(/^x-evil:/im);
  // 500 would be an error nobody thought of, 0 a connection that broke down.
  // What is too long for a login's line is nobody's.
  const refused = request.target.length > 4000 ? [401, ...REFUSED] : REFUSED;
  expect([...FINE, ...refused], what).toContain(status);
  return status;
}
const FINE = [200, 201, 204, 206, 302, 304];
const REFUSED = [400, 403, 404, 405, 409, 413, 414, 415, 416, 429, 431];

async function expectRefused(client: RawClient, requests: readonly RawRequest[]): Promise<void> {
  for (const request of requests) {
    const status = await send(client, request);
    expect(FINE, `${request.method} ${request.target.slice(0, 200)}`).not.toContain(status);
  }
}

test("no hostile name of a recording is found, by any route that takes one", async () => {
  for (const name of hostileNames(RECORDING, ".wav"))
    await expectRefused(admin, recordingRequests(name));
  expectNothingTouched();
}, 120_000);

test("links, folders and pipes among the recordings are neither served nor removed", async () => {
  for (const name of [...LINKS, "inner", "inner%2fsecret.wav", "inner/secret.wav"])
    await expectRefused(admin, recordingRequests(name));
  expectNothingTouched();
}, 60_000);

test("no hostile name of an archive is found, by any route that takes one", async () => {
  for (const name of hostileNames(snapshot, ".tar.gz"))
    await expectRefused(admin, archiveRequests(name));
  expectNothingTouched();
}, 120_000);

test("links among the archives are neither served, nor restored, nor removed", async () => {
  for (const name of [linkedSnapshot, `${linkedSnapshot}.age`])
    await expectRefused(admin, archiveRequests(name));
  const { text } = await admin.send({ method: "GET", target: "/api/v2/archive" });
  expect(text).toContain(snapshot);
  expect(text).not.toContain("linked");
  expectNothingTouched();
}, 60_000);

test("no hostile number of a user or conference reaches a file", async () => {
  for (const name of hostileNames("20000", ".xml")) await expectRefused(admin, treeRequests(name));
  expectNothingTouched();
}, 120_000);

test("labels, searches and the pages' own files lead nowhere else either", async () => {
  for (const name of [...hostileNames("index.html", ".xml"), "assets/secret.json"])
    for (const request of freeRequests(name)) await send(admin, request);
  expectNothingTouched();
}, 120_000);

test("phones get and leave nothing outside of their folders", async () => {
  for (const name of hostileNames(`${MAC}-phone.cfg`, ".cfg")) await expectKept(name);
  for (const name of hostileNames(`${MAC}-app.log`, ".log"))
    await expectKept(name, ({ target }) => target.startsWith("/polycom"));
  for (const name of ["link.cfg", "Config/secret.cfg", "languages/inner/secret.cfg"])
    await expectKept(name);
  expectNothingTouched();
}, 300_000);

/** What a phone may leave it may leave; it then lies in its own folder. */
async function expectKept(
  name: string,
  chosen: (request: RawRequest) => boolean = () => true,
): Promise<void> {
  for (const request of phoneRequests(name).filter(chosen)) await send(phone, request);
}

test("links in a phone's own folder are not followed, and give way to what it leaves", async () => {
  const uploads = data("provisioning/uploads", key);
  for (const name of [`${MAC}-phone.cfg`, `${MAC}-app.log`, `${MAC}-web.cfg`]) {
    const target = `/polycom/${name}`;
    await expectRefused(phone, [{ method: "GET", target }]);
    expect(await send(phone, { method: "PUT", target, body: "<mine/>" })).toBe(201);
    expect(lstatSync(join(uploads, name)).isFile()).toBe(true);
  }
  expectNothingTouched();
});

test("whatever names are put together of, nothing outside is read, written or removed", async () => {
  const goods = [RECORDING, snapshot, linkedSnapshot, `${MAC}-app.log`, ...LINKS];
  const pieces = [...goods, MAC, ...ENDINGS, "Config", "languages", "inner", "directory"];
  const names = fuzzedNames(pieces).filter((name) => {
    const plain = decoded(name);
    return plain !== RECORDING && plain !== snapshot && plain !== "directory";
  });
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      await expectRefused(admin, [
        ...recordingRequests(name),
        ...archiveRequests(name),
        ...treeRequests(name),
      ]);
      for (const request of freeRequests(name)) await send(admin, request);
      await expectKept(name);
    }),
    { numRuns: RUNS },
  );
  expectNothingTouched();
}, 300_000);

test("the command line's names lead nowhere else", async () => {
  const run = async (words: readonly string[], label?: string): Promise<number> => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const status = await archiveCommand(words, system.settings, print, { label });
    expect(lines.join("\n")).not.toContain(SECRET);
    return status;
  };
  const all = [...hostileNames(snapshot, ".tar.gz"), linkedSnapshot, `${linkedSnapshot}.age`];
  const path = (name: string) => join(data("archive"), name);
  for (const name of [
    ...all,
    ...all.map(decoded),
    ...all.filter((_, at) => at % 5 === 0).map(path),
  ]) {
    expect(await run(["restore", name]), name).toBe(1);
    expect(await run(["store", name]), name).toBe(1);
    const labelled = await run(["store", "directory"], name);
    expect(labelled, name).toBe(/^\w{1,40}$/.test(name) ? 0 : 1);
  }
  expectNothingTouched();
}, 120_000);

test("a link in place of a recording's story is not read", async () => {
  const target = `/api/v2/recordings/${RECORDING}/details`;
  expect(await send(admin, { method: "GET", target })).toBe(200);
  expectNothingTouched();
});

test("the good names beside the bad ones work", async () => {
  const targets = [`/api/recordings/${RECORDING}`, `/api/v2/archive/${snapshot}`];
  for (const target of targets) expect(await send(admin, { method: "GET", target })).toBe(200);
  const target = "/polycom/languages/fine.xml";
  expect(await send(phone, { method: "GET", target })).toBe(200);
});
