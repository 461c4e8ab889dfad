import { createHash } from "node:crypto";
import { equalInConstantTime } from "./constant-time.js";
import { type DigestCredentials, parseDigestHeader } from "./digest-header.js";
import { type NonceOptions, Nonces } from "./nonces.js";

/** MD5 comes first because phones with an old libcurl look at the first challenge only. */
const ALGORITHMS = [
  ["MD5", "md5"],
  ["SHA-256", "sha256"],
] as const;

export interface DigestRequest {
  readonly method: string;
  /** The request target as it stood in the request line. */
  readonly url: string;
  readonly authorization: string | undefined;
}

export interface Candidate {
  readonly name: string;
  readonly password: string;
}

export type DigestVerdict<User> =
  | { readonly kind: "missing" }
  | { readonly kind: "stale"; readonly username: string }
  | { readonly kind: "wrong"; readonly username: string }
  | { readonly kind: "right"; readonly user: User };

/** HTTP digest authentication on the server's side (RFC 7616, qop=auth, MD5 and SHA-256). */
export class Digest {
  readonly #nonces: Nonces;

  constructor(
    readonly realm: string,
    options: NonceOptions = {},
  ) {
    this.#nonces = new Nonces(options);
  }

  /** The values of the `WWW-Authenticate` lines, one per algorithm. */
  challenges(stale = false): string[] {
    const nonce = this.#nonces.issue();
    return ALGORITHMS.map(
      ([algorithm]) =>
        `Digest realm="${this.realm}", qop="auth", algorithm=${algorithm}, nonce="${nonce}", charset=UTF-8${stale ? ", stale=true" : ""}`,
    );
  }

  /**
   * Judges one request. `candidates` are the users of that name; a name nobody has costs the same time as a wrong
   * password. A count is only used up by a right answer.
   */
  verify<User extends Candidate>(
    request: DigestRequest,
    candidates: (name: string) => readonly User[],
  ): DigestVerdict<User> {
    const credentials = parseDigestHeader(request.authorization);
    if (!credentials) return { kind: "missing" };
    const { username, nonce, nc } = credentials;
    const hash = ALGORITHMS.find(([algorithm]) => algorithm === credentials.algorithm)?.[1];
    if (
      !hash ||
      credentials.qop !== "auth" ||
      credentials.realm !== this.realm ||
      !credentials.cnonce
    )
      return { kind: "wrong", username };
    if (!sameTarget(credentials.uri, request.url)) return { kind: "wrong", username };
    const state = this.#nonces.check(nonce, nc);
    if (state !== "fresh" && state !== "replayed" && state !== "stale")
      // A nonce of an earlier run of this server: the client may simply ask again.
      return { kind: "stale", username };
    const user = rightOne(credentials, request.method, hash, candidates(username));
    if (!user) return { kind: "wrong", username };
    if (state !== "fresh") return { kind: "stale", username };
    this.#nonces.use(nonce, nc);
    return { kind: "right", user };
  }
}

/** Proxies may turn the target into an absolute one; the path and query have to agree all the same. */
function sameTarget(uri: string, url: string): boolean {
  return (
    uri === url || (/^https?:\/\//i.test(uri) && uri.replace(/^https?:\/\/[^/]*/i, "") === url)
  );
}

function rightOne<User extends Candidate>(
  credentials: DigestCredentials,
  method: string,
  hash: string,
  users: readonly User[],
): User | undefined {
  if (users.length === 0) matches(credentials, method, hash, "", "");
  return users.find((user) => matches(credentials, method, hash, user.name, user.password));
}

function matches(
  credentials: DigestCredentials,
  method: string,
  hash: string,
  name: string,
  password: string,
): boolean {
  const h = (text: string) => createHash(hash).update(text, "utf8").digest("hex");
  const ha1 = h(`${name}:${credentials.realm}:${password}`);
  const ha2 = h(`${method}:${credentials.uri}`);
  const { nonce, nc, cnonce, qop, response } = credentials;
  const right = h(`${ha1}:${nonce}:${nc}:${cnonce}:${qop}:${ha2}`);
  return equalInConstantTime(response, right);
}
