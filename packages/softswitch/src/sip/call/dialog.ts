import { randomBytes } from "node:crypto";
import { Request } from "../message.js";
import { oneLine } from "../text.js";
import type { Flow } from "../transport/index.js";
import type { SipHeader, SipMessage, SipRequest, SipResponse } from "../types.js";
import { parseAddress } from "../uri.js";
import { parseSequence } from "../validate.js";
import { BRANCH_COOKIE } from "../via.js";

export const newBranch = (): string => `${BRANCH_COOKIE}${randomBytes(10).toString("hex")}`;

export const tagOf = (value: string | undefined): string | undefined =>
  parseAddress(value ?? "")?.params.get("tag") || undefined;

/** What a request of ours says of the way it takes. */
export interface Way {
  readonly via: string;
  readonly contact: string;
}

export interface DialogParts {
  readonly callId: string;
  /** From and To values of our requests, tags included. */
  readonly local: string;
  readonly remote: string;
  /** Where our requests go: the phone's Contact. */
  readonly target: string;
  readonly routes: readonly string[];
  readonly localSequence: number;
  readonly remoteSequence: number | undefined;
}

/** The state two ends share (RFC 3261 12). */
export class Dialog {
  readonly callId: string;
  readonly local: string;
  readonly remote: string;
  readonly routes: readonly string[];
  target: string;
  #localSequence: number;
  #remoteSequence: number | undefined;

  constructor(parts: DialogParts) {
    this.callId = parts.callId;
    this.local = parts.local;
    this.remote = parts.remote;
    this.routes = parts.routes;
    this.target = parts.target;
    this.#localSequence = parts.localSequence;
    this.#remoteSequence = parts.remoteSequence;
  }

  /** Of an INVITE that came in. */
  static incoming(invite: SipRequest, localTag: string): Dialog {
    const to = invite.get("To") ?? "";
    return new Dialog({
      callId: invite.get("Call-ID") ?? "",
      local: tagOf(to) === undefined ? `${to};tag=${localTag}` : to,
      remote: invite.get("From") ?? "",
      target: contactOf(invite) ?? parseAddress(invite.get("From") ?? "")?.uri ?? invite.uri,
      routes: invite.getAll("Record-Route"),
      localSequence: Math.floor(Math.random() * 2 ** 24),
      remoteSequence: parseSequence(invite.get("CSeq"))?.number,
    });
  }

  /** Of an answer with a tag to an INVITE of ours. */
  static outgoing(invite: SipRequest, response: SipResponse): Dialog {
    return new Dialog({
      callId: invite.get("Call-ID") ?? "",
      local: invite.get("From") ?? "",
      remote: response.get("To") ?? "",
      target: contactOf(response) ?? invite.uri,
      routes: [...response.getAll("Record-Route")].reverse(),
      localSequence: parseSequence(invite.get("CSeq"))?.number ?? 1,
      remoteSequence: undefined,
    });
  }

  /** Takes the number of a request that came; false when it is out of order (12.2.2). */
  advance(request: SipRequest): boolean {
    const number = parseSequence(request.get("CSeq"))?.number ?? 0;
    if (this.#remoteSequence !== undefined && number <= this.#remoteSequence) return false;
    this.#remoteSequence = number;
    return true;
  }

  /** The other end moved (target refresh, 12.2.1.2). */
  refresh(message: SipMessage): void {
    this.target = contactOf(message) ?? this.target;
  }

  /** A request in the dialog. An ACK has the number of its INVITE; all others take the next one. */
  request(
    method: string,
    way: Way,
    further: readonly SipHeader[] = [],
    body = "",
    sequence?: number,
  ): Request {
    if (sequence === undefined) this.#localSequence += 1;
    const headers: SipHeader[] = [
      ["Via", way.via],
      ...this.routes.map((route): SipHeader => ["Route", route]),
      ["Max-Forwards", "70"],
      ["From", this.local],
      ["To", this.remote],
      ["Call-ID", this.callId],
      ["CSeq", `${sequence ?? this.#localSequence} ${method}`],
      ...(method === "BYE" ? [] : [["Contact", way.contact] as const]),
      ...further.map(([name, value]): SipHeader => [name, oneLine(value)]),
    ];
    return new Request(method, this.target, headers, body);
  }
}

/** The URI of the first Contact; undefined without one. */
export const contactOf = (message: SipMessage): string | undefined =>
  parseAddress(message.get("Contact") ?? "")?.uri;

export const sequenceOf = (request: SipRequest): number =>
  parseSequence(request.get("CSeq"))?.number ?? 0;

/** Via value of a request of ours over a flow. */
export function viaOver(flow: Flow, host: string): string {
  const transport = flow.peer.transport.toUpperCase();
  return `SIP/2.0/${transport} ${host}:${flow.local.port};rport;branch=${newBranch()}`;
}
