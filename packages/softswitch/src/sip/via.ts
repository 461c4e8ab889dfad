import { parseParams, splitOutside } from "./text.js";
import type { SipTransport } from "./types.js";

/** One Via value (RFC 3261 20.42). */
export interface Via {
  /** In lower case; may be a transport nobody here knows. */
  readonly transport: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly branch: string | undefined;
  /** Undefined: not asked for; empty: asked for (RFC 3581). */
  readonly rport: string | undefined;
  readonly received: string | undefined;
  /** The value without its parameters. */
  readonly sentBy: string;
}

const VIA =
  /^(SIP)\s*\/\s*(2\.0)\s*\/\s*([\w.!%*+`'~-]+)\s+(\[[0-9a-f:.]+\]|[\w.-]+)\s*(?::\s*(\d{1,5}))?$/i;

export function parseVia(text: string): Via | undefined {
  const [head = "", ...pieces] = splitOutside(text, ";");
  const match = VIA.exec(head);
  if (match?.[3] === undefined || match[4] === undefined) return undefined;
  const params = parseParams(pieces);
  return {
    transport: match[3].toLowerCase(),
    host: match[4],
    port: match[5] === undefined ? undefined : Number(match[5]),
    branch: params.get("branch"),
    rport: params.get("rport"),
    received: params.get("received"),
    sentBy: head,
  };
}

/** The top Via of a request as it goes back: where it really came from (RFC 3261 18.2.1, RFC 3581 4). */
export function stampVia(text: string, address: string, port: number): string {
  const via = parseVia(text);
  if (via === undefined) return text;
  const pieces = splitOutside(text, ";").slice(1);
  const kept = pieces.filter((piece) => !/^(rport|received)\s*(=|$)/i.test(piece));
  const marks = via.rport === undefined ? [] : [`rport=${port}`];
  if (via.rport !== undefined || via.host.replace(/[[\]]/g, "") !== address) {
    marks.push(`received=${address}`);
  }
  return [via.sentBy, ...kept, ...marks].join(";");
}

export const DEFAULT_PORTS: Readonly<Record<SipTransport, number>> = {
  udp: 5060,
  tcp: 5060,
  tls: 5061,
  ws: 80,
  wss: 443,
};

/** Marks a branch as made by RFC 3261 (8.1.1.7). */
export const BRANCH_COOKIE = "z9hG4bK";
