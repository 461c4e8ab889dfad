import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseXml } from "@parley/fsxml";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { ask, type PhoneAnswer, type PhoneLogin, type PhoneRequest } from "./phone-client.js";

const MAC = "0004f2aabbcc";
const UPDATER = "FileTransport PolycomVVX-VVX_500-UA/5.9.7.4477 Type/Updater";
const VVX = "FileTransport PolycomVVX-VVX_500-UA/5.9.7.4477 (SN:0004f2aabbcc) Type/Application";
const SOUNDPOINT = "FileTransport PolycomSoundPointIP-SPIP_550-UA/4.0.15.1047 Type/Application";

let system: TestSystem;
let login: PhoneLogin;

beforeAll(async () => {
  system = await startSystem({ phoneUploads: 1 });
  const item = {
    name: "Poly",
    email: "p@example.org",
    context: "team",
    password: "its-secret",
    polymac: MAC,
  };
  const { body } = await system.client().post("/api/users/add", [item]);
  const [user] = body["done"] as { id: string; password: string }[];
  if (!user) throw new Error(JSON.stringify(body));
  login = { user: user.id, password: user.password };
  const files = join(system.dataDir, "provisioning/files/polycom");
  mkdirSync(join(files, "languages"), { recursive: true });
  mkdirSync(join(files, "SoundPointIPLocalization/German_Germany"), { recursive: true });
  writeFileSync(join(files, "3111-44500-001.sip.ld"), "firmware".repeat(1000));
  writeFileSync(join(files, "languages/Website_dictionary_language_de.xml"), "<de/>");
  writeFileSync(
    join(files, "SoundPointIPLocalization/German_Germany/SoundPointIP-dictionary.xml"),
    "<d/>",
  );
});
afterAll(() => system.stop());

const phone =
  (agent: string) =>
  (path: string, options: PhoneRequest = {}): Promise<PhoneAnswer> =>
    ask(system.server.url, `/polycom/${path}`, login, {
      ...options,
      headers: { "user-agent": agent, ...options.headers },
    });

const filesIn = (master: string): string[] =>
  (parseXml(master).attributes["CONFIG_FILES"] ?? "").split(",").map((name) => name.trim());

test("a VVX with 5.9.7 boots: boot log, master, firmware, settings, overrides, directory, app log", async () => {
  const updater = phone(UPDATER);
  const ui = phone(VVX);
  expect((await updater(`${MAC}-boot.log`, { method: "PUT", body: "booted\n" })).status).toBe(201);
  const master = await updater(`${MAC}.cfg`);
  expect(master.status).toBe(200);
  expect(parseXml(master.text).attributes["APP_FILE_PATH"]).toBe("sip.ld");
  const firmware = await updater("3111-44500-001.sip.ld", { headers: { range: "bytes=0-7" } });
  expect([firmware.status, firmware.text]).toEqual([206, "firmware"]);
  for (const name of filesIn(master.text)) expect((await ui(name)).status, name).toBe(200);
  for (const missing of ["phone.cfg", "web.cfg", "license.cfg", "calls.xml"])
    expect((await ui(`${MAC}-${missing}`)).status, missing).toBe(404);
  expect((await ui("000000000000-license.cfg")).status).toBe(404);
  expect((await ui(`${MAC}-directory.xml`)).text).toContain("<ct>30000</ct>");
  expect((await ui("000000000000-directory.xml")).text).toContain("<ct>30000</ct>");
  expect((await ui(`${MAC}-app.log`, { method: "HEAD" })).status).toBe(404);
  for (const line of ["first\n", "second\n"])
    expect((await ui(`${MAC}-app.log`, { method: "PUT", body: line })).status).toBe(201);
  const head = await ui(`${MAC}-app.log`, { method: "HEAD" });
  expect([head.status, head.headers["content-length"]]).toEqual([200, "13"]);
  expect((await ui(`${MAC}-app.log`)).text).toBe("first\nsecond\n");
});

