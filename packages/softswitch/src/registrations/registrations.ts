import { randomBytes } from "node:crypto";
import type { DirectoryUserRecord, SwitchCore } from "../core/index.js";
import {
  fireDisconnected,
  fireExpire,
  firePreRegister,
  fireRegister,
  fireRegisterAttempt,
  fireRegisterFailure,
  fireUnregister,
} from "./events.js";
import type { Notice, Notifier } from "./notices.js";
import {
  bindingKey,
  type PhoneRequest,
  type RegisterOptions,
  type Registration,
  RegistrationRefusedError,
} from "./registration.js";

/** How much longer than asked for a registration is kept (sip-expires-late-margin). */
export const GRACE_SECONDS = 60;
const DEFAULT_EXPIRES = 600;
const DEFAULT_AGENT = "parley softswitch";
const FIRST_PORT = 51_000;
/** A timer cannot wait longer. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The phones that are signed in. Scripted ones need no password, but a wrong one is refused. */
export class Registrations {
  readonly #byBinding = new Map<string, Registration>();
  /** The latest of each call-id: a phone with several contacts has one call-id for all. */
  readonly #byCallId = new Map<string, Registration>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #nextPort = FIRST_PORT;
  /** The way to phones; without one nothing is sent. */
  notifier: Notifier | undefined;

  constructor(
    private readonly core: SwitchCore,
    readonly profile: string,
    private readonly now: () => number = Date.now,
  ) {}

  list(): readonly Registration[] {
    return [...this.#byBinding.values()];
  }

  /**
   * Registrations that an operator names as sofia's commands do: by call-id, `user@domain`, or a whole domain.
   * (sofia_reg.c, sofia_reg_check_call_id)
   */
  named(name: string): readonly Registration[] {
    const at = name.indexOf("@");
    const user = at < 0 ? "" : name.slice(0, at);
    const domain = at < 0 ? name : name.slice(at + 1);
    const fits = (each: Registration): boolean =>
      each.callId === name || (each.domain === domain && (user === "" || each.user === user));
    return this.list().filter(fits);
  }

  /** Sends a NOTIFY to a phone. */
  notify(registration: Registration, notice: Notice): void {
    this.notifier?.(registration, notice);
  }

  /** Registrations of a user, with or without its domain. */
  find(user: string): readonly Registration[] {
    const [id, domain] = user.split("@");
    return this.list().filter(
      (each) => each.user === id && (domain === undefined || each.domain === domain),
    );
  }

  /**
   * Signs a phone in as a SIP phone does: challenge, attempt, register. The same call-id again is a refresh.
   * @throws RegistrationRefusedError for an unknown user or a wrong password
   */
  register(user: string, options: RegisterOptions = {}): Registration {
    const record = this.core.tree.directoryUser(user, options.domain);
    const known = options.callId === undefined ? undefined : this.#byCallId.get(options.callId);
    const registration = this.#make(user, options, record, known);
    if (known === undefined) firePreRegister(this.core, registration, registration.expires);
    if (record === undefined || !passwordFits(record, options.password)) {
      return this.#refuse(registration);
    }
    fireRegisterAttempt(this.core, registration, registration.expires, "RENEWED");
    this.#keep(registration);
    fireRegister(this.core, registration, record, known !== undefined);
    return registration;
  }

  /** Signs out: by user (`id` or `id@domain`, the latest registration) or call-id. */
  unregister(key: string): Registration | undefined {
    const registration = this.#resolve(key);
    if (registration === undefined) return undefined;
    firePreRegister(this.core, registration, 0);
    fireRegisterAttempt(this.core, registration, 0, "RENEWED");
    this.#forget(registration);
    const record = this.core.tree.directoryUser(registration.user, registration.domain);
    fireUnregister(this.core, registration, record);
    return registration;
  }

  /** The phone's connection broke. */
  disconnect(key: string): Registration | undefined {
    const registration = this.#resolve(key);
    if (registration === undefined) return undefined;
    this.#forget(registration);
    fireDisconnected(this.core, registration);
    return registration;
  }

  /** Forgets a phone whose time is over, or that an operator flushed. */
  expire(key: string): Registration | undefined {
    const registration = this.#resolve(key);
    if (registration === undefined) return undefined;
    this.#forget(registration);
    fireExpire(this.core, registration);
    return registration;
  }

  /** A real phone proved who it is: kept, in the place of the same user's same contact. */
  admit(request: PhoneRequest & { readonly contact: string }, record: DirectoryUserRecord): void {
    const expiresAt = Math.floor(this.now() / 1000) + request.expires + GRACE_SECONDS;
    const registration: Registration = { ...request, expiresAt };
    const known = this.#byBinding.has(bindingKey(registration));
    this.#keep(registration);
    fireRegister(this.core, registration, record, known);
  }

  /** A real phone signs a contact out. The event comes whether it was known or not. */
  release(request: PhoneRequest & { readonly contact: string }, record: DirectoryUserRecord): void {
    const registration: Registration = { ...request, expiresAt: 0 };
    const known = this.#byBinding.get(bindingKey(registration));
    if (known !== undefined) this.#forget(known);
    fireUnregister(this.core, registration, record);
  }

  /** The connection of real phones ended. */
  disconnectAll(gone: Pick<Registration, "transport" | "networkIp" | "networkPort">): void {
    for (const each of this.list()) {
      const same =
        each.transport === gone.transport &&
        each.networkPort === gone.networkPort &&
        each.networkIp === gone.networkIp;
      if (same) {
        this.#forget(each);
        fireDisconnected(this.core, each);
      }
    }
  }

  /** Ends all timers; fires nothing. */
  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #resolve(key: string): Registration | undefined {
    return this.#byCallId.get(key) ?? this.find(key).at(-1);
  }

