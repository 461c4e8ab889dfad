import { parseParams, splitOutside, unquote } from "./text.js";

/** A sip or sips URI (RFC 3261 19.1). */
export interface SipUri {
  readonly scheme: "sip" | "sips";
  /** Unescaped, without password; undefined where the URI has no user. */
  readonly user: string | undefined;
  /** As written, IPv6 with its brackets. */
  readonly host: string;
  readonly port: number | undefined;
  readonly params: ReadonlyMap<string, string>;
  /** What follows the question mark, as written. */
  readonly headers: string | undefined;
}

const HOST_PORT = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/** The scheme of any URI in lower case. */
export const schemeOf = (text: string): string | undefined => SCHEME.exec(text)?.[1]?.toLowerCase();

function unescapeUser(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/** The parts of a sip or sips URI; undefined when it is none or not well formed. */
export function parseUri(text: string): SipUri | undefined {
  const scheme = schemeOf(text);
  if ((scheme !== "sip" && scheme !== "sips") || /[\s<>"]/.test(text)) return undefined;
  const rest = text.slice(scheme.length + 1);
  // The user part may hold ; and ?, so the last @ before a header part counts; headers escape theirs.
  const at = rest.indexOf("@");
  const userInfo = at < 0 ? undefined : rest.slice(0, at);
  const [address = "", headers] = split(rest.slice(at + 1), "?");
  const [hostPort = "", ...params] = address.split(";");
  const match = HOST_PORT.exec(hostPort);
  if (match?.[1] === undefined || userInfo === "") return undefined;
  const port = match[2] === undefined ? undefined : Number(match[2]);
  if (port !== undefined && port > 65_535) return undefined;
  return {
    scheme,
    user: userInfo === undefined ? undefined : unescapeUser(split(userInfo, ":")[0] ?? ""),
    host: match[1],
    port,
    params: parseParams(params),
    headers,
  };
}

function split(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** A user name as it goes into a URI: what the grammar lets stand (RFC 3261 25.1, user) stays readable. */
export const escapeUser = (user: string): string =>
  encodeURIComponent(user).replace(/%(?:2[46BCF]|3[BDF])/g, decodeURIComponent);

/** A From, To, Contact, Route … value. */
export interface SipAddressValue {
  /** Display name without quotes, empty where there is none. */
  readonly name: string;
  /** The URI as written, of any scheme. */
  readonly uri: string;
  readonly params: ReadonlyMap<string, string>;
}

const DISPLAY = /^(?:"(?:[^"\\]|\\.)*"|[^"<>]*)$/s;

/** Reads `"name" <uri>;params` or `uri;params`; undefined when it is not well formed. */
export function parseAddress(text: string): SipAddressValue | undefined {
  const [head = "", ...pieces] = splitOutside(text, ";");
  const params = parseParams(pieces);
  const open = bracketOf(head);
  if (open < 0) {
    // Without brackets whatever stands after ; belongs to the header, and the URI may hold neither ? nor comma (20.10).
    const plain = SCHEME.test(head) && !/[\s,?<>"]/.test(head);
    return plain ? { name: "", uri: head, params } : undefined;
  }
  const display = head.slice(0, open).trim();
  const uri = head.slice(open + 1, -1);
  if (!head.endsWith(">") || !DISPLAY.test(display)) return undefined;
  if (!SCHEME.test(uri) || /[\s<>]/.test(uri)) return undefined;
  return { name: unquote(display), uri, params };
}

function bracketOf(head: string): number {
  if (!head.startsWith('"')) return head.indexOf("<");
  const quoted = /^"(?:[^"\\]|\\.)*"\s*</s.exec(head)?.[0];
  return quoted === undefined ? -1 : quoted.length - 1;
}
