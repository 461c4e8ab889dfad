import type { DirectoryUserRecord, SwitchCore } from "../core/index.js";
import {
  type AuthResult,
  firePreRegister,
  fireRegisterAttempt,
  fireRegisterFailure,
  type PhoneRequest,
  type Registrations,
} from "../registrations/index.js";
import {
  challenges,
  DIGEST_ALGORITHMS,
  type DigestAlgorithm,
  digestFits,
  Nonces,
  parseCredentials,
  type SipHeader,
} from "../sip/index.js";
import { LoginGuard } from "./login-guard.js";
import { isTrue } from "./profile-settings.js";
import type { LoginRequest } from "./registrar-request.js";

const DEFAULT_NONCE_TTL = 60;
/** How much longer than nonce-ttl a nonce is good: 64 * T1 (sofia_reg.c). */
const NONCE_MARGIN_MS = 32_000;

export type Kind = "REGISTER" | "INVITE";

export type Login =
  | { readonly record: DirectoryUserRecord; readonly phone: PhoneRequest }
  | {
      readonly status: number;
      readonly headers?: readonly SipHeader[];
      /** To let pass before the answer goes. */
      readonly delayMs?: number;
    };

interface Check {
  readonly result: AuthResult;
  readonly phone: PhoneRequest;
  readonly record?: DirectoryUserRecord | undefined;
}

/** Says who a request is from, by digest, with the events of sofia_reg_handle_register_token in their order. */
export class Authenticator {
  readonly #nonces: Nonces;
  readonly #guard = new LoginGuard();
  readonly #algorithms: readonly DigestAlgorithm[];

  constructor(
    private readonly core: SwitchCore,
    private readonly registrations: Registrations,
    private readonly params: Readonly<Record<string, string>>,
  ) {
    const ttl = Number(params["nonce-ttl"]) || DEFAULT_NONCE_TTL;
    this.#algorithms = algorithmsOf(params["rfc8760-auth-algorithms"]);
    this.#nonces = new Nonces(ttl * 1000 + NONCE_MARGIN_MS);
  }

  login(login: LoginRequest, kind: Kind): Login {
    const header = kind === "REGISTER" ? "Authorization" : "Proxy-Authorization";
    const given = login.request.getAll(header);
    if (given.length === 0) return this.#challenge(login, kind, false);
    if (this.#guard.shut(login.peer.address, login.toUser)) {
      return { status: 503, headers: [["Retry-After", "60"]] };
    }
    const { result, phone, record } = this.#check(login, kind, given);
    fireRegisterAttempt(this.core, phone, phone.expires, result);
    if (result === "STALE") return this.#challenge(login, kind, true);
    if (result === "FORBIDDEN" || record === undefined) return this.#forbid(login, phone, kind);
    this.#guard.succeeded(login.peer.address, login.toUser);
    return { record, phone };
  }

  #challenge(login: LoginRequest, kind: Kind, stale: boolean): Login {
    firePreRegister(this.core, login.phone, login.phone.expires);
    const values = challenges(this.#nonces, this.#realm(login), stale, this.#algorithms);
    const register = kind === "REGISTER";
    const name = register ? "WWW-Authenticate" : "Proxy-Authenticate";
    return {
      status: register ? 401 : 407,
      headers: values.map((value): SipHeader => [name, value]),
    };
  }

  #forbid({ peer, toUser, toHost }: LoginRequest, phone: PhoneRequest, kind: Kind): Login {
    fireRegisterFailure(this.core, phone, kind);
    if (isTrue(this.params["log-auth-failures"])) {
      const text = `SIP auth failure (${kind}) on sofia profile '${phone.profile}' for [${toUser}@${toHost}] from ip ${peer.address}`;
      this.core.log("warning", text);
    }
    return { status: 403, delayMs: this.#guard.failed(peer.address, toUser) };
  }

  #realm({ toHost, phone }: LoginRequest): string {
    const realm = this.params["challenge-realm"] ?? "";
    if (realm === "" || realm === "auto_to") return toHost;
    return realm === "auto_from" ? (phone.from?.host ?? toHost) : realm;
  }

  #check(login: LoginRequest, kind: Kind, given: readonly string[]): Check {
    const unknown = { username: "unknown", realm: login.phone.domain };
    const nobody: PhoneRequest = { ...login.phone, credentials: unknown };
    const all = given.map(parseCredentials).filter((each) => each !== undefined);
    const credentials = all.find(({ realm }) => realm === this.#realm(login)) ?? all[0];
    if (credentials === undefined) return { result: "STALE", phone: nobody };
    const { username, realm, nonce, nc } = credentials;
    const matching = isTrue(this.params["inbound-reg-force-matching-username"]);
    if (kind === "REGISTER" && matching && username.toLowerCase() !== login.toUser.toLowerCase()) {
      return { result: "FORBIDDEN", phone: nobody };
    }
    const state = this.#nonces.state(nonce, this.#realm(login), nc);
    if (state !== "good") return { result: "STALE", phone: nobody };
    const phone: PhoneRequest = { ...login.phone, credentials: { username, realm } };
    const record = this.core.tree.directoryUser(
      username,
      this.params["force-register-domain"] || realm,
    );
    // An algorithm that was not offered is a way round the one that was.
    const offered = this.#algorithms.some((each) => each === credentials.algorithm);
    const fits = offered && record !== undefined && this.#fits(login, kind, record, credentials);
    if (!fits) return { result: "FORBIDDEN", phone };
    this.#nonces.use(nonce, nc, phone.expires * 1000);
    return { result: nc === undefined ? "SUCCESS" : "RENEWED", phone, record };
  }

  #fits(
    login: LoginRequest,
    kind: Kind,
    { id, domain, params }: DirectoryUserRecord,
    credentials: NonNullable<ReturnType<typeof parseCredentials>>,
  ): boolean {
    if (isTrue(params["sip-forbid-register"])) return false;
    const secret = { password: params["password"], a1Hash: params["a1-hash"] };
    // FreeSWITCH lets a user without any password in unless allow-empty-password says no; here nobody comes in so.
    if (!secret.password && !secret.a1Hash) return false;
    if (kind === "REGISTER" && this.#tooMany(login, `${id}@${domain}`, params)) return false;
    return digestFits(credentials, login.request.method, secret);
  }

  /** max-registrations-per-extension counts the phones of other call-ids, and signing out is always let. */
  #tooMany(login: LoginRequest, user: string, params: Readonly<Record<string, string>>): boolean {
    const name = "max-registrations-per-extension";
    const limit = Number(params[name] ?? this.params[name]) || 0;
    if (limit <= 0 || login.phone.expires === 0 || login.phone.contact === undefined) return false;
    const others = this.registrations
      .find(user)
      .filter(({ callId }) => callId !== login.phone.callId);
    return others.length + 1 > limit;
  }
}

/** `MD5,SHA-256` in the order of preference; MD5 alone without it, as in FreeSWITCH. Names of others are left out. */
function algorithmsOf(text: string | undefined): readonly DigestAlgorithm[] {
  const named = (text ?? "").split(",").map((each) => each.trim().toUpperCase());
  const known = DIGEST_ALGORITHMS.filter((each) => named.includes(each));
  const inOrder = [...known].sort((a, b) => named.indexOf(a) - named.indexOf(b));
  return inOrder.length === 0 ? ["MD5"] : inOrder;
}
