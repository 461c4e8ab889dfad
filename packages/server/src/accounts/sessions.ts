import { createHmac, randomBytes } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { ContextTable } from "../config/index.js";
import { type Account, accountOf, type Identity } from "./account.js";
import { equalInConstantTime } from "./constant-time.js";

const ISSUER = "parley";
const HOURS = 3600;

export interface SessionsOptions<User extends Identity> {
  /** 32 bytes; whoever has them can sign in as anybody. Sessions outlive a restart as long as they stay the same. */
  readonly key: Buffer;
  readonly userById: (id: string) => User | undefined;
  readonly contexts: ContextTable;
  /** Seconds without a request after which a session is over; 12 hours unless told. */
  readonly idleSeconds?: number;
  readonly now?: () => number;
}

export interface OpenSession<User extends Identity> {
  readonly account: Account<User>;
  /** Put in the place of the old token: the session has been used and lasts longer now. */
  readonly renewed: string | undefined;
  readonly id: string;
}

/**
 * Sessions of browsers: a signed token says who somebody is, and holds a fingerprint of name, password and context, so
 * that it ends when one of them changes. Nothing is stored but the sessions that were ended before their time.
 */
export class Sessions<User extends Identity> {
  readonly #options: SessionsOptions<User>;
  /** Session id to the moment (ms) after which its token would be refused anyway. */
  readonly #ended = new Map<string, number>();

  constructor(options: SessionsOptions<User>) {
    this.#options = options;
  }

  get idleSeconds(): number {
    return this.#options.idleSeconds ?? 12 * HOURS;
  }

  /** A token for somebody who has just proved a password. */
  open(user: User): Promise<string> {
    return this.#sign(user, randomBytes(16).toString("base64url"));
  }

  /** Who a token belongs to; undefined when it is forged, too old, ended, or the account is another one now. */
  async read(token: string): Promise<OpenSession<User> | undefined> {
    const claims = await this.#verified(token);
    const { sub = "", jti = "", iat = 0, fp } = claims ?? {};
    if (!claims || this.#ended.has(jti)) return undefined;
    const user = this.#options.userById(sub);
    const account = user && accountOf(user, this.#options.contexts);
    if (!account || !equalInConstantTime(String(fp), this.#fingerprint(user))) return undefined;
    const used = this.#now() / 1000 - iat > this.idleSeconds / 10;
    return { account, id: jti, renewed: used ? await this.#sign(user, jti) : undefined };
  }

  /** No token of this session is good any more. */
  end(id: string): void {
    const now = this.#now();
    for (const [each, until] of this.#ended) if (until <= now) this.#ended.delete(each);
    this.#ended.set(id, now + this.idleSeconds * 1000);
  }

  async #verified(token: string) {
    try {
      const { payload } = await jwtVerify(token, this.#options.key, {
        issuer: ISSUER,
        algorithms: ["HS256"],
        currentDate: new Date(this.#now()),
      });
      return payload;
    } catch {
      return undefined;
    }
  }

  #sign(user: User, id: string): Promise<string> {
    const seconds = Math.floor(this.#now() / 1000);
    return new SignJWT({ fp: this.#fingerprint(user) })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(ISSUER)
      .setSubject(user.id)
      .setJti(id)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + this.idleSeconds)
      .sign(this.#options.key);
  }

  #fingerprint({ name, password, context }: User): string {
    const text = JSON.stringify([name, password, context]);
    return createHmac("sha256", this.#options.key).update(text).digest("base64url");
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}
