import type { PhoneRequest } from "../registrations/index.js";
import { parseAddress, parseUri, type SipPeer, type SipRequest } from "../sip/index.js";
import { type StoredContact, storedContact } from "./registrar-contact.js";

/** mod_sofia's own defaults; a phone behind NAT is to come back soon. */
const DEFAULT_EXPIRES = 300;
const NAT_EXPIRES = 30;

/** A request as the registrar looks at it. */
export interface LoginRequest {
  readonly request: SipRequest;
  readonly peer: SipPeer;
  readonly toUser: string;
  readonly toHost: string;
  /** What events tell of it. */
  readonly phone: PhoneRequest;
}

function userAndHost(value: string | undefined): { user: string; host: string } {
  const uri = parseUri(parseAddress(value ?? "")?.uri ?? "");
  return { user: uri?.user ?? "", host: uri?.host ?? "" };
}

/** The Expires header goes before the contact's own parameter, which RFC 3261 10.3 has the other way round (sofia_reg.c). */
export function expiresOf(request: SipRequest, contact: StoredContact | undefined): number {
  const header = request.get("Expires");
  if (header !== undefined) return Math.min(Number.parseInt(header, 10), 2 ** 31 - 1);
  return contact?.expires ?? (contact?.behindNat ? NAT_EXPIRES : DEFAULT_EXPIRES);
}

/** The contacts of a request in the form they are stored in. */
export function contactsOf(request: SipRequest, peer: SipPeer): StoredContact[] {
  return request
    .getAll("Contact")
    .map((each) => storedContact(each, request, peer))
    .filter((each) => each !== undefined);
}

/** Reads who wants to sign in; undefined when To names nobody. */
export function readLogin(
  request: SipRequest,
  peer: SipPeer,
  profile: { readonly name: string; readonly databaseDomain: string | undefined },
): LoginRequest | undefined {
  const from = userAndHost(request.get("From"));
  const to = userAndHost(request.get("To"));
  const [toUser, toHost] = [to.user || from.user, to.host || from.host];
  if (toUser === "" || toHost === "") return undefined;
  const contact = contactsOf(request, peer)[0];
  const phone: PhoneRequest = {
    callId: request.get("Call-ID") ?? "",
    profile: profile.name,
    user: toUser,
    domain: profile.databaseDomain || toHost,
    contact: contact?.text,
    agent: request.get("User-Agent") ?? "unknown",
    transport: peer.transport,
    networkIp: peer.address,
    networkPort: peer.port,
    expires: expiresOf(request, contact),
    status: contact?.status ?? "Registered",
    from,
  };
  return { request, peer, toUser, toHost, phone };
}
