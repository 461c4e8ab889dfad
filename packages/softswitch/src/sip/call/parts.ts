import { quote } from "../text.js";
import type { SipEnd, SipHeader, SipMessage, SipRequest } from "../types.js";
import { parseAddress, parseUri } from "../uri.js";

/** What answers to INVITE and OPTIONS tell of this side. */
export const CAPABILITIES: readonly SipHeader[] = [
  ["Accept", "application/sdp"],
  ["Allow-Events", "talk, hold, conference, refer"],
];

/** `Q.850;cause=16;text="NORMAL_CLEARING"` (RFC 3326). */
export function reasonHeaders(end: SipEnd | undefined): SipHeader[] {
  if (end?.q850 === undefined) return [];
  const text = end.text === undefined ? "" : `;text=${quote(end.text)}`;
  return [["Reason", `Q.850;cause=${end.q850}${text}`]];
}

export function q850Of(message: SipMessage | undefined): number | undefined {
  const reason = message?.getAll("Reason").find((each) => /^Q\.850\s*;/i.test(each));
  const cause = /;\s*cause\s*=\s*(\d{1,3})\b/i.exec(reason ?? "")?.[1];
  return cause === undefined ? undefined : Number(cause);
}

/** Media type without parameters, in lower case; empty where there is none. */
export const contentTypeOf = (message: SipMessage): string =>
  (message.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** The SDP a message carries. */
export function sdpOf(message: SipMessage): string | undefined {
  return message.body !== "" && contentTypeOf(message) === "application/sdp"
    ? message.body
    : undefined;
}

const DIGITS = "0123456789*#ABCD";
const DEFAULT_DURATION_MS = 250;

/** A key in an INFO: `Signal=5` with `Duration=160`, or the bare digit of application/dtmf. */
export function dtmfOf(info: SipRequest): { digit: string; durationMs: number } | undefined {
  const type = contentTypeOf(info);
  if (type !== "application/dtmf-relay" && type !== "application/dtmf") return undefined;
  const signal = /^\s*Signal\s*=\s*(\S+)/im.exec(info.body)?.[1] ?? info.body.trim();
  const digit = named(signal);
  const duration = Number(/^\s*Duration\s*=\s*(\d{1,5})/im.exec(info.body)?.[1]);
  return digit === undefined
    ? undefined
    : { digit, durationMs: duration > 0 ? duration : DEFAULT_DURATION_MS };
}

/** Some phones send the number of the event instead of * and #. */
function named(signal: string): string | undefined {
  if (signal === "10") return "*";
  if (signal === "11") return "#";
  const digit = signal.toUpperCase();
  return digit.length === 1 && DIGITS.includes(digit) ? digit : undefined;
}

/** Where a REFER leads, and the call it replaces. */
export function referOf(
  request: SipRequest,
): { target: string; replaces: string | undefined } | undefined {
  const uri = parseAddress(request.get("Refer-To") ?? "")?.uri;
  const parsed = parseUri(uri ?? "");
  if (uri === undefined || parsed === undefined) return undefined;
  const replaces = /(?:^|&)replaces=([^&]*)/i.exec(parsed.headers ?? "")?.[1];
  return { target: uri.split("?")[0] ?? uri, replaces: replaces && decode(replaces) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
