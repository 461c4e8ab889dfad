import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { splitOutside, unquote } from "./text.js";

/** MD5 is what FreeSWITCH offers by itself; RFC 8760 added the other. */
export const DIGEST_ALGORITHMS = ["MD5", "SHA-256"] as const;
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

/** What a directory knows of a user: the password, or the hash of `user:realm:password` made with MD5. */
export interface DigestSecret {
  readonly password?: string | undefined;
  readonly a1Hash?: string | undefined;
}

export interface DigestCredentials {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: DigestAlgorithm | undefined;
  readonly qop: string | undefined;
  readonly cnonce: string | undefined;
  readonly nc: string | undefined;
}

/** Reads the value of an Authorization header; undefined when it is not Digest or lacks what it needs. */
export function parseCredentials(text: string | undefined): DigestCredentials | undefined {
  const rest = /^Digest\s+(.*)$/is.exec(text ?? "")?.[1];
  if (rest === undefined) return undefined;
  const params = new Map<string, string>();
  for (const piece of splitOutside(rest, ",")) {
    const match = /^([\w-]+)\s*=\s*(.*)$/s.exec(piece);
    const name = match?.[1]?.toLowerCase();
    if (name !== undefined && !params.has(name)) params.set(name, unquote(match?.[2] ?? ""));
  }
  const [username, realm, nonce, uri, response] = [
    "username",
    "realm",
    "nonce",
    "uri",
    "response",
  ].map((name) => params.get(name));
  if (!username || realm === undefined || !nonce || !uri || !response) return undefined;
  return {
    username,
    realm,
    nonce,
    uri,
    response,
    // Some phones quote it although the grammar says token; unquote has dealt with that.
    algorithm: algorithmNamed(params.get("algorithm") ?? "MD5"),
    qop: params.get("qop"),
    cnonce: params.get("cnonce"),
    nc: params.get("nc"),
  };
}

const algorithmNamed = (name: string): DigestAlgorithm | undefined =>
  DIGEST_ALGORITHMS.find((each) => each === name.toUpperCase());

const hash = (algorithm: DigestAlgorithm, text: string): string =>
  createHash(algorithm === "MD5" ? "md5" : "sha256")
    .update(text)
    .digest("hex");

/** Whether the response was made with the secret (RFC 7616 3.4; RFC 2069 where there is no qop). */
export function digestFits(
  given: DigestCredentials,
  method: string,
  secret: DigestSecret,
): boolean {
  const { algorithm, username, realm, nonce, nc, cnonce, qop } = given;
  if (algorithm === undefined) return false;
  const ofPassword = (): string | undefined =>
    secret.password === undefined
      ? undefined
      : hash(algorithm, `${username}:${realm}:${secret.password}`);
  const a1 = (algorithm === "MD5" ? secret.a1Hash : undefined) || ofPassword();
  if (a1 === undefined) return false;
  const a2 = hash(algorithm, `${method}:${given.uri}`);
  const middle = qop === undefined ? nonce : `${nonce}:${nc ?? ""}:${cnonce ?? ""}:${qop}`;
  return sameText(hash(algorithm, `${a1}:${middle}:${a2}`), given.response.toLowerCase());
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export type NonceState = "good" | "stale" | "foreign";

interface Use {
  until: number;
  highest: number;
  /** Bit n: the count `highest - n` was used. */
  seen: bigint;
}

/** Counts so far behind the highest one are taken for replays; those between may come late (UDP mixes them). */
const COUNT_WINDOW = 64n;
const MAC_BYTES = 16;

/** Nonces that need no memory until they are used: time and chance, signed (RFC 7616 5.4). */
export class Nonces {
  readonly #key = randomBytes(32);
  readonly #uses = new Map<string, Use>();

  constructor(
    private readonly ttlMs: number,
    private readonly now: () => number = () => Date.now(),
  ) {}

  get remembered(): number {
    return this.#uses.size;
  }

  issue(realm: string): string {
    const body = Buffer.alloc(14);
    body.writeUIntBE(this.now(), 0, 6);
    randomBytes(8).copy(body, 6);
    return Buffer.concat([body, this.#sign(body, realm)]).toString("base64url");
  }

  /** Whether the nonce is ours and still to be used, without using it. */
  state(nonce: string, realm: string, count: string | undefined): NonceState {
    const bytes = Buffer.from(nonce, "base64url");
    if (bytes.length !== 14 + MAC_BYTES || bytes.toString("base64url") !== nonce) return "foreign";
    const body = bytes.subarray(0, 14);
    if (!timingSafeEqual(bytes.subarray(14), this.#sign(body, realm))) return "foreign";
    const use = this.#uses.get(nonce);
    if (this.now() >= (use?.until ?? body.readUIntBE(0, 6) + this.ttlMs)) return "stale";
    return use !== undefined && isReplay(use, count) ? "stale" : "good";
  }

  /** Marks the count as used and lets the nonce live as long as a registration made with it, so that its refresh needs no challenge. */
  use(nonce: string, count: string | undefined, extraMs: number): void {
    this.#forgetOld();
    const use = this.#uses.get(nonce) ?? { until: 0, highest: 0, seen: 0n };
    const number = count === undefined ? 0 : Number.parseInt(count, 16);
    const ahead = number - use.highest;
    if (ahead > 0) {
      use.seen = ((use.seen << BigInt(Math.min(ahead, 64))) | 1n) & ((1n << COUNT_WINDOW) - 1n);
      use.highest = number;
    } else use.seen |= 1n << BigInt(-ahead);
    use.until = Math.max(use.until, this.now() + this.ttlMs + extraMs);
    this.#uses.set(nonce, use);
  }

  #sign(body: Buffer, realm: string): Buffer {
    const mac = createHmac("sha256", this.#key).update(body).update(realm);
    return mac.digest().subarray(0, MAC_BYTES);
  }

  #forgetOld(): void {
    const now = this.now();
    for (const [nonce, use] of this.#uses) if (use.until <= now) this.#uses.delete(nonce);
  }
}

function isReplay(use: Use, count: string | undefined): boolean {
  // Without a count (no qop) nothing tells a repetition from a replay, so each nonce is good once.
  if (count === undefined || !/^[0-9a-f]{1,8}$/i.test(count)) return true;
  const behind = use.highest - Number.parseInt(count, 16);
  if (behind < 0) return false;
  return BigInt(behind) >= COUNT_WINDOW || ((use.seen >> BigInt(behind)) & 1n) === 1n;
}

/**
 * Values of WWW-Authenticate or Proxy-Authenticate, one header per algorithm in the order of preference (RFC 8760 2.4).
 * More than MD5 is not for everyone: baresip 1.0 gives up at a header with an algorithm it does not know, and JsSIP
 * reads the first header only.
 */
export function challenges(
  nonces: Nonces,
  realm: string,
  stale: boolean,
  algorithms: readonly DigestAlgorithm[] = ["MD5"],
): string[] {
  const mark = stale ? " stale=true," : "";
  return algorithms.map(
    (algorithm) =>
      `Digest realm="${realm}", nonce="${nonces.issue(realm)}",${mark} algorithm=${algorithm}, qop="auth"`,
  );
}
