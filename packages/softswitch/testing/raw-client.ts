import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Frame, FrameDecoder } from "@parley/esl/codec";

/** A frame with its headers in the order of the wire, for comparison. */
export interface RawFrame {
  readonly head: readonly (readonly [string, string])[];
  readonly contentType: string;
  readonly body: string;
}

const raw = (frame: Frame): RawFrame => ({
  head: [...frame.headers.entries()].map(([name, value]) => [name, value] as const),
  contentType: frame.contentType,
  body: frame.body.toString("utf8"),
});

/** All complete frames in some bytes. */
export function framesIn(bytes: Buffer): RawFrame[] {
  const decoder = new FrameDecoder();
  decoder.push(bytes);
  const frames: RawFrame[] = [];
  for (let next = decoder.next(); next !== undefined; next = decoder.next()) frames.push(raw(next));
  return frames;
}

/** Speaks the event socket by hand: sends bytes, waits for frames. */
export class RawClient {
  readonly frames: RawFrame[] = [];
  received = Buffer.alloc(0);
  closed = false;
  readonly #decoder = new FrameDecoder();
  #wake: () => void = () => {};

  private constructor(readonly socket: Socket) {
    socket.on("data", (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.#decoder.push(chunk);
      for (let next = this.#decoder.next(); next; next = this.#decoder.next()) {
        this.frames.push(raw(next));
      }
      this.#wake();
    });
    socket.on("error", () => {});
    socket.once("close", () => {
      this.closed = true;
      this.#wake();
    });
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, "127.0.0.1");
    const client = new RawClient(socket);
    await once(socket, "connect");
    return client;
  }

  /** Connects and logs in; the two frames of that are consumed. */
  static async login(port: number, password: string): Promise<RawClient> {
    const client = await RawClient.connect(port);
    await client.take();
    const reply = await client.ask(`auth ${password}`);
    if (!JSON.stringify(reply.head).includes("+OK accepted")) throw new Error("login refused");
    return client;
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** The next frame; rejects when the connection ends before it. */
  async take(): Promise<RawFrame> {
    for (;;) {
      const frame = this.frames.shift();
      if (frame !== undefined) return frame;
      if (this.closed) throw new Error("closed");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async takeMany(count: number): Promise<RawFrame[]> {
    const frames: RawFrame[] = [];
    while (frames.length < count) frames.push(await this.take());
    return frames;
  }

  /** Sends a command (without its empty line) and gives the next frame. */
  ask(command: string): Promise<RawFrame> {
    this.write(`${command}\n\n`);
    return this.take();
  }

  /** The text of a `command/reply`. */
  async reply(command: string): Promise<string> {
    const { head } = await this.ask(command);
    return head.find(([name]) => name === "Reply-Text")?.[1] ?? "";
  }

  /** The output of an api command. */
  async api(command: string): Promise<string> {
    return (await this.ask(`api ${command}`)).body;
  }

  async untilClosed(): Promise<void> {
    if (!this.closed) await once(this.socket, "close");
  }

  close(): void {
    this.socket.destroy();
  }
}
