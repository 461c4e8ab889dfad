import type { DirectoryUserRecord, EventSource, Header, SwitchCore } from "../core/index.js";
import { type PhoneRequest, type Registration, statusOf } from "./registration.js";

const source = (line: number): EventSource => ({
  file: "sofia_reg.c",
  function: "sofia_reg_handle_register_token",
  line,
});

/** The names deceive: `from-*` is the address of record, `to-*` the From header (sofia_reg.c). */
function requestHeaders(registration: PhoneRequest, expires: number): Header[] {
  const { contact, from } = registration;
  return [
    ["contact", contact ?? ""],
    ["call-id", registration.callId],
    ["rpid", "unknown"],
    ["status", statusOf(registration)],
    ["expires", contact === undefined ? "" : String(expires)],
    ["to-user", from?.user ?? registration.user],
    ["to-host", from?.host ?? registration.domain],
    ["network-ip", registration.networkIp],
    ["network-port", String(registration.networkPort)],
  ];
}

function identity(registration: PhoneRequest): Header[] {
  return [
    ["profile-name", registration.profile],
    ["from-user", registration.user],
    ["from-host", registration.domain],
  ];
}

function credentials(registration: PhoneRequest): Header[] {
  return [
    ["username", registration.credentials?.username ?? registration.user],
    ["realm", registration.credentials?.realm ?? registration.domain],
    ["user-agent", registration.agent],
  ];
}

/** What the authentication found out about the user: identity, variables, params that start `sip-`. */
function authHeaders(registration: PhoneRequest, record: DirectoryUserRecord): Header[] {
  const user = registration.credentials?.username ?? registration.user;
  const realm = registration.credentials?.realm ?? registration.domain;
  const params = Object.entries(record.params);
  return [
    ["sip_number_alias", user],
    ["sip_auth_username", user],
    ["sip_auth_realm", realm],
    ["number_alias", user],
    ["user_name", user],
    ["domain_name", record.domain],
    ["mwi-account", record.params["mwi-account"] ?? ""],
    ...Object.entries(record.variables),
    ...params.filter(([name]) => name.startsWith("sip-")),
  ];
}

/** A challenge was sent. */
export function firePreRegister(core: SwitchCore, registration: PhoneRequest, expires: number) {
  core.fire("CUSTOM", {
    subclass: "sofia::pre_register",
    headers: [
      ...identity(registration),
      ...requestHeaders(registration, expires),
      ["user-agent", registration.agent],
    ],
    source: source(1810),
  });
}

export type AuthResult = "SUCCESS" | "RENEWED" | "STALE" | "FORBIDDEN";

export function fireRegisterAttempt(
  core: SwitchCore,
  registration: PhoneRequest,
  expires: number,
  result: AuthResult,
): void {
  core.fire("CUSTOM", {
    subclass: "sofia::register_attempt",
    headers: [
      ...identity(registration),
      ...requestHeaders(registration, expires),
      ...credentials(registration),
      ["auth-result", result],
    ],
    source: source(1606),
  });
}

export function fireRegisterFailure(
  core: SwitchCore,
  registration: PhoneRequest,
  type: "REGISTER" | "INVITE" = "REGISTER",
): void {
  core.fire("CUSTOM", {
    subclass: "sofia::register_failure",
    headers: [
      ["profile-name", registration.profile],
      ["to-user", registration.user],
      ["to-host", registration.domain],
      ["network-ip", registration.networkIp],
      ["user-agent", registration.agent],
      // Twice: sofia_reg.c adds it again.
      ["profile-name", registration.profile],
      ["network-port", String(registration.networkPort)],
      ["registration-type", type],
    ],
    source: source(1792),
  });
}

export function fireRegister(
  core: SwitchCore,
  registration: Registration,
  record: DirectoryUserRecord,
  refresh: boolean,
): void {
  core.fire("CUSTOM", {
    subclass: "sofia::register",
    headers: [
      ...identity(registration),
      ["presence-hosts", "n/a"],
      ...requestHeaders(registration, registration.expires),
      ...credentials(registration),
      ["update-reg", refresh ? "true" : ""],
      ...authHeaders(registration, record),
    ],
    source: source(2059),
  });
}

export function fireUnregister(
  core: SwitchCore,
  registration: Registration,
  record: DirectoryUserRecord | undefined,
): void {
  core.fire("CUSTOM", {
    subclass: "sofia::unregister",
    headers: [
      ["profile-name", registration.profile],
      ["username", registration.credentials?.username ?? registration.user],
      ["from-user", registration.user],
      ["from-host", registration.domain],
      ["contact", registration.contact],
      ["call-id", registration.callId],
      ["rpid", "unknown"],
      ["realm", registration.credentials?.realm ?? registration.domain],
      ["network-ip", registration.networkIp],
      ["network-port", String(registration.networkPort)],
      ["user-agent", registration.agent],
      ["expires", "0"],
      ...(record === undefined ? [] : authHeaders(registration, record)),
    ],
    source: source(2213),
  });
}

/** The phone's TCP, TLS or web socket connection broke: hardly any headers. */
export function fireDisconnected(core: SwitchCore, registration: Registration): void {
  core.fire("CUSTOM", {
    subclass: "sofia::unregister",
    headers: [
      ...identity(registration),
      ["call-id", registration.callId],
      ["rpid", "unknown"],
      ["reason", "socket-disconnection"],
    ],
    source: source(2213),
  });
}

/** `expires` is an epoch value here, and the address of record is called `user` and `host`. */
export function fireExpire(core: SwitchCore, registration: Registration): void {
  core.fire("CUSTOM", {
    subclass: "sofia::expire",
    headers: [
      ["profile-name", registration.profile],
      ["call-id", registration.callId],
      ["user", registration.user],
      ["username", registration.user],
      ["host", registration.domain],
      ["contact", registration.contact],
      ["expires", String(registration.expiresAt)],
      ["user-agent", registration.agent],
      ["realm", registration.domain],
      ["network-ip", registration.networkIp],
      ["network-port", String(registration.networkPort)],
    ],
    source: { file: "sofia_reg.c", function: "sofia_reg_del_callback", line: 726 },
  });
}
