import { createHash } from "node:crypto";
import { may } from "@parley/protocol";
import { type ContextTable, roleOfContext } from "../config/index.js";
import type { Conference, User, XmlState } from "../xml-state/index.js";
import { type AudioCodec, audioCodecs, hasVideo } from "./codecs.js";
import type { ProvisioningSettings } from "./settings.js";
import type { Transport } from "./settings-values.js";
import type { Scope } from "./template/index.js";

/** A conference as an entry of a phone book. */
export interface Contact extends Scope {
  readonly number: string;
  readonly name: string;
  readonly type: string;
  /** `sip:30000@example.org`. */
  readonly uri: string;
  /** Name and address as SIP writes them. */
  readonly address: string;
  /** Stays the same as long as the number does. */
  readonly uuid: string;
}

/** Everything a template may say. Texts are plain: making them safe is the template's business. */
export interface Facts extends Scope {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly context: string;
    readonly password: string;
    /** MD5(id:domain:password), good for SIP and for fetching. */
    readonly ha1: string;
    /** Name and address as SIP writes them. */
    readonly address: string;
  };
  readonly sip: {
    readonly domain: string;
    readonly host: string;
    readonly port: string;
    readonly transport: Transport;
    readonly udp: boolean;
    readonly tcp: boolean;
    readonly tls: boolean;
    /** Where to register, as a SIP address with its transport. */
    readonly server: string;
    readonly expires: string;
    /** SRTP is offered. */
    readonly srtp: boolean;
    /** No call without SRTP. */
    readonly srtpMandatory: boolean;
  };
  readonly server: {
    /** `https://phones.example.org:8080`, without a slash at the end. */
    readonly url: string;
    /** `phones.example.org:8080`. */
    readonly authority: string;
    readonly https: boolean;
  };
  /** 12 hexadecimal digits, or empty. */
  readonly mac: string;
  readonly contacts: readonly Contact[];
  readonly codecs: readonly AudioCodec[];
  readonly video: boolean;
}

/** What all users of one context have in common, read once per state. */
interface Shared {
  readonly contacts: readonly Contact[];
  readonly codecs: readonly AudioCodec[];
  readonly video: boolean;
}

export interface FactsSource {
  readonly settings: ProvisioningSettings;
  readonly contexts: ContextTable;
  /** Where phones reach this server, without a slash at the end. */
  readonly publicUrl: () => string;
}

const shared = new WeakMap<XmlState, Map<string, Shared>>();

/** What one user's phone is told. */
export function factsOf(source: FactsSource, state: XmlState, user: User, mac: string): Facts {
  const { domain } = state;
  const { id, name, email, context, password } = user;
  const url = source.publicUrl();
  const text = `${id}:${domain}:${password}`;
  return {
    user: {
      id,
      name,
      email,
      context,
      password,
      // MD5 because SIP's digest is (RFC 3261, section 22.4).
      ha1: createHash("md5").update(text).digest("hex"),
      address: sipAddress(name, `sip:${id}@${domain}`),
    },
    sip: sipOf(source.settings, state),
    server: { url, authority: url.replace(/^https?:\/\//, ""), https: url.startsWith("https:") },
    mac,
    ...sharedOf(source.contexts, state, context),
  };
}

/** The conferences somebody may dial, as phones list them. */
export function contactsOf(contexts: ContextTable, state: XmlState, context: string) {
  return sharedOf(contexts, state, context).contacts;
}

function sharedOf(contexts: ContextTable, state: XmlState, context: string): Shared {
  const perContext = shared.get(state) ?? new Map<string, Shared>();
  shared.set(state, perContext);
  const known = perContext.get(context);
  if (known) return known;
  const conferences = dialable(contexts, state, context);
  const made = {
    contacts: conferences.map((conference) => contactOf(conference, state.domain)),
    codecs: audioCodecs(state.globals, conferences),
    video: hasVideo(state.globals, conferences),
  };
  perContext.set(context, made);
  return made;
}

function dialable(contexts: ContextTable, { conferences }: XmlState, context: string) {
  const role = roleOfContext(contexts, context);
  if (role === undefined) return [];
  return conferences.filter((each) =>
    may(role, "live.watch", roleOfContext(contexts, each.context)),
  );
}

function contactOf({ num, name, type }: Conference, domain: string): Contact {
  const uri = `sip:${num}@${domain}`;
  return { number: num, name, type, uri, address: sipAddress(name, uri), uuid: uuidOf(uri) };
}

/** RFC 3261, section 25.1, quoted-string. Line breaks have no place in it. */
function sipAddress(name: string, uri: string): string {
  const quoted = name.replace(/[\r\n\0]/g, " ").replace(/["\\]/g, "\\$&");
  return `"${quoted}" <${uri}>`;
}

/** A name-based UUID (RFC 9562, version 8 with our own hash). */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An IPv6 address as addresses with ports have it. */
const bracketed = (host: string): string =>
  host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;

const TRUE = /^(yes|on|true|t|enabled|active|allow|[1-9]\d*)$/i;
const isTrue = (value: string | undefined): boolean => TRUE.test(value ?? "");
const REGISTER_SECONDS = "600";

/** UDP unless told, TLS where the switch takes nothing else: a phone checks certificates, and many switches sign their own. */
function sipOf(settings: ProvisioningSettings, { domain, globals }: XmlState): Facts["sip"] {
  const transport =
    settings.phoneTransport ?? (isTrue(globals["internal_tls_only"]) ? "tls" : "udp");
  const usual = transport === "tls" ? globals["internal_tls_port"] : globals["internal_sip_port"];
  const [, host = settings.publicHost, port = usual ?? (transport === "tls" ? "5061" : "5060")] =
    /^(.*?)(?::(\d+))?$/.exec(settings.phoneSip ?? bracketed(settings.publicHost)) ?? [];
  const srtpMandatory = globals["secure_media"] === "mandatory";
  return {
    domain,
    host,
    port,
    transport,
    udp: transport === "udp",
    tcp: transport === "tcp",
    tls: transport === "tls",
    server: `sip:${host}:${port};transport=${transport}`,
    expires: REGISTER_SECONDS,
    // Over UDP and TCP the key would stand readable in the description.
    srtp: srtpMandatory || (globals["secure_media"] === "optional" && transport === "tls"),
    srtpMandatory,
  };
}
