import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { ask, type PhoneAnswer, type PhoneLogin } from "./phone-client.js";

const MAC = "0004f2aabbcc";
const SECRET = "nobody-may-read-this";
let system: TestSystem;
let login: PhoneLogin;
let files: string;
let uploads: string;

beforeAll(async () => {
  system = await startSystem();
  const item = {
    name: "Poly",
    email: "p@example.org",
    context: "team",
    password: "its-secret",
    polymac: MAC,
  };
  const { body } = await system.client().post("/api/users/add", [item]);
  const [user] = body["done"] as { id: string }[];
  login = { user: user?.id ?? "", password: "its-secret" };
  files = join(system.dataDir, "provisioning/files/polycom");
  uploads = join(system.dataDir, "provisioning/uploads", `${MAC}-${login.user}`);
  for (const folder of [join(files, "languages"), uploads]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(files, "languages/fine.xml"), "fine");
  for (const name of [
    "secret.cfg",
    "provisioning/secret.cfg",
    "provisioning/files/secret.cfg",
    "provisioning/uploads/secret.cfg",
  ])
    writeFileSync(join(system.dataDir, name), SECRET);
  symlinkSync(join(system.dataDir, "secret.cfg"), join(files, "link.cfg"));
  symlinkSync(join(system.dataDir, "secret.cfg"), join(uploads, `${MAC}-phone.cfg`));
  symlinkSync(system.dataDir, join(files, "Config"));
  symlinkSync(system.dataDir, join(files, "languages/inner"));
});
afterAll(() => system.stop());

const BAD: readonly string[] = [
  "../secret.cfg",
  "../../secret.cfg",
  "..%2fsecret.cfg",
  "%2e%2e/secret.cfg",
  "%2e%2e%2fsecret.cfg",
  "..%5csecret.cfg",
  "%252e%252e%252fsecret.cfg",
  "languages/../../secret.cfg",
  "languages/..%2f..%2fsecret.cfg",
  "languages/inner/secret.cfg",
  "SoundPointIPLocalization/../secret.cfg",
  "SoundPointIPLocalization/%2e%2e/secret.cfg",
  "Config/secret.cfg",
  "Config/%2e%2e/secret.cfg",
  "link.cfg",
  "/etc/passwd",
  "%2fetc%2fpasswd",
  "//etc/passwd",
  "secret.cfg%00.xml",
  "%00",
  "..",
  ".",
  ".hidden",
  "%c0%ae%c0%ae/secret.cfg",
  "%ff%fe",
  "con",
  "aux.cfg",
  "languages",
  "languages/",
  "fine.xml%20",
  `${"a".repeat(5000)}.cfg`,
  `${MAC}-phone.cfg/../../secret.cfg`,
  `${MAC}-app.log%00`,
  `${MAC}-app.log%2f..%2f..%2fsecret.cfg`,
  `..%2f${MAC}-app.log`,
  "file:///etc/passwd",
  "C:%5cwindows%5cwin.ini",
  "languages/fine.xml::$DATA",
];

const both = async (path: string): Promise<PhoneAnswer[]> => [
  await ask(system.server.url, path, login),
  await ask(system.server.url, path, login, { method: "PUT", body: "overwritten" }),
];

const treeOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/journal") && !path.includes("/conf/"))
    .sort();

function expectNothingRead({ status, text }: PhoneAnswer, path: string): void {
  expect([400, 404, 414, 401, 431], `${path}: ${text.slice(0, 200)}`).toContain(status);
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain("root:");
}

test.each(BAD)("%s reads and writes nothing", async (path) => {
  const before = treeOf(system.dataDir);
  for (const vendor of ["polycom", "yealink", "linphone"])
    for (const answer of await both(`/${vendor}/${path}`)) expectNothingRead(answer, path);
  expect(treeOf(system.dataDir)).toEqual(before);
  expect(readFileSync(join(system.dataDir, "secret.cfg"), "utf8")).toBe(SECRET);
});

test("a good name beside the bad ones is served", async () => {
  expect((await ask(system.server.url, "/polycom/languages/fine.xml", login)).text).toBe("fine");
});

test("any path made of such pieces reads and writes nothing outside", async () => {
  const piece = fc.constantFrom(
    "..",
    ".",
    "%2e%2e",
    "%2f",
    "/",
    "\\",
    "%5c",
    "%00",
    "languages",
    "Config",
    "secret.cfg",
    MAC,
    "-",
    "a",
    "%2e",
    ";",
    "?",
    "#",
    "SoundPointIPLocalization",
  );
  const path = fc
    .array(piece, { minLength: 1, maxLength: 8 })
    .map((all) => all.join("").replaceAll("\\", "%5c"));
  const before = treeOf(system.dataDir);
  await fc.assert(
    fc.asyncProperty(path, async (each) => {
      for (const answer of await both(`/polycom/${each.replaceAll("#", "%23")}`))
        expectNothingRead(answer, each);
    }),
    { numRuns: 150 },
  );
  expect(treeOf(system.dataDir)).toEqual(before);
});

test("a link in a phone's own folder is neither followed nor written through", async () => {
  const path = `/polycom/${MAC}-phone.cfg`;
  expect((await ask(system.server.url, path, login)).status).toBe(404);
  expect(
    (await ask(system.server.url, path, login, { method: "PUT", body: "<mine/>" })).status,
  ).toBe(201);
  expect(readFileSync(join(system.dataDir, "secret.cfg"), "utf8")).toBe(SECRET);
  expect(lstatSync(join(uploads, `${MAC}-phone.cfg`)).isFile()).toBe(true);
});
