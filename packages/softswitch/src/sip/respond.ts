import { randomBytes } from "node:crypto";
import { Response } from "./message.js";
import { reasonOf } from "./reasons.js";
import { oneLine } from "./text.js";
import type { SipHeader, SipPeer, SipRequest } from "./types.js";
import { parseAddress } from "./uri.js";
import { stampVia } from "./via.js";

/** Methods answered here. */
export const ALLOWED = [
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "OPTIONS",
  "MESSAGE",
  "INFO",
  "UPDATE",
  "REGISTER",
  "REFER",
  "NOTIFY",
] as const;

/** Methods that are known and not answered: 405. Any other gets 501. */
export const REFUSED_METHODS: readonly string[] = ["SUBSCRIBE", "PUBLISH", "PRACK"];

export interface ResponseOptions {
  readonly reason?: string | undefined;
  /** Added to To where it has none; a fresh one unless given. 100 gets none. */
  readonly toTag?: string | undefined;
  readonly headers?: readonly SipHeader[] | undefined;
  readonly body?: string | undefined;
}

export const newTag = (): string => randomBytes(7).toString("hex");

function viaHeaders(request: SipRequest, peer: SipPeer): SipHeader[] {
  return request
    .getAll("Via")
    .map((via, at) => ["Via", at === 0 ? stampVia(via, peer.address, peer.port) : via]);
}

function toHeader(request: SipRequest, status: number, tag: string | undefined): string {
  const to = request.get("To") ?? "";
  const tagged = parseAddress(to)?.params.has("tag") ?? true;
  return status === 100 || tagged ? to : `${to};tag=${tag ?? newTag()}`;
}

/** A response with everything that is copied from the request (RFC 3261 8.2.6.2). */
export function makeResponse(
  request: SipRequest,
  peer: SipPeer,
  status: number,
  options: ResponseOptions = {},
): Response {
  const copied: SipHeader[] = viaHeaders(request, peer);
  // Record-Route makes the caller's route set, so everything that may start a dialog carries it (12.1.1).
  if (status > 100 && status < 300) {
    copied.push(...request.getAll("Record-Route").map((each): SipHeader => ["Record-Route", each]));
  }
  copied.push(
    ["From", request.get("From") ?? ""],
    ["To", toHeader(request, status, options.toTag)],
    ["Call-ID", request.get("Call-ID") ?? ""],
    ["CSeq", request.get("CSeq") ?? ""],
  );
  const further = (options.headers ?? []).map(([name, value]): SipHeader => [name, oneLine(value)]);
  const reason = oneLine(options.reason ?? reasonOf(status));
  return new Response(status, reason, [...copied, ...further], options.body ?? "");
}
