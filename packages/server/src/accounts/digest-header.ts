/** What a client puts into `Authorization: Digest …` (RFC 7616, section 3.4). */
export interface DigestCredentials {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: string;
  readonly qop: string;
  readonly nc: string;
  readonly cnonce: string;
}

const PARAMETER = /\s*([a-z*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/iy;
const MAX_LENGTH = 4096;

/**
 * Reads the header's parameters. Node hands headers over as Latin-1, so that UTF-8 names have to be put together
 * again; some phones quote the algorithm, qop and nc although the RFC says not to.
 *
 * @returns undefined for anything that is not a complete digest answer.
 */
export function parseDigestHeader(header: string | undefined): DigestCredentials | undefined {
  if (!header || header.length > MAX_LENGTH || !/^digest\s/i.test(header)) return undefined;
  const values = readParameters(header.slice(7));
  const username = values?.get("username") ?? extendedValue(values?.get("username*"));
  if (!values || username === undefined) return undefined;
  const credentials = {
    username,
    realm: values.get("realm") ?? "",
    nonce: values.get("nonce") ?? "",
    uri: values.get("uri") ?? "",
    response: (values.get("response") ?? "").toLowerCase(),
    algorithm: (values.get("algorithm") ?? "MD5").toUpperCase(),
    qop: (values.get("qop") ?? "").toLowerCase(),
    nc: (values.get("nc") ?? "").toLowerCase(),
    cnonce: values.get("cnonce") ?? "",
  };
  const complete = credentials.nonce && credentials.uri && credentials.response;
  return complete ? credentials : undefined;
}

function readParameters(text: string): Map<string, string> | undefined {
  const values = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < text.length) {
    const match = PARAMETER.exec(text);
    if (!match) return undefined;
    const name = match[1]!.toLowerCase();
    if (values.has(name)) return undefined;
    values.set(name, fromWire(match[2]?.replace(/\\(.)/g, "$1") ?? match[3]!));
  }
  return values;
}

function fromWire(latin1: string): string {
  const bytes = Buffer.from(latin1, "latin1");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : latin1;
}

/** `username*=UTF-8''Zo%C3%AB` (RFC 5987), which RFC 7616 allows for names outside ASCII. */
function extendedValue(value: string | undefined): string | undefined {
  const match = /^UTF-8'[^']*'(.*)$/i.exec(value ?? "");
  try {
    return match ? decodeURIComponent(match[1]!) : undefined;
  } catch {
    return undefined;
  }
}
