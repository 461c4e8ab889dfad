import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { LogLine, SwitchCore, SwitchEvent } from "../core/index.js";
import type { MisbehaviourName, Mischief } from "../misbehave/index.js";
import { mayConnect } from "./acl.js";
import { Connection } from "./connection.js";
import { noticeFrame, RUDE_REJECTION } from "./frames.js";
import { defaultQueueLimits, type QueueLimits } from "./queue.js";
import type { EventSocketSettings } from "./settings.js";

export interface EventSocketOptions extends EventSocketSettings {
  readonly core: SwitchCore;
  readonly mischief: Mischief;
  readonly limits?: Partial<QueueLimits>;
  /** Time for the first command, in milliseconds; 25 s as in FreeSWITCH. */
  readonly firstCommandMs?: number;
}

/** Enough for some hundred events before the queue has to hold them. */
const WRITE_BUFFER_BYTES = 256 * 1024;
const FIRST_COMMAND_MS = 25_000;

/** The event socket: accepts clients and hands every event of the core to those that want it. */
export class EventSocketServer {
  readonly #connections = new Set<Connection>();
  #server: Server | undefined;
  #port: number;
  #ended = false;

  constructor(private readonly options: EventSocketOptions) {
    this.#port = options.port;
    options.mischief.on("started", (name) => this.#misbehave(name));
    options.mischief.on("behaved", () => this.#behave());
    options.core.on("event", this.#distribute);
    options.core.on("log", this.#log);
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Binds; port 0 takes a free one, which stays the same for this server's life. */
  listen(): Promise<{ host: string; port: number }> {
    const server = createServer({ highWaterMark: WRITE_BUFFER_BYTES, noDelay: true }, (socket) =>
      this.#accept(socket),
    );
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, this.options.host, () => {
        server.off("error", reject);
        this.#port = (server.address() as AddressInfo).port;
        resolve({ host: this.options.host, port: this.#port });
      });
    });
  }

  /** Tells every client, then closes. */
  async close(): Promise<void> {
    this.options.core.off("event", this.#distribute);
    this.options.core.off("log", this.#log);
    this.#ended = true;
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => {
      if (server?.listening) server.close(() => resolve());
      else resolve();
    });
    const gone = [...this.#connections].map(
      ({ socket }) => new Promise<void>((resolve) => socket.once("close", () => resolve())),
    );
    for (const each of this.#connections) each.close("The system is being shut down.\n");
    await Promise.all([closed, ...gone]);
  }

  #accept(socket: Socket): void {
    const { core, acls } = this.options;
    if (!mayConnect(core.tree, acls, socket.remoteAddress ?? "")) {
      socket.on("error", () => socket.destroy());
      socket.end(RUDE_REJECTION + noticeFrame());
      return;
    }
    const connection = new Connection(socket, {
      core,
      mischief: this.options.mischief,
      password: this.options.password,
      limits: { ...defaultQueueLimits, ...this.options.limits },
      firstCommandMs: this.options.firstCommandMs ?? FIRST_COMMAND_MS,
    });
    this.#connections.add(connection);
    socket.once("close", () => this.#connections.delete(connection));
    if (this.options.mischief.is("stop reading")) connection.hold(true);
  }

  readonly #distribute = (event: SwitchEvent): void => {
    const { mischief } = this.options;
    if (mischief.take("lose events")) return;
    const times = mischief.take("duplicate events") ? 2 : 1;
    for (const connection of this.#connections) {
      for (let time = 0; time < times; time += 1) connection.offerEvent(event);
    }
  };

  readonly #log = (line: LogLine): void => {
    for (const connection of this.#connections) connection.offerLog(line);
  };

  #misbehave(name: MisbehaviourName): void {
    if (name === "drop link") for (const each of this.#connections) each.drop();
    if (name === "half frame") for (const each of this.#connections) each.breakNextFrame();
    if (name === "stop reading") for (const each of this.#connections) each.hold(true);
    if (name === "refuse connections") {
      this.#server?.close();
      this.#server = undefined;
    }
  }

  #behave(): void {
    const { mischief } = this.options;
    for (const each of this.#connections) each.hold(mischief.is("stop reading"));
    if (this.#server !== undefined || this.#ended || mischief.is("refuse connections")) return;
    this.listen().catch((error: unknown) =>
      this.options.core.log("err", `Socket Error! ${String(error)}`),
    );
  }
}
