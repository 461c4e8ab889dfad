import { BlockReader } from "./block-reader.js";
import { blockHeaders } from "./frame.js";
import type { Headers } from "./headers.js";
import { DEFAULT_LIMITS, parseContentLength } from "./limits.js";
import type { FrameLimits } from "./types.js";

/** One command of a client, as the switch reads it. */
export interface Command {
  /** The first line without its line end. */
  readonly line: string;
  /** The lines after it; values are not decoded, lines without a colon are ignored. */
  readonly headers: Headers;
  readonly body: Buffer | undefined;
}

/** mod_event_socket.c reads up to 10 MiB of header before it gives up on finding the end. */
const MAX_COMMAND_HEADER = 10 * 1024 * 1024;

/**
 * The switch's side: bytes of a client in, commands out. `push` what arrives, then call `next` until it answers
 * undefined. CRLF counts as LF and empty lines before a command are skipped, as in read_packet of mod_event_socket.c.
 */
export class CommandDecoder {
  readonly #limits: FrameLimits;
  readonly #reader: BlockReader;
  #head: { line: string; headers: Headers; length: number } | undefined;

  constructor(limits: Partial<FrameLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, maxHeaderBytes: MAX_COMMAND_HEADER, ...limits };
    this.#reader = new BlockReader(this.#limits, true);
  }

  push(chunk: Buffer): void {
    this.#reader.push(chunk);
  }

  /** @throws ProtocolError for a body length that cannot be honoured */
  next(): Command | undefined {
    this.#head ??= this.#readHead();
    if (this.#head === undefined) return undefined;
    const { line, headers, length } = this.#head;
    const body = length === 0 ? undefined : this.#reader.body(length);
    if (length > 0 && body === undefined) return undefined;
    this.#head = undefined;
    return { line, headers, body };
  }

  #readHead(): { line: string; headers: Headers; length: number } | undefined {
    const block = this.#reader.header();
    if (block === undefined) return undefined;
    const clean = cutAtCarriageReturns(block);
    const lineEnd = clean.indexOf("\n");
    const headers = blockHeaders(clean.subarray(lineEnd + 1));
    const length = headers.get("Content-Length");
    return {
      line: clean.toString("utf8", 0, lineEnd),
      headers,
      length: length === undefined ? 0 : parseContentLength(length, this.#limits),
    };
  }
}

/** A value runs to CR or LF, whichever comes first. */
function cutAtCarriageReturns(block: Buffer): Buffer {
  if (!block.includes("\r")) return block;
  return Buffer.from(block.toString("latin1").replace(/\r[^\n]*/g, ""), "latin1");
}
