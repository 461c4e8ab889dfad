import { ConnectionLostError, EslError } from "../errors.js";
import type { Frame } from "../framing/frame.js";
import { FrameDecoder } from "../framing/frame-decoder.js";

export interface FrameReaderHandlers {
  frame(frame: Frame): void;
  /** Told once. */
  end(error: EslError): void;
}

/** What is read from: a socket, or whatever tells its bytes as one does. */
export interface FrameSource {
  on(name: "data", listener: (chunk: Buffer | string) => void): unknown;
  on(name: "error", listener: (error: Error) => void): unknown;
  on(name: "end" | "close", listener: () => void): unknown;
}

/** The frames of a socket until it ends, or until the peer breaks the protocol. */
export class FrameReader {
  readonly #decoder = new FrameDecoder();
  readonly #handlers: FrameReaderHandlers;
  #ended = false;

  constructor(socket: FrameSource, handlers: FrameReaderHandlers) {
    this.#handlers = handlers;
    socket.on("data", (chunk: Buffer | string) => this.#accept(chunk));
    socket.on("error", (cause) =>
      this.stop(new ConnectionLostError(`link failed: ${cause.message}`, undefined, { cause })),
    );
    const closed = () => this.stop(new ConnectionLostError("the other end closed the link"));
    socket.on("end", closed);
    socket.on("close", closed);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Reads no further. */
  stop(error: EslError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#handlers.end(error);
  }

  #accept(chunk: Buffer | string): void {
    try {
      // Text when the socket was given an encoding.
      this.#decoder.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      while (!this.#ended) {
        const frame = this.#decoder.next();
        if (frame === undefined) break;
        this.#handlers.frame(frame);
      }
    } catch (error) {
      this.stop(
        error instanceof EslError
          ? error
          : new ConnectionLostError("internal error while decoding", undefined, { cause: error }),
      );
    }
  }
}
