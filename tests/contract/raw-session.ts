import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { EslEvent } from "@parley/esl";
import { decodeEvent, type Frame, FrameDecoder } from "@parley/esl/codec";

/** A bare connection to an event socket: what is written goes out as it is, what comes is only framed. */
export class RawSession {
  readonly #decoder = new FrameDecoder();
  readonly #frames: Frame[] = [];
  readonly events: EslEvent[] = [];
  #wake: () => void = () => {};

  private constructor(readonly socket: Socket) {
    socket.on("data", (chunk) => this.#take(chunk));
  }

  static async open(host: string, port: number, password: string): Promise<RawSession> {
    const socket = connect({ host, port });
    await once(socket, "connect");
    const session = new RawSession(socket);
    await session.next();
    const accepted = await session.command(`auth ${password}`);
    if (accepted !== "+OK accepted") throw new Error(`refused: ${accepted}`);
    return session;
  }

  /** Writes one command; resolves to its Reply-Text, or the body of an api answer. */
  async command(text: string): Promise<string> {
    this.socket.write(`${text}\n\n`);
    const frame = await this.next();
    return frame.contentType === "api/response"
      ? frame.body.toString("utf8")
      : (frame.headers.get("Reply-Text") ?? "");
  }

  async next(): Promise<Frame> {
    while (this.#frames.length === 0) await this.#change("a reply");
    return this.#frames.shift()!;
  }

  /** Resolves to the first event (from index `from` on) that fits. */
  async event(fits: (event: EslEvent) => boolean, from = 0): Promise<EslEvent> {
    for (;;) {
      const found = this.events.slice(from).find(fits);
      if (found) return found;
      await this.#change("an event");
    }
  }

  close(): void {
    this.socket.destroy();
  }

  #change(what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited 20 s for ${what}`)), 20_000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(chunk: Buffer): void {
    this.#decoder.push(chunk);
    for (let frame = this.#decoder.next(); frame; frame = this.#decoder.next()) {
      if (frame.contentType.startsWith("text/event-")) this.events.push(decodeEvent(frame));
      else this.#frames.push(frame);
    }
    this.#wake();
  }
}
