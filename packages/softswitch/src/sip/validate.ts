import type { SipFault } from "./parse.js";
import type { SipRequest } from "./types.js";
import { parseAddress, parseUri, schemeOf } from "./uri.js";
import { parseVia } from "./via.js";

const SINGLE = ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Type"] as const;
const MAX_SEQUENCE = 2 ** 31 - 1;

/** Extensions a phone may demand (Require). */
export const SUPPORTED = ["timer", "path", "replaces"] as const;

export interface Sequence {
  readonly number: number;
  readonly method: string;
}

export function parseSequence(text: string | undefined): Sequence | undefined {
  const match = /^(\d{1,10})\s+(\S+)$/.exec(text ?? "");
  const number = Number(match?.[1]);
  if (match?.[2] === undefined || number > MAX_SEQUENCE) return undefined;
  return { number, method: match[2] };
}

const bad = (reason: string): SipFault => ({ status: 400, reason });

function mandatory(request: SipRequest): SipFault | undefined {
  for (const name of ["Via", "From", "To", "Call-ID", "CSeq"]) {
    if (request.getAll(name).length === 0) return bad(`Missing ${name} Header`);
  }
  for (const name of SINGLE) {
    if (request.getAll(name).length > 1) return bad(`Multiple ${name} Headers`);
  }
  return undefined;
}

function wellFormed(request: SipRequest): SipFault | undefined {
  if (request.getAll("Via").some((via) => parseVia(via) === undefined))
    return bad("Bad Via Header");
  for (const name of ["From", "To"] as const) {
    if (parseAddress(request.get(name) ?? "") === undefined) return bad(`Bad ${name} Header`);
  }
  if (/\s/.test(request.get("Call-ID") ?? "")) return bad("Bad Call-ID Header");
  const sequence = parseSequence(request.get("CSeq"));
  if (sequence === undefined || sequence.method !== request.method) return bad("Bad CSeq Header");
  const contacts = request.getAll("Contact");
  const badContact = contacts.some((each) => each !== "*" && parseAddress(each) === undefined);
  if (badContact) return bad("Bad Contact Header");
  const hops = request.get("Max-Forwards");
  if (hops !== undefined && !(/^\d{1,9}$/.test(hops) && Number(hops) < 256))
    return bad("Bad Max-Forwards Header");
  const expires = request.get("Expires");
  if (expires !== undefined && !/^\d{1,10}$/.test(expires)) return bad("Bad Expires Header");
  return undefined;
}

function target(request: SipRequest): SipFault | undefined {
  const scheme = schemeOf(request.uri);
  if (scheme === undefined) return bad("Bad Request-URI");
  if (scheme !== "sip" && scheme !== "sips")
    return { status: 416, reason: "Unsupported URI Scheme" };
  const uri = parseUri(request.uri);
  // Headers in a Request-URI are for whoever forms a request of it, and never travel (RFC 3261 19.1.1).
  return uri === undefined || uri.headers !== undefined ? bad("Bad Request-URI") : undefined;
}

/** What makes a request unusable whatever it asks for, in the order of RFC 3261 8.2. */
export function faultOf(request: SipRequest): SipFault | undefined {
  return mandatory(request) ?? wellFormed(request) ?? target(request);
}

/** Extensions that are demanded and unknown (RFC 3261 8.2.2.3); never of ACK and CANCEL. */
export function unsupported(request: SipRequest): readonly string[] {
  if (request.method === "ACK" || request.method === "CANCEL") return [];
  const known: readonly string[] = SUPPORTED;
  return request.getAll("Require").filter((each) => !known.includes(each.toLowerCase()));
}
