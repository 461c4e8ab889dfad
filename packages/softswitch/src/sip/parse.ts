import { headerKey } from "./header-names.js";
import { Request, Response } from "./message.js";
import type { SipHeader } from "./types.js";

/** The largest message taken; a UDP datagram cannot be larger. */
export const MAX_MESSAGE_BYTES = 65_535;
const MAX_HEADERS = 256;

/** Why a request is refused before anybody looks at what it wants. */
export interface SipFault {
  readonly status: number;
  readonly reason: string;
}

export type Parsed =
  | { readonly kind: "request"; readonly message: Request; readonly fault: SipFault | undefined }
  | { readonly kind: "response"; readonly message: Response };

/** Nothing can be made of the bytes, not even an answer. */
export class SipParseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SipParseError";
  }
}

const TOKEN = "[\\w.!%*+`'~-]+";
const REQUEST_LINE = new RegExp(`^(${TOKEN}) (.*) (SIP/\\d+\\.\\d+)$`, "i");
const LOOSE_REQUEST_LINE = new RegExp(`^(${TOKEN})\\s+(.*?)\\s+(SIP/\\d+\\.\\d+)\\s*$`, "i");
const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i;
const HEADER = new RegExp(`^(${TOKEN})[ \\t]*:(.*)$`, "s");

const bad = (reason: string): SipFault => ({ status: 400, reason });

interface Block {
  readonly startLine: string;
  readonly headers: readonly SipHeader[];
  readonly fault: SipFault | undefined;
}

/** Lines end in CR LF; a bare LF is taken as well, as most stacks do. A line that starts with a blank goes on with the last. */
function readBlock(text: string): Block {
  const [startLine = "", ...rest] = text.split(/\r?\n/);
  const lines: string[] = [];
  for (const line of rest) {
    if (/^[ \t]/.test(line) && lines.length > 0) lines.push(`${lines.pop()} ${line.trim()}`);
    else lines.push(line);
  }
  if (lines.length > MAX_HEADERS) {
    const fault = { status: 400, reason: "Too Many Header Fields" };
    return { startLine, headers: readHeaders(lines.slice(0, MAX_HEADERS)).headers, fault };
  }
  return { startLine, ...readHeaders(lines) };
}

function readHeaders(lines: readonly string[]): Pick<Block, "headers" | "fault"> {
  const headers: SipHeader[] = [];
  let fault: SipFault | undefined;
  for (const line of lines) {
    const match = HEADER.exec(line);
    if (match?.[1] !== undefined) headers.push([match[1], (match[2] ?? "").trim()]);
    else fault ??= bad("Bad Header Field");
  }
  return { headers, fault };
}

/** Index of the first byte after the empty line; -1 when there is none. */
export function bodyOffset(bytes: Buffer): number {
  const ends = ["\n\r\n", "\n\n"].map((mark) => {
    const at = bytes.indexOf(mark);
    return at < 0 ? -1 : at + mark.length;
  });
  const found = ends.filter((end) => end >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

/** Content-Length, when it is there and is one number; a fault when it is not a number or says different things. */
export function contentLength(headers: readonly SipHeader[]): number | undefined | SipFault {
  const values = headers
    .filter(([name]) => headerKey(name) === "content-length")
    .map(([, value]) => value);
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.length > 1 || !/^\d{1,9}$/.test(first)) return bad("Bad Content-Length");
  return Number(first);
}

function readBody(bytes: Buffer, headers: readonly SipHeader[]): [string, SipFault | undefined] {
  const length = contentLength(headers);
  if (typeof length === "object") return ["", length];
  // What a datagram holds beyond its length is no part of the message (RFC 3261 18.3).
  if (length !== undefined && length > bytes.length) return ["", bad("Content-Length Too Large")];
  return [bytes.subarray(0, length).toString("utf8"), undefined];
}

/**
 * Reads one whole message: a datagram, a web socket frame or what a stream framer cut out.
 * @throws SipParseError for what cannot be answered: no start line of SIP, or a broken response
 */
export function parseMessage(bytes: Buffer): Parsed {
  const offset = bodyOffset(bytes);
  const end = offset < 0 ? bytes.length : offset;
  const block = readBlock(bytes.toString("utf8", 0, end).replace(/(\r?\n)+$/, ""));
  const [body, bodyFault] = readBody(bytes.subarray(end), block.headers);
  const fault = block.fault ?? bodyFault ?? (offset < 0 ? bad("Incomplete Message") : undefined);
  if (/^SIP\//i.test(block.startLine)) return response(block, body, fault);
  return request(block, body, fault);
}

function response(block: Block, body: string, fault: SipFault | undefined): Parsed {
  const match = STATUS_LINE.exec(block.startLine);
  if (match === null) throw new SipParseError("Bad status line");
  if (fault !== undefined) throw new SipParseError(fault.reason);
  const message = new Response(Number(match[1]), match[2] ?? "", block.headers, body);
  return { kind: "response", message };
}

function request(block: Block, body: string, fault: SipFault | undefined): Parsed {
  const strict = REQUEST_LINE.exec(block.startLine);
  const match = strict ?? LOOSE_REQUEST_LINE.exec(block.startLine);
  const [, method, uri, version] = match ?? [];
  if (method === undefined || uri === undefined || version === undefined) {
    throw new SipParseError("Bad request line");
  }
  const message = new Request(method, uri, block.headers, body);
  const lineFault =
    version.toUpperCase() !== "SIP/2.0"
      ? { status: 505, reason: "SIP Version Not Supported" }
      : strict === null || /\s/.test(uri) || uri === ""
        ? bad("Bad Request Line")
        : undefined;
  return { kind: "request", message, fault: lineFault ?? fault };
}
