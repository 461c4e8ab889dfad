import type { ContextTable } from "../config/index.js";
import { type Account, accountOf, type Directory, type Identity } from "./account.js";
import { equalInConstantTime } from "./constant-time.js";
import { Digest, type DigestRequest } from "./digest.js";
import type { NonceOptions } from "./nonces.js";
import { Throttle, type ThrottleOptions } from "./throttle.js";

/** Told of every failed login; the line it writes is what fail2ban reads (see docs/operations.md). */
export type FailureLog = (failure: {
  name: string;
  address: string;
  way: "http" | "websocket";
}) => void;

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

/** An answer that would have to wait longer than this is refused at once instead of holding a socket. */
const LONGEST_WAIT_MS = 10_000;

/** Who somebody is: name and password of the switch's directory, by digest over HTTP or by login for the WebSocket. */
export class Accounts<User extends Identity> {
  readonly #digest: Digest;
  readonly #throttle: Throttle;
  readonly #options: AccountsOptions<User>;

  constructor(options: AccountsOptions<User>) {
    this.#options = options;
    this.#digest = new Digest(options.realm ?? "parley", options.nonces);
    this.#throttle = new Throttle(options.throttle);
  }

  async authenticate(request: DigestRequest & { address: string }): Promise<HttpVerdict<User>> {
    const busy = this.#busy(request.address);
    if (busy) return busy;
    const directory = this.#options.directory();
    const verdict = this.#digest.verify(request, (name) => directory.usersByName(name));
    if (verdict.kind === "right") {
      const account = accountOf(verdict.user, this.#options.contexts);
      this.#throttle.clear(key(request.address, verdict.user.name));
      if (account) return { kind: "account", account };
    }
    if (verdict.kind === "wrong") await this.#failed(verdict.username, request.address, "http");
    return { kind: "challenge", challenges: this.#digest.challenges(verdict.kind === "stale") };
  }

  /** The WebSocket's way in: exact name and exact password, both compared in constant time. */
  async login(name: string, password: string, address: string): Promise<Account<User> | undefined> {
    if (this.#busy(address)) return undefined;
    const users = this.#options.directory().usersByName(name);
    if (users.length === 0) equalInConstantTime(password, "");
    const user = users.find((each) => equalInConstantTime(each.password, password));
    const account = user && accountOf(user, this.#options.contexts);
    if (account) this.#throttle.clear(key(address, name));
    else await this.#failed(name, address, "websocket");
    return account;
  }

  #busy(address: string): { kind: "busy"; retryAfterS: number } | undefined {
    const waitMs = this.#throttle.waitMs(address);
    return waitMs > LONGEST_WAIT_MS
      ? { kind: "busy", retryAfterS: Math.ceil(waitMs / 1000) }
      : undefined;
  }

  async #failed(name: string, address: string, way: "http" | "websocket"): Promise<void> {
    this.#options.onFailure?.({ name, address, way });
    const waitMs = Math.max(
      this.#throttle.fail(address),
      this.#throttle.fail(key(address, name)),
      Math.min(this.#throttle.fail(`name ${name}`), 1000),
    );
    await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, LONGEST_WAIT_MS)).unref());
  }
}

const key = (address: string, name: string) => `${address} ${name}`;
