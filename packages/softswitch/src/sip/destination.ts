import { isIP } from "node:net";
import type { SipPeer, SipTransport } from "./types.js";
import { parseUri } from "./uri.js";
import { DEFAULT_PORTS } from "./via.js";

const TRANSPORTS: Readonly<Record<string, SipTransport>> = {
  udp: "udp",
  tcp: "tcp",
  tls: "tls",
  ws: "ws",
  wss: "wss",
};

/** Where a URI leads when its host is an address (names are not looked up: phones give addresses); undefined otherwise. */
export function destinationOf(uri: string): SipPeer | undefined {
  const parsed = parseUri(uri);
  if (parsed === undefined) return undefined;
  const named = parsed.params.get("transport")?.toLowerCase();
  const transport = named === undefined ? secureOr(parsed.scheme) : TRANSPORTS[named];
  const maddr = parsed.params.get("maddr");
  const host = (maddr ?? parsed.host).replace(/[[\]]/g, "");
  const address = host.toLowerCase() === "localhost" ? "127.0.0.1" : host;
  if (transport === undefined || isIP(address) === 0) return undefined;
  return { transport, address, port: parsed.port ?? DEFAULT_PORTS[transport] };
}

const secureOr = (scheme: "sip" | "sips"): SipTransport => (scheme === "sips" ? "tls" : "udp");
