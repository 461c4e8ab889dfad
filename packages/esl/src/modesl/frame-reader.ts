import type { Duplex } from "node:stream";
import { ConnectionLostError, EslError } from "../errors.js";
import type { Frame } from "../frame.js";
import { FrameDecoder } from "../frame-decoder.js";

export interface FrameReaderHandlers {
  frame(frame: Frame): void;
  /** Told once. */
  end(error: EslError): void;
}

/** The frames of a socket until it ends; a broken peer ends it too. */
export class FrameReader {
  readonly #decoder = new FrameDecoder();
  readonly #handlers: FrameReaderHandlers;
  readonly #socket: Duplex;
  #ended = false;

  constructor(socket: Duplex, handlers: FrameReaderHandlers) {
    this.#socket = socket;
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

  /** Reads no further and destroys the socket. */
  stop(error: EslError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroy();
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
