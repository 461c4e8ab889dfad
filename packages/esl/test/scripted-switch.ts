import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { EventFormat } from "../src/index.js";
import { type Command, CommandDecoder, encodeEvent } from "../src/switch/index.js";

const NOTICE =
  "Content-Type: text/disconnect-notice\nContent-Length: 67\n\n" +
  "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n";

/** Answers a command; true when it was dealt with, else the usual answer follows. */
export type Script = (command: Command, peer: Peer) => boolean;

export interface ScriptOptions {
  readonly password?: string;
  /** What a new connection hears first. */
  readonly greeting?: "auth" | "rude" | "silence";
  readonly script?: Script;
  /** Output of `api` and `bgapi` commands by their words. */
  readonly output?: (words: string) => string;
}

/** One connection, seen from the switch. */
export class Peer {
  format: EventFormat = "plain";
  constructor(readonly socket: Socket) {}

  write(data: string | Buffer): void {
    if (!this.socket.destroyed) this.socket.write(data);
  }
  reply(text: string, more = ""): void {
    this.write(`Content-Type: command/reply\nReply-Text: ${text}\n${more}\n`);
  }
  apiResponse(output: string): void {
    this.write(
      `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(output)}\n\n${output}`,
    );
  }
  event(headers: Record<string, string>, body?: string): void {
    this.write(encodeEvent(Object.entries(headers), body, this.format));
  }
  job(id: string, output: string): void {
    this.event({ "Event-Name": "BACKGROUND_JOB", "Job-UUID": id }, output);
  }
  sayGoodbye(): void {
    this.write(NOTICE);
    this.socket.end();
  }
}

/** A few hundred replies of a real switch, and whatever a test adds. */
export class ScriptedSwitch {
  readonly commands: Command[] = [];
  readonly peers: Peer[] = [];
  script: Script | undefined;
  /** Connections ever made, and the most that lived at once. */
  accepted = 0;
  mostAtOnce = 0;
  readonly #options: ScriptOptions;
  readonly #server: Server;
  #watchers: (() => void)[] = [];

  private constructor(options: ScriptOptions) {
    this.#options = options;
    this.script = options.script;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  static async start(options: ScriptOptions = {}, port = 0): Promise<ScriptedSwitch> {
    const scripted = new ScriptedSwitch(options);
    scripted.#server.listen(port, "127.0.0.1");
    await once(scripted.#server, "listening");
    return scripted;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  get peer(): Peer {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error("nobody is connected");
    return peer;
  }
  get lines(): string[] {
    return this.commands.map(({ line }) => line);
  }

  /** Settles as soon as the condition holds; looked at after every command and connection. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#watchers = this.#watchers.filter((watcher) => watcher !== look);
        resolve();
      };
      this.#watchers.push(look);
    });
  }
  received(line: string | RegExp, count = 1): Promise<void> {
    const matches = (text: string) => (typeof line === "string" ? text === line : line.test(text));
    return this.until(() => this.lines.filter(matches).length >= count);
  }

  dropAll(): void {
    for (const { socket } of this.peers) socket.destroy();
  }
  async stop(): Promise<void> {
    this.#server.close();
    this.dropAll();
    await once(this.#server, "close");
  }
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.stop();
  }

  #accept(socket: Socket): void {
    const peer = new Peer(socket);
    const decoder = new CommandDecoder();
    this.accepted++;
    this.peers.push(peer);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.peers.length);
    socket.on("error", () => {});
    socket.on("close", () => {
      this.peers.splice(this.peers.indexOf(peer), 1);
      this.#look();
    });
    socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let command = decoder.next(); command !== undefined; command = decoder.next()) {
        this.commands.push(command);
        if (this.script?.(command, peer) !== true) this.#answer(command, peer);
        this.#look();
      }
    });
    this.#greet(peer);
    this.#look();
  }

  #greet(peer: Peer): void {
    const { greeting = "auth" } = this.#options;
    if (greeting === "auth") peer.write("Content-Type: auth/request\n\n");
    if (greeting !== "rude") return;
    peer.write(
      "Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n",
    );
    peer.sayGoodbye();
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #answer(command: Command, peer: Peer): void {
    const [word = "", ...rest] = command.line.split(" ");
    const words = rest.join(" ");
    const { output = () => "+OK\n", password = "ClueCon" } = this.#options;
    if (word === "auth" && words !== password) {
      peer.reply("-ERR invalid");
      peer.sayGoodbye();
    } else if (word === "auth") peer.reply("+OK accepted");
    else if (word === "userauth")
      peer.reply("+OK accepted", "Allowed-Events: all\nAllowed-API: all\nAllowed-LOG: true\n");
    else if (word === "api") peer.apiResponse(output(words) || "-ERR no reply\n");
    else if (word === "bgapi") this.#background(command, peer, output(words));
    else if (word === "event") this.#listen(rest, peer);
    else if (word === "exit") {
      peer.reply("+OK bye");
      peer.sayGoodbye();
    } else peer.reply(REPLIES[word] ?? "-ERR command not found");
  }

  #background(command: Command, peer: Peer, output: string): void {
    const id = command.headers.get("Job-UUID") ?? "9ce43660-8028-4e1f-bc46-0b5de900ab32";
    peer.reply(`+OK Job-UUID: ${id}`, `Job-UUID: ${id}\n`);
    peer.job(id, output);
  }

  #listen([format = "plain"]: string[], peer: Peer): void {
    if (format === "plain" || format === "json" || format === "xml") peer.format = format;
    peer.reply(`+OK event listener enabled ${peer.format}`);
  }
}

const REPLIES: Readonly<Record<string, string>> = {
  nixevent: "+OK events nixed",
  noevents: "+OK no longer listening for events",
  filter: "+OK filter added. [Event-Name]=[CHANNEL_CREATE]",
  sendevent: "+OK 16ba5140-7f3e-4de5-b6a8-4d9387237e6d",
  sendmsg: "+OK",
  log: "+OK log level 7 [7]",
  nolog: "+OK no longer logging",
};
