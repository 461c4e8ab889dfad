import { once } from "node:events";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { readCapture } from "../../../tests/_util/captures.js";
import type { OutboundServer } from "../src/outbound/index.js";
import { type Command, CommandDecoder, encodeEvent } from "../src/switch/index.js";

/** What was sent after each command of the recorded outbound session, by the command's order. */
export interface RecordedTurn {
  readonly command: Command;
  readonly answer: Buffer;
}

export function recordedTurns(): RecordedTurn[] {
  const turns: { command: Command; answer: Buffer }[] = [];
  for (const { dir, data } of readCapture("11-outbound-socket.server")) {
    const last = turns.at(-1);
    if (dir === "out") {
      const decoder = new CommandDecoder();
      decoder.push(data);
      const command = decoder.next();
      if (command !== undefined) turns.push({ command, answer: Buffer.alloc(0) });
    } else if (dir === "in" && last !== undefined) last.answer = Buffer.concat([last.answer, data]);
  }
  return turns;
}

const [connectTurn] = recordedTurns();
const RECORDED_UUID = "65884e75-1226-4565-ae40-83696456a483";

export interface CallScript {
  readonly uuid?: string;
  readonly mode?: "async" | "static";
  readonly control?: "full" | "single-channel";
  /** Answers a command; true when it was dealt with, else the usual answer follows. */
  readonly script?: (command: Command, call: ScriptedCall) => boolean;
}

/** The switch's end of one outbound socket; the reply to `connect` is a recorded one. */
export class ScriptedCall {
  readonly uuid: string;
  readonly commands: Command[] = [];
  readonly socket: Duplex;
  readonly #script: CallScript;
  #watchers: (() => void)[] = [];

  constructor(socket: Duplex, script: CallScript = {}) {
    this.socket = socket;
    this.#script = script;
    this.uuid = script.uuid ?? crypto.randomUUID();
    const decoder = new CommandDecoder();
    socket.on("error", () => {});
    socket.on("close", () => this.#look());
    socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let command = decoder.next(); command !== undefined; command = decoder.next()) {
        this.commands.push(command);
        if (script.script?.(command, this) !== true) this.#answer(command);
        this.#look();
      }
    });
  }

  static async dial(server: OutboundServer, script: CallScript = {}): Promise<ScriptedCall> {
    const address = server.address();
    if (typeof address === "string") throw new Error("no port");
    const socket = connect({ port: address.port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    return new ScriptedCall(socket, script);
  }

  get lines(): string[] {
    return this.commands.map(({ line }) => line);
  }

  get closed(): boolean {
    return this.socket.closed;
  }

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

  write(data: string | Buffer): void {
    if (!this.socket.destroyed) this.socket.write(data);
  }

  reply(text: string): void {
    this.write(`Content-Type: command/reply\nReply-Text: ${text}\n\n`);
  }

  event(name: string, headers: Record<string, string> = {}, body?: string): void {
    const all = {
      "Event-Name": name,
      "Unique-ID": this.uuid,
      variable_uuid: this.uuid,
      ...headers,
    };
    this.write(encodeEvent(Object.entries(all), body, "plain"));
  }

  complete(command: Command, headers: Record<string, string> = {}): void {
    this.event("CHANNEL_EXECUTE_COMPLETE", {
      Application: command.headers.get("execute-app-name") ?? "",
      "Application-UUID": command.headers.get("Event-UUID") ?? "",
      "Application-Response": "_none_",
      ...headers,
    });
  }

  /** The recorded reply to `connect`, as another call in another mode. */
  welcome(): void {
    const { mode = "async", control = "full" } = this.#script;
    const text = (connectTurn?.answer ?? Buffer.alloc(0))
      .toString("latin1")
      .replaceAll(RECORDED_UUID, this.uuid)
      .replace("Socket-Mode: async", `Socket-Mode: ${mode}`)
      .replace("Control: full", `Control: ${control}`);
    this.write(Buffer.from(text, "latin1"));
  }

  hangUp(cause = "NORMAL_CLEARING"): void {
    this.event("CHANNEL_HANGUP", { "Hangup-Cause": cause });
    if ((this.#script.control ?? "full") !== "full") {
      this.sayGoodbye();
      return;
    }
    this.event("CHANNEL_HANGUP_COMPLETE", { "Hangup-Cause": cause, variable_billsec: "7" });
    this.write(
      `Content-Type: text/disconnect-notice\nControlled-Session-UUID: ${this.uuid}\nContent-Disposition: linger\nLinger-Time: 30\nContent-Length: 0\n\n`,
    );
  }

  sayGoodbye(): void {
    this.write(
      `Content-Type: text/disconnect-notice\nControlled-Session-UUID: ${this.uuid}\nContent-Disposition: disconnect\nContent-Length: 67\n\nDisconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n`,
    );
    this.socket.end();
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #answer(command: Command): void {
    const [word = ""] = command.line.split(" ");
    const full = (this.#script.control ?? "full") === "full";
    if (word === "connect") this.welcome();
    else if (word === "sendmsg") this.#onMessage(command);
    else if (word === "exit") {
      this.reply("+OK bye");
      this.sayGoodbye();
    } else if (["myevents", "divert_events", "resume", "filter"].includes(word)) this.reply("+OK");
    else if (!full) this.reply("-ERR command not found");
    else if (word === "api") this.#onApi(command.line);
    else this.reply("+OK");
  }

  #onMessage(command: Command): void {
    this.reply("+OK");
    if (command.headers.get("call-command") === "hangup")
      this.hangUp(command.headers.get("hangup-cause"));
    else this.complete(command);
  }

  #onApi(line: string): void {
    const output = "+OK\n";
    this.write(`Content-Type: api/response\nContent-Length: ${output.length}\n\n${output}`);
    const [, cause] = /^api uuid_kill \S+ (\S+)$/.exec(line) ?? [];
    if (cause !== undefined) this.hangUp(cause);
  }
}
