import type { ContextTable } from "../config/index.js";
import { type Account, accountOf, type Directory, type Identity } from "./account.js";
import { equalInConstantTime } from "./constant-time.js";
import { Digest, type DigestRequest } from "./digest.js";
import type { NonceOptions } from "./nonces.js";
import { Throttle, type ThrottleOptions } from "./throttle.js";

/** Told of every failed login; the line it writes is what fail2ban reads (see docs/operations.md). */
export type FailureLog = (failure: { name: string; address: string; way: LoginWay }) => void;

/** Digest over HTTP, the login of the WebSocket of v1, the sign-in of a browser. */
export type LoginWay = "http" | "websocket" | "session";

export interface AccountsOptions<User extends Identity> {
  readonly directory: () => Directory<User>;
  readonly contexts: ContextTable;
  readonly realm?: string;
  readonly nonces?: NonceOptions;
  readonly throttle?: ThrottleOptions;
  readonly onFailure?: FailureLog;
}

export type HttpVerdict<User extends Identity> =
  | { readonly kind: "account"; readonly account: Account<User> }
  | { readonly kind: "challenge"; readonly challenges: string[] }
  | { readonly kind: "busy"; readonly retryAfterS: number };

export type PasswordVerdict<User extends Identity> =
  | { readonly kind: "account"; readonly account: Account<User> }
  | { readonly kind: "wrong" }
  | { readonly kind: "busy"; readonly retryAfterS: number };

/** An answer that would have to wait longer than this is refused at once instead of holding a socket. */
const LONGEST_WAIT_MS = 10_000;
/** Many people may share an address, and one name may be guessed from many: both slow down later and less. */
const SHARED = { free: 30, stepMs: 50, maxMs: 1000 } as const;

/** Who somebody is: name and password of the switch's directory, by digest over HTTP or by login for the WebSocket. */
export class Accounts<User extends Identity> {
  readonly #digest: Digest;
  /** Failures of one name from one address: nobody else is slowed down by them. */
  readonly #pairs: Throttle;
  readonly #shared: Throttle;
  readonly #options: AccountsOptions<User>;

  constructor(options: AccountsOptions<User>) {
    this.#options = options;
    this.#digest = new Digest(options.realm ?? "parley", options.nonces);
    this.#pairs = new Throttle(options.throttle);
    this.#shared = new Throttle(SHARED);
  }

  async authenticate(request: DigestRequest & { address: string }): Promise<HttpVerdict<User>> {
    const directory = this.#options.directory();
    const verdict = this.#digest.verify(request, (name) => directory.usersByName(name));
    const { address } = request;
    if (verdict.kind === "right") {
      const waitMs = await this.#passed(verdict.user.name, address);
      if (waitMs > 0) return { kind: "busy", retryAfterS: Math.ceil(waitMs / 1000) };
      const account = accountOf(verdict.user, this.#options.contexts);
      if (account) return { kind: "account", account };
    }
    if (verdict.kind === "wrong") {
      const waitMs = await this.#failed(verdict.username, address, "http");
      if (waitMs > 0) return { kind: "busy", retryAfterS: Math.ceil(waitMs / 1000) };
    }
    return { kind: "challenge", challenges: this.#digest.challenges(verdict.kind === "stale") };
  }

  /** The WebSocket's way in: exact name and exact password, both compared in constant time. */
  async login(name: string, password: string, address: string): Promise<Account<User> | undefined> {
    const verdict = await this.#byPassword(name, password, address, "websocket");
    return verdict.kind === "account" ? verdict.account : undefined;
  }

  /** A browser's way in. */
  signIn(name: string, password: string, address: string): Promise<PasswordVerdict<User>> {
    return this.#byPassword(name, password, address, "session");
  }

  async #byPassword(
    name: string,
    password: string,
    address: string,
    way: LoginWay,
  ): Promise<PasswordVerdict<User>> {
    const users = this.#options.directory().usersByName(name);
    if (users.length === 0) equalInConstantTime(password, "");
    const user = users.find((each) => equalInConstantTime(each.password, password));
    const account = user && accountOf(user, this.#options.contexts);
    const waitMs = account
      ? await this.#passed(name, address)
      : await this.#failed(name, address, way);
    if (waitMs > 0) return { kind: "busy", retryAfterS: Math.ceil(waitMs / 1000) };
    return account ? { kind: "account", account } : { kind: "wrong" };
  }

  /** A right answer waits like a wrong one, so that guessing in parallel gains nothing; returns ms if that is too long. */
  async #passed(name: string, address: string): Promise<number> {
    const waitMs = this.#pairs.waitMs(key(address, name));
    if (waitMs > LONGEST_WAIT_MS) return waitMs;
    if (waitMs > 0) await sleep(waitMs);
    this.#pairs.clear(key(address, name));
    return 0;
  }

  async #failed(name: string, address: string, way: LoginWay): Promise<number> {
    this.#options.onFailure?.({ name, address, way });
    const waitMs = Math.max(
      this.#pairs.fail(key(address, name)),
      Math.min(this.#shared.fail(address), SHARED.maxMs),
      Math.min(this.#shared.fail(`name ${name}`), SHARED.maxMs),
    );
    if (waitMs > LONGEST_WAIT_MS) return waitMs;
    if (waitMs > 0) await sleep(waitMs);
    return 0;
  }
}

const key = (address: string, name: string) => `${address} ${name}`;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
