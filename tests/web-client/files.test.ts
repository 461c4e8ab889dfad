import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Login } from "../_util/digest-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { folderOf, link, put } from "./folder.js";
import { type RawRequest, rawRequest } from "./raw-request.js";

const SECRET = "nobody may read this";
const PAGE = "<!doctype html><title>A client</title><script>1</script>";

let system: TestSystem;
let outside: string;
let folder: string;
let paul: Login;

beforeAll(async () => {
  outside = folderOf({ "secret.txt": SECRET });
  folder = folderOf({
    "index.html": PAGE,
    "static/js/main.1234.chunk.js": "console.log(1)",
    "static/js/main.1234.chunk.js.map": "{}",
    "static/css/main.css": "body{}",
    "static/media/letters.woff2": Buffer.from([0, 1, 2, 3]),
    "poster.png": "0123456789",
    "an umläut & co.txt": "blank",
    "a\\b.txt": SECRET,
    "manual/index.html": "<title>Manual</title>",
    ".env": SECRET,
    ".git/config": SECRET,
    "static/.hidden": SECRET,
    "api/own.json": SECRET,
    "api/users/byid/2.json": SECRET,
    userinfo: SECRET,
    linphone: SECRET,
  });
  put(folder, "empty.txt", "");
  link(folder, "inside.png", "poster.png");
  link(folder, "secret.txt", join(outside, "secret.txt"));
  link(folder, "outside", outside);
  link(folder, "hidden.txt", ".env");
  link(folder, "circle", "circle");
  execFileSync("mkfifo", [join(folder, "pipe")]);
  system = await startSystem({ webDir: folder });
  paul = (await system.people()).public;
});

afterAll(async () => {
  await system.stop();
  for (const each of [folder, outside]) rmSync(each, { recursive: true });
});

const get = (path: string, given: RawRequest = {}) =>
  rawRequest(system.server.url, path, given, paul);

test.each([
  ["/", "text/html; charset=utf-8", PAGE],
  ["/index.html", "text/html; charset=utf-8", PAGE],
  ["/?from=somewhere", "text/html; charset=utf-8", PAGE],
  ["/static/js/main.1234.chunk.js", "text/javascript; charset=utf-8", "console.log(1)"],
  ["/static/js/main.1234.chunk.js.map", "application/json; charset=utf-8", "{}"],
  ["/static/css/main.css", "text/css; charset=utf-8", "body{}"],
  ["/static/media/letters.woff2", "font/woff2", "\0\x01\x02\x03"],
  ["/poster.png", "image/png", "0123456789"],
  ["/inside.png", "image/png", "0123456789"],
  ["/manual/", "text/html; charset=utf-8", "<title>Manual</title>"],
  ["/an%20uml%C3%A4ut%20%26%20co.txt", "text/plain; charset=utf-8", "blank"],
  ["/empty.txt", "text/plain; charset=utf-8", ""],
])("%s is a file of the client", async (path, type, content) => {
  const { status, headers, body } = await get(path);
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe(type);
  expect(headers["content-length"]).toBe(String(Buffer.byteLength(content)));
  expect(body.toString()).toBe(content);
});

test.each(["/", "/poster.png", "/not-there.png", "/.env"])(
  "whoever does not say who he is gets a challenge and nothing of the client: %s",
  async (path) => {
    const { status, headers, body } = await rawRequest(system.server.url, path);
    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toMatch(/^Digest realm=.*qop="auth", algorithm=MD5/);
    expect(JSON.parse(body.toString())).toEqual({ error: "authentication required" });
  },
);

test.each([
  "/..",
  "/../secret.txt",
  "/../../../../../../../../etc/passwd",
  "/static/../.env",
  "/static/%2e%2e/.env",
  "/%2e%2e%2fsecret.txt",
  "/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
  "/%252e%252e%252fsecret.txt",
  "/..%5csecret.txt",
  "/a%5cb.txt",
  "/..;/secret.txt",
  "//etc/passwd",
  "/%2fetc%2fpasswd",
  "/static//css/main.css",
  "/static/js/main.1234.chunk.js/",
  "/static/js/main.1234.chunk.js%00.png",
  "/index.html%00",
  "/index.html%0a",
  "/.env",
  "/%2eenv",
  "/.git/config",
  "/static/.hidden",
  "/secret.txt",
  "/outside/secret.txt",
  "/outside/",
  "/hidden.txt",
  "/circle",
  "/circle/index.html",
  "/pipe",
  "/static",
  "/static/",
  "/~root",
  "/file:///etc/passwd",
  "/c:/windows/win.ini",
])("%s gives nothing away", async (path) => {
  const { status, body } = await get(path);
  expect([400, 404]).toContain(status);
  expect(body.toString()).not.toContain(SECRET);
  expect(body.toString()).not.toContain("root:");
  expect(body.toString()).not.toContain(basename(outside));
});

