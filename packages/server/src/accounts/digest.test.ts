import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { DEFAULT_CONTEXTS } from "../config/index.js";
import { Accounts } from "./accounts.js";
import { Digest } from "./digest.js";
import { parseDigestHeader } from "./digest-header.js";

const zoe = { id: "20001", name: "Zoë's & Co", password: "pä ss:word", context: "team" };
const users = (name: string) => (name === zoe.name ? [zoe] : []);

interface Facts {
  algorithm?: "MD5" | "SHA-256";
  password?: string;
  nc?: number;
  uri?: string;
  quoteAll?: boolean;
}

function answer(challenges: string[], facts: Facts = {}): string {
  const { algorithm = "MD5", password = zoe.password, nc = 1, uri = "/api/users" } = facts;
  const nonce = /nonce="([^"]+)"/.exec(challenges[0]!)![1]!;
  const hash = algorithm === "MD5" ? "md5" : "sha256";
  const h = (text: string) => createHash(hash).update(text, "utf8").digest("hex");
  const count = nc.toString(16).padStart(8, "0");
  const ha1 = h(`${zoe.name}:parley:${password}`);
  const response = h(`${ha1}:${nonce}:${count}:abc:auth:${h(`GET:${uri}`)}`);
  const username = Buffer.from(zoe.name, "utf8").toString("latin1");
  const q = facts.quoteAll ? '"' : "";
  return `Digest username="${username}", realm="parley", nonce="${nonce}", uri="${uri}", cnonce="abc", nc=${q}${count}${q}, qop=${q}auth${q}, response="${response}", algorithm=${q}${algorithm}${q}`;
}

const request = (authorization: string | undefined, url = "/api/users") => ({
  method: "GET",
  url,
  authorization,
});

test("MD5 is offered first and SHA-256 as well", () => {
  const challenges = new Digest("parley").challenges();
  expect(challenges[0]).toMatch(/algorithm=MD5/);
  expect(challenges[1]).toMatch(/algorithm=SHA-256/);
});

test.each(["MD5", "SHA-256"] as const)("a right %s answer is the user", (algorithm) => {
  const digest = new Digest("parley");
  for (const quoteAll of [false, true]) {
    const header = answer(digest.challenges(), { algorithm, quoteAll });
    expect(digest.verify(request(header), users)).toEqual({ kind: "right", user: zoe });
  }
});

test("a wrong password is wrong, and so is an answer for another address", () => {
  const digest = new Digest("parley");
  const wrong = answer(digest.challenges(), { password: "x" });
  expect(digest.verify(request(wrong), users).kind).toBe("wrong");
  const other = answer(digest.challenges(), { uri: "/api/info" });
  expect(digest.verify(request(other), users).kind).toBe("wrong");
});

test("the same answer twice is refused as stale, the next count is taken, in any order", () => {
  const digest = new Digest("parley");
  const challenges = digest.challenges();
  const verdicts = [1, 3, 2, 3, 1, 70, 6, 7, 7].map(
    (nc) => digest.verify(request(answer(challenges, { nc })), users).kind,
  );
  expect(verdicts).toEqual([
    "right",
    "right",
    "right",
    "stale",
    "stale",
    "right",
    "stale",
    "right",
    "stale",
  ]);
});

test("an old nonce is stale with the right password and wrong with a wrong one", () => {
  let now = 1_000_000;
  const digest = new Digest("parley", { lifetimeMs: 1000, now: () => now });
  const challenges = digest.challenges();
  now += 1001;
  expect(digest.verify(request(answer(challenges)), users).kind).toBe("stale");
  expect(digest.verify(request(answer(challenges, { password: "x" })), users).kind).toBe("wrong");
});

test("a nonce of another server asks for a new answer and is never accepted", () => {
  const header = answer(new Digest("parley").challenges());
  expect(new Digest("parley").verify(request(header), users).kind).toBe("stale");
});

test("when more nonces are in use than can be remembered, the forgotten are stale, never replayable", () => {
  let now = 1_000_000;
  const digest = new Digest("parley", { remembered: 3, now: () => now++ });
  const first = digest.challenges();
  expect(digest.verify(request(answer(first)), users).kind).toBe("right");
  for (let i = 0; i < 4; i++)
    expect(digest.verify(request(answer(digest.challenges())), users).kind).toBe("right");
  expect(digest.verify(request(answer(first)), users).kind).toBe("stale");
});

test("headers that are not a digest answer are no answer", () => {
  const odd = [
    "",
    "Basic YTpi",
    "Digest",
    "Digest username=",
    'Digest username="a',
    'Digest a="1", a="2"',
  ];
  for (const header of [...odd, `Digest username="${"x".repeat(5000)}"`])
    expect(parseDigestHeader(header)).toBeUndefined();
});

test("failed logins are told with name and address, and the answers slow down", async () => {
  const failures: unknown[] = [];
  const accounts = new Accounts({
    directory: () => ({ usersByName: users }),
    contexts: DEFAULT_CONTEXTS,
    throttle: { free: 2, stepMs: 20, maxMs: 40 },
    onFailure: (failure) => failures.push(failure),
  });
  const started = performance.now();
  for (let i = 0; i < 4; i++)
    expect(await accounts.login(zoe.name, "wrong", "127.0.0.9")).toBeUndefined();
  expect(performance.now() - started).toBeGreaterThan(50);
  expect(failures).toHaveLength(4);
  expect(failures[0]).toEqual({ name: zoe.name, address: "127.0.0.9", way: "websocket" });
  expect(await accounts.login(zoe.name, zoe.password, "127.0.0.9")).toEqual({
    user: zoe,
    role: "administrator",
  });
});

test("one person's wrong guesses do not slow down others at the same address", async () => {
  const other = { ...zoe, id: "20002", name: "other" };
  const all = [zoe, other];
  const accounts = new Accounts({
    directory: () => ({ usersByName: (name) => all.filter((user) => user.name === name) }),
    contexts: DEFAULT_CONTEXTS,
    throttle: { free: 0, stepMs: 5000, maxMs: 5000 },
  });
  const slow = accounts.login(zoe.name, "wrong", "127.0.0.9");
  const started = performance.now();
  expect(await accounts.login("other", zoe.password, "127.0.0.9")).toMatchObject({ user: other });
  expect(performance.now() - started).toBeLessThan(1000);
  void slow;
});

test("a right guess among many parallel ones is not told before its turn", async () => {
  const accounts = new Accounts({
    directory: () => ({ usersByName: users }),
    contexts: DEFAULT_CONTEXTS,
    throttle: { free: 0, stepMs: 60, maxMs: 60 },
  });
  const order: string[] = [];
  const guesses = ["a", "b", zoe.password].map(async (password) => {
    const account = await accounts.login(zoe.name, password, "127.0.0.9");
    order.push(account ? "right" : "wrong");
  });
  await Promise.all(guesses);
  expect(order.at(-1)).toBe("right");
});

test("equal passwords do not mix people up, and a user of an unknown context has no account", async () => {
  const twin = { ...zoe, id: "22000", name: "twin", context: "public" };
  const stray = { ...zoe, id: "9", name: "stray", context: "nowhere" };
  const all = [zoe, twin, stray];
  const accounts = new Accounts({
    directory: () => ({ usersByName: (name) => all.filter((user) => user.name === name) }),
    contexts: DEFAULT_CONTEXTS,
  });
  expect((await accounts.login("twin", zoe.password, "::1"))?.role).toBe("participant");
  expect(await accounts.login("stray", zoe.password, "::1")).toBeUndefined();
});
