import type { ShowTable, SwitchCore } from "../core/index.js";
import { dialStringOf, type Registration } from "./registration.js";
import type { Registrations } from "./registrations.js";

const COLUMNS = [
  "reg_user",
  "realm",
  "token",
  "url",
  "expires",
  "network_ip",
  "network_port",
  "network_proto",
  "hostname",
  "metadata",
] as const;

/** Web sockets show as udp: the core looks for tls and tcp in the contact only (switch_core_sqldb.c). */
const protocolOf = ({ transport }: Registration): string =>
  transport === "tcp" || transport === "tls" ? transport : "udp";

/** `show registrations`: one row per user and realm, the latest one; the core has no more without multiple-registrations. */
export function registrationsTable(core: SwitchCore, registrations: Registrations): ShowTable {
  return {
    columns: COLUMNS,
    rows: () => {
      const latest = new Map<string, Registration>();
      for (const each of registrations.list()) {
        const key = `${each.user}@${each.domain}`;
        latest.delete(key);
        latest.set(key, each);
      }
      return [...latest.values()].map((each) => ({
        reg_user: each.user,
        realm: each.domain,
        token: each.callId,
        url: dialStringOf(each),
        expires: String(each.expiresAt),
        network_ip: each.networkIp,
        network_port: String(each.networkPort),
        network_proto: protocolOf(each),
        hostname: core.identity.hostname,
        metadata: "",
      }));
    },
  };
}