test("a SoundPoint with 4.0.15 boots, and gets back what its owner set", async () => {
  const ui = phone(SOUNDPOINT);
  const master = await ui(`${MAC.toUpperCase()}.cfg`);
  const common = await ui("000000000000.cfg");
  expect(common.text).toBe(master.text);
  const [own = "", site = ""] = filesIn(master.text);
  expect((await ui(own)).text).toContain('reg.1.auth.password="its-secret"');
  expect((await ui(site)).text).not.toContain("its-secret");
  for (const [name, text] of [
    [`${MAC}-phone.cfg`, '<PHONE_CONFIG><OVERRIDES up.ring="1"/></PHONE_CONFIG>'],
    [`${MAC}-web.cfg`, "<PHONE_CONFIG/>"],
    [`${MAC}-calls.xml`, "<callList/>"],
  ] as const) {
    expect((await ui(name, { method: "PUT", body: text })).status).toBe(201);
    expect((await ui(name)).text).toBe(text);
  }
  expect((await ui("languages/Website_dictionary_language_de.xml")).text).toBe("<de/>");
  expect(
    (await ui("SoundPointIPLocalization/German_Germany/SoundPointIP-dictionary.xml")).text,
  ).toBe("<d/>");
  expect((await ui("languages/none.xml")).status).toBe(404);
  const directory = await ui(`${MAC}-directory.xml`);
  const mine = "<item><fn>Mum</fn><ct>555</ct></item></item_list>";
  const body = directory.text.replace("</item_list>", mine);
  expect((await ui(`${MAC}-directory.xml`, { method: "PUT", body })).status).toBe(201);
  const again = await ui(`${MAC}-directory.xml`);
  expect(again.text).toContain("<fn>Mum</fn><ct>555</ct>");
  expect(again.text.match(/<ct>30000</g)).toHaveLength(1);
});

test("logs keep their end, and a phone leaves no more than it may", async () => {
  const ui = phone(VVX);
  const line = `${"x".repeat(99)}\n`;
  for (let n = 0; n < 6; n += 1) {
    const put = await ui(`${MAC}-app.log`, { method: "PUT", body: line.repeat(1000) });
    expect(put.status).toBe(201);
  }
  const { text } = await ui(`${MAC}-app.log`);
  expect(text.length).toBeLessThanOrEqual(512 * 1024);
  expect(text.length).toBeGreaterThan(500 * 1024);
  expect(text.startsWith("x".repeat(99))).toBe(true);
  const large = "y".repeat(300 * 1024);
  expect((await ui(`${MAC}-phone.cfg`, { method: "PUT", body: large })).status).toBe(413);
  expect(
    (await ui(`${MAC}-boot.log`, { method: "PUT", body: "z".repeat(500 * 1024) })).status,
  ).toBe(201);
  expect((await ui(`${MAC}-web.cfg`, { method: "PUT", body: "y".repeat(100 * 1024) })).status).toBe(
    413,
  );
  expect(
    (await ui(`${MAC}-app.log`, { method: "PUT", body: "w".repeat(2 * 1024 * 1024) })).status,
  ).toBe(413);
  expect((await ui(`${MAC}-web.cfg`)).text).toBe("<PHONE_CONFIG/>");
});

test("what comes at the same time is all there", async () => {
  const ui = phone(VVX);
  await ui(`${MAC}-boot.log`, { method: "PUT", body: "" });
  const lines = Array.from({ length: 20 }, (_, n) => `line ${n} of many\n`);
  const puts = await Promise.all(
    lines.map((body) => ui(`${MAC}-app.log`, { method: "PUT", body })),
  );
  for (const { status } of puts) expect(status).toBe(201);
  const { text } = await ui(`${MAC}-app.log`);
  for (const line of lines) expect(text).toContain(line);
});

test("nothing but a phone's own names can be sent, and nothing but them lies there", async () => {
  const ui = phone(VVX);
  const names = [
    `${MAC}.cfg`,
    `${MAC}-user.cfg`,
    "sip.ld",
    "Config/site.cfg",
    `${MAC}-app.log/x`,
    `${MAC}-directory.json`,
    "new.cfg",
  ];
  for (const name of names)
    expect((await ui(name, { method: "PUT", body: "mine" })).status, name).toBe(404);
  expect((await ui(`${MAC}-directory.json`)).status).toBe(404);
  const uploads = join(system.dataDir, "provisioning/uploads");
  expect(readdirSync(uploads)).toEqual([`${MAC}-${login.user}`]);
  for (const name of readdirSync(join(uploads, `${MAC}-${login.user}`)))
    expect(name).toMatch(/^0004f2aabbcc-[a-z]+\.(log|cfg|xml|json)$/);
});
