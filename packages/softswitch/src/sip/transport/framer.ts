import { bodyOffset, MAX_MESSAGE_BYTES } from "../parse.js";

const PING = "\r\n\r\n";
const LENGTH = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$/im;

/** The stream cannot be followed any further: the connection must be closed. */
export class StreamFramingError extends Error {
  constructor(
    readonly code: "too-large" | "no-length",
    /** The headers as far as they came, for an answer. */
    readonly head: Buffer,
  ) {
    super(`SIP stream: ${code}`);
    this.name = "StreamFramingError";
  }
}

export type Piece =
  | { readonly kind: "message"; readonly bytes: Buffer }
  | { readonly kind: "ping" };

/** Cuts messages out of a stream by Content-Length (RFC 3261 18.3); keep-alives come out as pings (RFC 5626 3.5.1). */
export class StreamFramer {
  #chunks: Buffer = Buffer.alloc(0);

  /** Bytes of a message that has begun; what may become a ping is none. */
  get pending(): number {
    const few = this.#chunks.length < PING.length;
    return few && PING.startsWith(this.#chunks.toString("latin1")) ? 0 : this.#chunks.length;
  }

  push(chunk: Buffer): void {
    this.#chunks = this.#chunks.length === 0 ? chunk : Buffer.concat([this.#chunks, chunk]);
  }

  /**
   * The next whole piece; undefined until more came.
   * @throws StreamFramingError
   */
  next(): Piece | undefined {
    if (this.#skipBlank()) return { kind: "ping" };
    if (this.pending === 0) return undefined;
    const offset = bodyOffset(this.#chunks);
    if (offset < 0) return this.#tooLargeOr(undefined);
    const head = this.#chunks.subarray(0, offset);
    const length = LENGTH.exec(head.toString("latin1"))?.[1];
    if (length === undefined) throw new StreamFramingError("no-length", head);
    const size = offset + Number(length);
    if (size > MAX_MESSAGE_BYTES) throw new StreamFramingError("too-large", head);
    if (this.#chunks.length < size) return undefined;
    const bytes = this.#chunks.subarray(0, size);
    this.#chunks = this.#chunks.subarray(size);
    return { kind: "message", bytes };
  }

  /** Drops empty lines before a message; true when they were a ping. A CR LF at the end may still become one. */
  #skipBlank(): boolean {
    while (this.pending > 0) {
      const start = this.#chunks.toString("latin1", 0, PING.length);
      const blank = [PING, "\r\n", "\n"].find((each) => start.startsWith(each));
      if (blank === undefined) return false;
      this.#chunks = this.#chunks.subarray(blank.length);
      if (blank === PING) return true;
    }
    return false;
  }

  #tooLargeOr<T>(value: T): T {
    if (this.#chunks.length <= MAX_MESSAGE_BYTES) return value;
    throw new StreamFramingError("too-large", this.#chunks);
  }
}
