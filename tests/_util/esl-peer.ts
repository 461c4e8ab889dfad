import { createServer, type Server, type Socket } from "node:net";
import type { EslEvent } from "@parley/esl";
import { type Command, CommandDecoder, encodeEvent } from "@parley/esl/switch";

export type Answer = string | undefined | Promise<string | undefined>;

/** The far end of the event socket, as small as can be: every api command is answered by the test. */
export class EslPeer {
  /** Every command line after login, in order, whatever the connection. */
  readonly lines: string[] = [];
  readonly sockets = new Set<Socket>();
  /** The most connections that were open at the same moment. */
  mostSockets = 0;
  accepted = 0;
  password = "secret";
  answer: (command: string) => Answer = () => "+OK\n";
  readonly #server: Server;
  readonly #subscriptions = new Map<Socket, string>();

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async listen(port = 0): Promise<EslPeer> {
    const peer = new EslPeer();
    await new Promise<void>((resolve) => peer.#server.listen(port, "127.0.0.1", resolve));
    return peer;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  /** The connection that has subscribed to conference events. */
  get eventSocket(): Socket | undefined {
    return [...this.sockets].find((socket) =>
      this.#subscriptions.get(socket)?.includes("conference::maintenance"),
    );
  }

  get commandSocket(): Socket | undefined {
    return [...this.sockets].find((socket) =>
      this.#subscriptions.get(socket)?.includes("BACKGROUND_JOB"),
    );
  }

  send(event: EslEvent): void {
    this.eventSocket?.write(encodeEvent(event.headers.entries(), event.body, "plain"));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.accepted += 1;
    this.sockets.add(socket);
    this.mostSockets = Math.max(this.mostSockets, this.sockets.size);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const decoder = new CommandDecoder();
    socket.write("Content-Type: auth/request\n\n");
    socket.on("data", (chunk) => {
      decoder.push(chunk);
      for (let command = decoder.next(); command; command = decoder.next())
        void this.#reply(socket, command);
    });
  }

  async #reply(socket: Socket, { line, headers }: Command): Promise<void> {
    if (line.startsWith("auth ")) {
      if (line === `auth ${this.password}`) return reply(socket, "+OK accepted");
      reply(socket, "-ERR invalid");
      socket.end();
      return;
    }
    if (line.startsWith("event ")) {
      this.#subscriptions.set(socket, `${this.#subscriptions.get(socket) ?? ""} ${line}`);
      return reply(socket, "+OK event listener enabled plain");
    }
    if (line !== "exit") this.lines.push(line);
    if (line.startsWith("api ")) return this.#api(socket, line.slice(4));
    if (line.startsWith("bgapi "))
      return this.#job(socket, line.slice(6), headers.get("Job-UUID") ?? "none");
    reply(socket, line === "exit" ? "+OK bye" : "-ERR command not found");
    if (line === "exit") socket.end();
  }

  async #api(socket: Socket, command: string): Promise<void> {
    const text = await this.answer(command);
    if (text === undefined) return;
    const body = text === "" ? "-ERR no reply\n" : text;
    socket.write(
      `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}`,
    );
  }

  async #job(socket: Socket, command: string, job: string): Promise<void> {
    reply(socket, `+OK Job-UUID: ${job}`, `Job-UUID: ${job}`);
    const text = await this.answer(command);
    if (text === undefined) return;
    const headers = [
      ["Event-Name", "BACKGROUND_JOB"],
      ["Job-UUID", job],
    ] as const;
    socket.write(encodeEvent(headers, text, "plain"));
  }
}

function reply(socket: Socket, text: string, ...more: string[]): void {
  socket.write(["Content-Type: command/reply", `Reply-Text: ${text}`, ...more, "", ""].join("\n"));
}
