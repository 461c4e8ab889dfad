import type { Headers } from "../events/headers.js";
import { ByteQueue } from "../framing/byte-queue.js";
import { outerHeaders } from "../framing/frame.js";
import { DEFAULT_LIMITS, parseContentLength } from "../framing/limits.js";
import type { FrameLimits } from "../types.js";

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

const CR = 13;

interface Head extends Pick<Command, "line" | "headers"> {
  readonly headLength: number;
  readonly bodyLength: number;
}

/**
 * The switch's side: bytes of a client in, commands out. `push` what arrives, then call `next` until it answers
 * undefined. CRLF counts as LF and empty lines before a command are skipped, as in read_packet of mod_event_socket.c.
 */
export class CommandDecoder {
  readonly #limits: FrameLimits;
  readonly #queue = new ByteQueue();
  #head: Head | undefined;

  constructor(limits: Partial<FrameLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, maxHeaderBytes: MAX_COMMAND_HEADER, ...limits };
  }

  push(chunk: Buffer): void {
    this.#queue.push(chunk);
  }

  /** @throws ProtocolError for a body length that cannot be honoured */
  next(): Command | undefined {
    const queue = this.#queue;
    this.#head ??= this.#readHead();
    if (this.#head === undefined) return undefined;
    const { line, headers, headLength, bodyLength } = this.#head;
    const length = headLength + bodyLength;
    if (!queue.gather(length)) return undefined;
    this.#head = undefined;
    const { bytes, start } = queue;
    queue.skip(length);
    const body = bodyLength === 0 ? undefined : bytes!.subarray(start + headLength, start + length);
    return { line, headers, body };
  }

  #readHead(): Head | undefined {
    const queue = this.#queue;
    queue.skipLineEnds();
    // Carriage returns do not part two line ends.
    const headLength = queue.headerLength(this.#limits.maxHeaderBytes, CR);
    if (headLength === undefined) return undefined;
    queue.gather(headLength);
    const { bytes, start } = queue;
    const clean = cutAtCarriageReturns(bytes!.subarray(start, start + headLength));
    const lineEnd = clean.indexOf("\n");
    const headers = outerHeaders(clean, lineEnd + 1, clean.length);
    return {
      line: clean.toString("utf8", 0, lineEnd),
      headers,
      headLength,
      bodyLength: parseContentLength(headers.get("Content-Length"), this.#limits),
    };
  }
}

/** A value runs to CR or LF, whichever comes first. */
function cutAtCarriageReturns(block: Buffer): Buffer {
  if (!block.includes("\r")) return block;
  return Buffer.from(block.toString("latin1").replace(/\r[^\n]*/g, ""), "latin1");
}