  #refuse(registration: Registration): never {
    fireRegisterAttempt(this.core, registration, registration.expires, "FORBIDDEN");
    fireRegisterFailure(this.core, registration);
    throw new RegistrationRefusedError(registration.user, registration.domain);
  }

  #make(
    user: string,
    options: RegisterOptions,
    record: DirectoryUserRecord | undefined,
    known: Registration | undefined,
  ): Registration {
    const transport = options.transport ?? known?.transport ?? "udp";
    const networkIp = options.ip ?? known?.networkIp ?? "127.0.0.1";
    const networkPort = options.port ?? known?.networkPort ?? this.#takePort();
    const expires = options.expires ?? DEFAULT_EXPIRES;
    const via = transport === "udp" ? "" : `;transport=${transport}`;
    const tag = randomBytes(6).toString("hex");
    const id = record?.id ?? user;
    return {
      callId: options.callId ?? randomBytes(8).toString("hex"),
      profile: this.profile,
      user: id,
      domain: record?.domain ?? options.domain ?? this.core.variables.get("domain") ?? "",
      contact: known?.contact ?? `"" <sip:${id}-0x${tag}@${networkIp}:${networkPort}${via}>`,
      agent: options.agent ?? known?.agent ?? DEFAULT_AGENT,
      transport,
      networkIp,
      networkPort,
      expires,
      expiresAt: Math.floor(this.now() / 1000) + expires + GRACE_SECONDS,
    };
  }

  #keep(registration: Registration): void {
    const key = bindingKey(registration);
    const known = this.#byBinding.get(key);
    if (known !== undefined && known.callId !== registration.callId) this.#forget(known);
    this.#byBinding.set(key, registration);
    this.#byCallId.set(registration.callId, registration);
    clearTimeout(this.#timers.get(key));
    const delay = Math.min(registration.expiresAt * 1000 - this.now(), MAX_DELAY_MS);
    const timer = setTimeout(() => this.#expired(key), delay);
    timer.unref();
    this.#timers.set(key, timer);
  }

  #expired(key: string): void {
    const registration = this.#byBinding.get(key);
    if (registration === undefined) return;
    this.#forget(registration);
    fireExpire(this.core, registration);
  }

  #forget(registration: Registration): void {
    const key = bindingKey(registration);
    this.#byBinding.delete(key);
    if (this.#byCallId.get(registration.callId) === registration) {
      this.#byCallId.delete(registration.callId);
    }
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  #takePort(): number {
    this.#nextPort = this.#nextPort >= 65_000 ? FIRST_PORT : this.#nextPort + 10;
    return this.#nextPort;
  }
}

function passwordFits(record: DirectoryUserRecord, given: string | undefined): boolean {
  return given === undefined || given === record.params["password"];
}
