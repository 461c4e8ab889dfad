import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type SofiaProfile, sofiaProfiles } from "../api/index.js";
import type { SwitchCore } from "../core/index.js";
import type { SipBinding } from "../sip/index.js";

/** Ports and addresses that differ from the tree's; the tree's where absent. Port 0 takes a free one. */
export interface SofiaOptions {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly wsPort?: number | undefined;
  /** Where a port is taken, a free one is used in its place. */
  readonly freePorts?: boolean | undefined;
}

const TRUE = /^(yes|on|true|t|enabled|active|allow|[1-9]\d*)$/i;

export const isTrue = (value: string | undefined): boolean => TRUE.test(value ?? "");

export const DEFAULT_PORT = 5060;

/** The profile phones register at: `internal`, or the first one there is. */
export function mainProfile(core: SwitchCore): SofiaProfile {
  const profiles = sofiaProfiles(core);
  const profile = profiles.find(({ name }) => name === "internal") ?? profiles[0];
  if (profile === undefined) throw new Error("sofiaProfiles gave none");
  return profile;
}

/** `ip:port`, `:port` or `port` as FreeSWITCH reads it (sofia.c, ws-binding): without an address that of sip-ip. */
function webBinding(
  transport: "ws" | "wss",
  text: string | undefined,
  host: string,
): SipBinding | undefined {
  if (text === undefined || text === "") return undefined;
  const at = text.lastIndexOf(":");
  const port = Number(text.slice(at + 1));
  return Number.isInteger(port) && port >= 0 && port <= 65_535
    ? { transport, host: text.slice(0, Math.max(at, 0)) || host, port }
    : undefined;
}

/** Where the profile listens; encrypted transports only where their certificate is. */
export function bindingsOf(
  { ip, params }: SofiaProfile,
  options: SofiaOptions,
  encrypted: boolean,
): SipBinding[] {
  const host = options.host ?? ip;
  const port = options.port ?? Number(params["sip-port"] || DEFAULT_PORT);
  const ws =
    options.wsPort === undefined
      ? webBinding("ws", params["ws-binding"], host)
      : { transport: "ws" as const, host, port: options.wsPort };
  const wss = encrypted ? webBinding("wss", params["wss-binding"], host) : undefined;
  const tls: SipBinding = { transport: "tls", host, port: Number(params["tls-sip-port"] || 5061) };
  return [
    { transport: "udp", host, port },
    { transport: "tcp", host, port },
    ...(encrypted && isTrue(params["tls"]) ? [tls] : []),
    ...(ws === undefined ? [] : [ws]),
    ...(wss === undefined ? [] : [wss]),
  ];
}

/** The key and certificate FreeSWITCH would use for browsers (wss.pem of tls-cert-dir: both in one file); undefined without. */
export function certificateOf(
  params: Readonly<Record<string, string>>,
): { key: string; cert: string } | undefined {
  const folder = params["tls-cert-dir"];
  if (!folder) return undefined;
  try {
    const pem = readFileSync(join(folder, "wss.pem"), "utf8");
    return { key: pem, cert: pem };
  } catch {
    return undefined;
  }
}
