import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { type Command, CommandDecoder, encodeEvent } from "../src/switch/index.js";

/** The header block that answers `connect`, short of what a real one holds. */
export const CHANNEL_DATA =
  "Event-Name: CHANNEL_DATA\nCore-UUID: core-1\nUnique-ID: call-1\nCaller-Caller-ID-Name: J%C3%B6rg%2050%25\n" +
  "Caller-Caller-ID-Number: 20001\nContent-Type: command/reply\nReply-Text: %2BOK%0A\nSocket-Mode: async\nControl: full\n\n";

/** The switch's side of a call that the dialplan sent to an outbound socket. */
export class FakeCall {
  readonly commands: Command[] = [];
  readonly socket: Socket;
  /** What an application ends with; undefined: it never does. */
  onExecute: (app: string, call: FakeCall) => string | undefined = () => "_none_";
  readonly #channelData: string;
  #watchers: (() => void)[] = [];

  private constructor(socket: Socket, channelData: string) {
    this.socket = socket;
    this.#channelData = channelData;
    const decoder = new CommandDecoder();
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let command = decoder.next(); command !== undefined; command = decoder.next()) {
        this.commands.push(command);
        this.#answer(command);
      }
      for (const watcher of [...this.#watchers]) watcher();
    });
  }

  static async dial(port: number, channelData = CHANNEL_DATA): Promise<FakeCall> {
    const socket = createConnection(port, "127.0.0.1");
    await once(socket, "connect");
    return new FakeCall(socket, channelData);
  }

  get lines(): string[] {
    return this.commands.map(({ line }) => line);
  }

  received(line: string): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.lines.includes(line)) return;
        this.#watchers = this.#watchers.filter((watcher) => watcher !== look);
        resolve();
      };
      this.#watchers.push(look);
      look();
    });
  }

  event(headers: Record<string, string>, body?: string): void {
    this.socket.write(
      encodeEvent(Object.entries({ "Unique-ID": "call-1", ...headers }), body, "json"),
    );
  }

  hangUp(): void {
    this.socket.end(
      "Content-Type: text/disconnect-notice\nControlled-Session-UUID: call-1\nContent-Disposition: disconnect\nContent-Length: 0\n\n",
    );
  }

  #answer({ line, headers }: Command): void {
    if (line === "connect") {
      this.socket.write(this.#channelData);
      return;
    }
    this.socket.write("Content-Type: command/reply\nReply-Text: +OK\n\n");
    const app = headers.get("execute-app-name");
    const response = app === undefined ? undefined : this.onExecute(app, this);
    if (app === undefined || response === undefined) return;
    this.event({
      "Event-Name": "CHANNEL_EXECUTE_COMPLETE",
      Application: app,
      "Application-UUID": headers.get("Event-UUID") ?? "",
      "Application-Response": response,
    });
  }
}
