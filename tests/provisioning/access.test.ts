import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { applyLpConfig, counted } from "./lpconfig.js";
import { ask, type PhoneLogin } from "./phone-client.js";

let system: TestSystem;
let base: string;
let zoe: PhoneLogin & { id: string; name: string };
let paul: PhoneLogin & { id: string };
const MAC = "0004f2aabbcc";
const OTHER = "001565aabbcc";

beforeAll(async () => {
  system = await startSystem();
  base = system.server.url;
  const people = [
    {
      name: "Zoë & Söhne",
      email: "z@example.org",
      context: "team",
      password: "zoes & secret",
      polymac: MAC,
    },
    {
      name: "Paul",
      email: "p@example.org",
      context: "public",
      password: "pauls-secret",
      polymac: OTHER,
    },
  ];
  const { body } = await system.client().post("/api/users/add", people);
  const [first, second] = body["done"] as { id: string; name: string; password: string }[];
  if (!first || !second) throw new Error(JSON.stringify(body));
  zoe = { ...first, user: first.id };
  paul = { ...second, user: second.id };
});
afterAll(() => system.stop());

const DOCUMENTS = [
  ["/linphone", "application/xml"],
  ["/linphone/contacts.vcf", "text/vcard"],
  [`/polycom/${MAC}.cfg`, "text/xml"],
  [`/polycom/${MAC.toUpperCase()}-user.cfg`, "text/xml"],
  ["/polycom/000000000000.cfg", "text/xml"],
  ["/polycom/Config/site.cfg", "text/xml"],
  [`/polycom/${MAC}-directory.xml`, "text/xml"],
  [`/yealink/${MAC}.cfg`, "text/plain"],
  [`/yealink/${MAC}-phonebook.xml`, "text/xml"],
  [`/grandstream/cfg${MAC}.xml`, "text/xml"],
  ["/grandstream/phonebook.xml", "text/xml"],
  [`/snom/snomD385-${MAC}.htm`, "text/xml"],
] as const;

test.each(DOCUMENTS)(
  "%s is challenged with the SIP domain's realm, then given and kept nowhere",
  async (path, type) => {
    const challenge = await ask(base, path, undefined);
    expect(challenge.status).toBe(401);
    expect(challenge.headers["www-authenticate"]).toMatch(/realm="127\.0\.0\.1".*MD5.*SHA-256/);
    expect(challenge.text).not.toContain("30000");
    for (const algorithm of ["MD5", "SHA-256"] as const) {
      const answer = await ask(base, path, zoe, { algorithm });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.headers["content-type"]).toContain(type);
      expect(answer.headers["cache-control"]).toContain("no-store");
    }
  },
);

test("number, name and MAC are all taken for the user, each with the user's password", async () => {
  for (const user of [zoe.id, zoe.name, MAC, "00:04:F2:AA:BB:CC"])
    expect((await ask(base, "/linphone", { user, password: zoe.password })).status, user).toBe(200);
  expect((await ask(base, "/linphone", { user: zoe.id, password: "no" })).status).toBe(401);
});

test("for a MAC that nobody has there is nothing, not even a challenge", async () => {
  for (const path of [
    "/polycom/0004f2ffffff.cfg",
    "/yealink/0004f2ffffff.cfg",
    "/grandstream/cfg0004f2ffffff.xml",
    "/snom/snom-0004f2ffffff.htm",
  ]) {
    const answer = await ask(base, path, zoe);
    expect(answer.status, path).toBe(404);
    expect(answer.headers["www-authenticate"]).toBeUndefined();
  }
  const agent = "FileTransport PolycomVVX-VVX_500-UA/5.9.7.4477 (SN:0004f2ffffff) Type/Application";
  const unknown = await ask(base, "/polycom/Config/site.cfg", zoe, {
    headers: { "user-agent": agent },
  });
  expect(unknown.status).toBe(404);
});

test("one's own password opens no other phone's files, to read or to write", async () => {
  for (const path of [
    `/polycom/${OTHER}.cfg`,
    `/yealink/${OTHER}.cfg`,
    `/polycom/${OTHER}-phone.cfg`,
  ])
    expect((await ask(base, path, zoe)).status, path).toBe(404);
  const put = await ask(base, `/polycom/${OTHER}-phone.cfg`, zoe, { method: "PUT", body: "<x/>" });
  expect(put.status).toBe(404);
  expect((await ask(base, `/polycom/${OTHER}-phone.cfg`, paul)).status).toBe(404);
});

test("addresses that try out MACs are slowed down", async () => {
  const began = performance.now();
  const tries = Array.from({ length: 40 }, (_, n) =>
    ask(base, `/polycom/0004f2f${n.toString(16).padStart(5, "0")}.cfg`, undefined),
  );
  for (const { status } of await Promise.all(tries)) expect(status).toBe(404);
  expect(performance.now() - began).toBeGreaterThan(500);
});

