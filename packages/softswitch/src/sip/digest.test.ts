import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  challenges,
  type DigestCredentials,
  digestFits,
  Nonces,
  parseCredentials,
} from "./index.js";

const REALM = "example.org";

test("the example of RFC 7616 3.9.1 fits in both algorithms", () => {
  const given = (algorithm: string, response: string): DigestCredentials | undefined =>
    parseCredentials(
      `Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="${response}", opaque="x"`,
    );
  const secret = { password: "Circle of Life" };
  const md5 = given("MD5", "8ca523f5e9506fed4657c9700eebdbec");
  const sha = given(
    '"sha-256"',
    "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  );
  expect(md5 && digestFits(md5, "GET", secret)).toBe(true);
  expect(sha && digestFits(sha, "GET", secret)).toBe(true);
  expect(md5 && digestFits(md5, "POST", secret)).toBe(false);
  expect(md5 && digestFits(md5, "GET", { password: "circle of life" })).toBe(false);
  expect(md5 && digestFits({ ...md5, algorithm: undefined }, "GET", secret)).toBe(false);
  const a1Hash = createHash("md5")
    .update("Mufasa:http-auth@example.org:Circle of Life")
    .digest("hex");
  expect(md5 && digestFits(md5, "GET", { a1Hash })).toBe(true);
  expect(sha && digestFits(sha, "GET", { a1Hash })).toBe(false);
});

test("what is not a digest, or not all of one, is none", () => {
  for (const text of [
    undefined,
    "",
    "Basic abc",
    "Digest",
    'Digest username="a", realm="b"',
    'Digest username="a',
  ]) {
    expect(parseCredentials(text), text).toBeUndefined();
  }
});

test("a nonce is good for its time, its realm and its switch", () => {
  let now = 1_800_000_000_000;
  const nonces = new Nonces(60_000, () => now);
  const nonce = nonces.issue(REALM);
  expect(nonces.state(nonce, REALM, "00000001")).toBe("good");
  expect(nonces.state(nonce, "elsewhere", "00000001")).toBe("foreign");
  expect(new Nonces(60_000, () => now).state(nonce, REALM, "00000001")).toBe("foreign");
  const other = nonce.startsWith("A") ? "B" : "A";
  expect(nonces.state(`${other}${nonce.slice(1)}`, REALM, "00000001")).toBe("foreign");
  expect(nonces.state("", REALM, "00000001")).toBe("foreign");
  now += 60_000;
  expect(nonces.state(nonce, REALM, "00000001")).toBe("stale");
});

test("each count is good once, late ones within the window as well", () => {
  const nonces = new Nonces(60_000, () => 1_800_000_000_000);
  const nonce = nonces.issue(REALM);
  const use = (count: number): string => {
    const text = count.toString(16).padStart(8, "0");
    const state = nonces.state(nonce, REALM, text);
    if (state === "good") nonces.use(nonce, text, 0);
    return state;
  };
  expect([1, 1, 3, 2, 2, 3, 100, 37, 36, 37].map(use)).toEqual([
    "good",
    "stale",
    "good",
    "good",
    "stale",
    "stale",
    "good",
    "good",
    "stale",
    "stale",
  ]);
  expect(nonces.state(nonce, REALM, "nonsense")).toBe("stale");
});

test("without a count a nonce is good once", () => {
  const nonces = new Nonces(60_000);
  const nonce = nonces.issue(REALM);
  nonces.use(nonce, undefined, 0);
  expect(nonces.state(nonce, REALM, undefined)).toBe("stale");
});

test("a used nonce lives as long as what was registered with it, then it is forgotten", () => {
  let now = 1_800_000_000_000;
  const nonces = new Nonces(60_000, () => now);
  const nonce = nonces.issue(REALM);
  nonces.use(nonce, "00000001", 600_000);
  now += 600_000;
  expect(nonces.state(nonce, REALM, "00000002")).toBe("good");
  now += 60_000;
  expect(nonces.state(nonce, REALM, "00000002")).toBe("stale");
  nonces.use(nonces.issue(REALM), "00000001", 0);
  expect(nonces.remembered).toBe(1);
});

test("a challenge says each algorithm in a header of its own", () => {
  const [md5, sha, ...none] = challenges(new Nonces(1000), REALM, true, ["MD5", "SHA-256"]);
  expect(md5).toMatch(
    /^Digest realm="example\.org", nonce="[\w-]+", stale=true, algorithm=MD5, qop="auth"$/,
  );
  expect(sha).toContain("algorithm=SHA-256");
  expect(none).toEqual([]);
});