test("a path longer than any is not there", async () => {
  for (const path of [`/${"a".repeat(300)}.js`, `/${"a/".repeat(500)}b.js`])
    expect((await get(path)).status).toBe(404);
});

test("paths of the interface stay the interface's, whatever lies in the folder", async () => {
  const { body } = await get("/userinfo");
  expect(JSON.parse(body.toString())).toMatchObject({ context: "public", name: paul.name });
  for (const path of ["/linphone", "/api/own.json", "/api/users/byid/2.json", "/api/nothing"])
    expect((await get(path)).body.toString()).not.toContain(SECRET);
  expect((await get("/api/own.json")).status).toBe(404);
  expect((await get("/api/users/byid/2.json")).status).toBe(403);
});

test.each(["POST", "PUT", "DELETE", "PATCH"])("nothing of it is changed by %s", async (method) => {
  const headers = { "content-type": "application/json" };
  const { status } = await get("/poster.png", { method, headers, body: "{}" });
  expect([400, 404]).toContain(status);
  expect((await get("/poster.png")).body.toString()).toBe("0123456789");
});

test("a part, a part that is not there, and no part of another state can be asked for", async () => {
  const part = await get("/poster.png", { headers: { range: "bytes=2-4" } });
  expect([part.status, part.body.toString()]).toEqual([206, "234"]);
  expect(part.headers["content-range"]).toBe("bytes 2-4/10");
  const none = await get("/poster.png", { headers: { range: "bytes=10-" } });
  expect([none.status, none.headers["content-range"]]).toEqual([416, "bytes */10"]);
  const other = await get("/poster.png", { headers: { range: "bytes=2-4", "if-range": '"0-0"' } });
  expect([other.status, other.body.toString()]).toEqual([200, "0123456789"]);
});

test("HEAD tells length and type only", async () => {
  const { status, headers, body } = await get("/poster.png", { method: "HEAD" });
  expect(status).toBe(200);
  expect(headers).toMatchObject({ "content-length": "10", "content-type": "image/png" });
  expect(body.length).toBe(0);
});

test("what a client has already is not sent again, and a file that has changed is", async () => {
  put(folder, "changing.txt", "old");
  const { headers, body } = await get("/changing.txt");
  expect(body.toString()).toBe("old");
  expect(headers["cache-control"]).toBe("private, no-cache");
  const etag = String(headers["etag"]);
  for (const known of [etag, `W/${etag}`, `"0-0", ${etag}`, "*"])
    expect((await get("/changing.txt", { headers: { "if-none-match": known } })).status).toBe(304);
  const since = { "if-modified-since": String(headers["last-modified"]) };
  expect((await get("/changing.txt", { headers: since })).status).toBe(304);
  expect(
    (await get("/changing.txt", { headers: { ...since, "if-none-match": '"0-0"' } })).status,
  ).toBe(200);
  put(folder, "changing.txt", "new one");
  const again = await get("/changing.txt", { headers: { "if-none-match": etag } });
  expect([again.status, again.body.toString()]).toEqual([200, "new one"]);
});

test("the policy lets a classic client work, with sockets to this host alone", async () => {
  const { headers } = await get("/", { headers: { host: "conference.example" } });
  const policy = String(headers["content-security-policy"]);
  expect(policy).toContain("script-src 'self' 'unsafe-inline';");
  expect(policy).toMatch(
    /connect-src 'self' ws:\/\/conference\.example:\* wss:\/\/conference\.example:\*/,
  );
  expect(policy).toContain("object-src 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(headers["permissions-policy"]).toContain("microphone=(self)");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("a made-up host name does not widen the policy", async () => {
  const { headers } = await get("/", { headers: { host: "x; script-src * 'unsafe-eval'" } });
  expect(String(headers["content-security-policy"])).not.toContain("unsafe-eval");
  expect(String(headers["content-security-policy"])).not.toContain("script-src *");
});