test("Linphone's document holds the HA1 that both doors take, and no password", async () => {
  const { text, headers } = await ask(base, "/linphone", zoe, {
    headers: { "X-Linphone-Provisioning": "1" },
  });
  const config = applyLpConfig(text);
  const [login] = counted(config, "auth_info");
  const ha1 = createHash("md5").update(`${zoe.id}:127.0.0.1:${zoe.password}`).digest("hex");
  expect(login?.get("ha1")).toBe(ha1);
  expect(login?.get("realm")).toBe("127.0.0.1");
  expect(text).not.toContain("secret");
  expect(config.get("misc")?.get("contacts-vcard-list")).toBe(`${base}linphone/contacts.vcf`);
  expect(config.get("misc")?.has("config-uri")).toBe(false);
  expect(headers["etag"]).toMatch(/^"[\w-]+"$/);
});

test("HEAD tells the length, a range is a part, what has not changed is not sent again", async () => {
  const whole = await ask(base, "/linphone", zoe);
  const head = await ask(base, "/linphone", zoe, { method: "HEAD" });
  expect([head.status, head.text]).toEqual([200, ""]);
  expect(Number(head.headers["content-length"])).toBe(Buffer.byteLength(whole.text));
  const part = await ask(base, "/linphone", zoe, { headers: { range: "bytes=0-4" } });
  expect([part.status, part.text]).toEqual([206, "<?xml"]);
  const beyond = await ask(base, "/linphone", zoe, { headers: { range: "bytes=999999-" } });
  expect(beyond.status).toBe(416);
  const etag = String(whole.headers["etag"]);
  const same = await ask(base, "/linphone", zoe, { headers: { "if-none-match": etag } });
  expect([same.status, same.text]).toEqual([304, ""]);
  const item = [{ name: "Etag changes", type: "48kHz-video", context: "public" }];
  expect((await system.client().post("/api/conferences/add", item)).status).toBe(200);
  const cards = await ask(base, "/linphone/contacts.vcf", paul);
  expect(cards.text).toContain("FN:Etag changes\r\n");
  const friends = await ask(base, "/linphone?contacts=friends", zoe);
  const urls = counted(applyLpConfig(friends.text), "friend").map((friend) => friend.get("url"));
  expect(urls.some((url) => url?.startsWith('"Etag changes" <sip:32'))).toBe(true);
});

interface HowTo {
  readonly user: string;
  readonly linphone: { url: string; link: string; qr: string; expiresAt: string };
  readonly phones: { vendor: string; url: string }[];
  readonly account: Record<string, string>;
}

test("people are told what to scan, to click and to type; the link works without a password, and changes with it", async () => {
  const { status, body } = await system
    .client({ name: zoe.name, password: zoe.password })
    .get("/api/v2/me/provisioning");
  expect(status).toBe(200);
  const own = body as unknown as HowTo;
  expect(own.linphone.link).toBe(`linphone-config:${own.linphone.qr}`);
  expect(own.linphone.url).toBe(`${base}linphone`);
  expect(own.phones).toContainEqual({ vendor: "snom", url: `${base}snom/snom-${MAC}.htm` });
  expect(own.account).toMatchObject({ number: zoe.id, domain: "127.0.0.1", transport: "udp" });
  const { pathname, search } = new URL(own.linphone.qr);
  const scanned = await ask(base, pathname + search, undefined);
  expect(scanned.status).toBe(200);
  const misc = applyLpConfig(scanned.text).get("misc");
  expect(misc?.get("config-uri")).toBe(`${base}linphone`);
  for (const wrong of [
    `${search}x`,
    search.slice(0, -3),
    "?token=",
    "?token=a.b.c",
    search.replace("token=", "token=x"),
  ])
    expect((await ask(base, pathname + wrong, undefined)).status, wrong).toBe(404);
  expect((await ask(base, `/polycom/${MAC}.cfg${search}`, undefined)).status).toBe(401);
});

test("an administrator is told for anybody, nobody else for anybody but oneself", async () => {
  const { body } = await system.client().get(`/api/v2/users/${paul.id}/provisioning`);
  expect((body as unknown as HowTo).user).toBe(paul.id);
  expect((await system.client().get("/api/v2/users/99999/provisioning")).status).toBe(404);
  const asPaul = system.client({ name: "Paul", password: paul.password });
  expect((await asPaul.get(`/api/v2/users/${zoe.id}/provisioning`)).status).toBe(403);
});

test("networks that are not named get nothing at all", async () => {
  const fenced = await startSystem({ phoneNetworks: ["10.0.0.0/8", "::1"] });
  try {
    const login = { user: fenced.admin.name, password: fenced.admin.password };
    expect((await ask(fenced.server.url, "/linphone", login)).status).toBe(404);
    expect((await fenced.client().get("/userinfo")).status).toBe(200);
  } finally {
    await fenced.stop();
  }
});

test("reprov answers everybody, and says which template is broken", async () => {
  const fine = await system.client().get("/api/users/reprov");
  expect(fine.status).toBe(200);
  expect(fine.body["failed"]).toEqual([]);
});
