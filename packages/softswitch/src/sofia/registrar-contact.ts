import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { SipPeer, SipRequest } from "../sip/index.js";
import { parseAddress, parseUri, type SipUri } from "../sip/index.js";

/** A contact as mod_sofia stores it. */
export interface StoredContact {
  readonly text: string;
  /** `Registered(UDP-NAT)` … */
  readonly status: string;
  /** Seconds the Contact itself asks for. */
  readonly expires: number | undefined;
  readonly behindNat: boolean;
}

const UNSAFE = /[\r\n "#%&+:;<=>?@[\\\]^`{|}]/g;

/** switch_url_encode. */
const urlEncode = (text: string): string =>
  text.replace(
    UNSAFE,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );

const PRIVATE = new BlockList();
PRIVATE.addSubnet("10.0.0.0", 8);
PRIVATE.addSubnet("172.16.0.0", 12);
PRIVATE.addSubnet("192.168.0.0", 16);
PRIVATE.addSubnet("100.64.0.0", 10);

/** localnet.auto: the networks of this machine. */
function localNetworks(): BlockList {
  const list = new BlockList();
  for (const { address, cidr, family } of Object.values(networkInterfaces()).flatMap(
    (each) => each ?? [],
  )) {
    const bits = Number(cidr?.split("/")[1]);
    if (family === "IPv4" && bits > 0) list.addSubnet(address, bits);
  }
  return list;
}

const within = (list: BlockList, address: string): boolean =>
  isIP(address) === 4 && list.check(address);

/** Web sockets always; others when they name a private address and are not on a network of ours (apply-nat-acl, local-network-acl). */
function isBehindNat(uri: SipUri, peer: SipPeer): boolean {
  if (peer.transport === "ws" || peer.transport === "wss") return true;
  return within(PRIVATE, uri.host) && !within(localNetworks(), peer.address);
}

function kindOf(uri: SipUri, peer: SipPeer): string {
  const transport = uri.params.get("transport")?.toLowerCase() ?? "";
  if (transport.startsWith("tls") || uri.scheme === "sips") return "TLS";
  if (transport.startsWith("tcp")) return "TCP";
  return peer.transport === "ws" || peer.transport === "wss" ? peer.transport.toUpperCase() : "UDP";
}

/** What follows the host and port of a URI, as written. */
const paramsText = (uri: string): string => {
  const host = uri.slice(uri.indexOf("@") + 1).split("?")[0] ?? "";
  const at = host.indexOf(";");
  return at < 0 ? "" : host.slice(at + 1);
};

/**
 * Puts a Contact value into the form that events and `sofia_contact` show (sofia_reg.c): a phone behind NAT gets
 * `fs_nat` and `fs_path`, the way it was seen. Undefined when it is no sip URI.
 */
export function storedContact(
  value: string,
  request: SipRequest,
  peer: SipPeer,
): StoredContact | undefined {
  const address = parseAddress(value);
  const uri = parseUri(address?.uri ?? "");
  if (address === undefined || uri === undefined) return undefined;
  const user =
    uri.user === undefined ? "" : `${address.uri.slice(uri.scheme.length + 1).split("@")[0]}@`;
  const seen = peer.address.includes(":") ? `[${peer.address}]` : peer.address;
  const params = paramsText(address.uri);
  const behindNat = isBehindNat(uri, peer);
  // A browser says ws even over wss, and would be looked for where it is not.
  const seenParams =
    peer.transport === "wss" ? params.replace(/transport=ws(?!s)/i, "transport=wss") : params;
  const path = `${uri.scheme}:${user}${seen}:${peer.port}${seenParams && `;${seenParams}`}`;
  const nat = behindNat ? `;fs_nat=yes;fs_path=${urlEncode(path)}` : "";
  const port = uri.port === undefined ? "" : `:${uri.port}`;
  const name = address.name || (parseAddress(request.get("To") ?? "")?.name ?? "");
  const kind = kindOf(uri, peer);
  const expires = address.params.get("expires");
  return {
    text: `"${name}" <${uri.scheme}:${user}${uri.host}${port}${params && `;${params}`}${nat}>`,
    status: `Registered(${kind}${behindNat ? "-NAT" : ""})`,
    expires: expires === undefined ? undefined : Number.parseInt(expires, 10) || 0,
    behindNat,
  };
}
