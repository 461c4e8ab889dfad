import { randomUUID } from "node:crypto";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { Connection } from "./connection.js";
import { FailedCommandError } from "./failed-command-error.js";
import { WildcardEmitter } from "./wildcard-emitter.js";

export interface ServerOptions {
  /** 8022 unless told. */
  readonly port?: number;
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** Listens already; port and host are not looked at then. */
  readonly server?: NetServer | null;
  /** Subscribes each new connection to the events of its channel. */
  readonly myevents?: boolean;
}

export interface ServerEvents {
  error: readonly [error: Error];
  ready: readonly [];
  "connection::open": readonly [connection: Connection, id: string];
  "connection::ready": readonly [connection: Connection, id: string];
  "connection::close": readonly [connection: Connection, id: string];
  "connection::*": readonly [connection: Connection, id: string];
}

/** Takes the connections a switch makes (the application `socket`): one Connection for each call. */
export class Server extends WildcardEmitter<ServerEvents> {
  readonly connections: Record<string, Connection> = {};
  readonly bindEvents: boolean;
  readonly server: NetServer;
  port: number;
  host: string;

  constructor(options?: ServerOptions, ready?: (this: Server) => unknown);
  constructor(ready: (this: Server) => unknown);
  constructor(...args: readonly unknown[]) {
    super();
    const callback = args.find((arg) => typeof arg === "function");
    const options = (args.find((arg) => typeof arg === "object" && arg !== null) ??
      {}) as ServerOptions;
    this.bindEvents = options.myevents === true;
    this.port = options.port ?? 8022;
    this.host = options.host ?? "127.0.0.1";
    this.server = options.server ?? createServer();
    if (callback !== undefined) this.once("ready", callback as (this: this) => unknown);
    this.server.on("error", (error) => this.emit("error", error));
    this.server.on("connection", (socket: Socket) => this.#accept(socket));
    if (options.server) queueMicrotask(() => this.#onListening());
    else this.server.listen(this.port, this.host, () => this.#onListening());
  }

  /** How many calls are connected. */
  getCountOfConnections(): number {
    return Object.keys(this.connections).length;
  }

  /** Accepts no more connections; those there are go on. */
  close(callback?: (error?: Error) => void): void {
    this.server.close(callback);
  }

  #onListening(): void {
    const address = this.server.address();
    if (address !== null && typeof address === "object") {
      this.port = address.port;
      if (address.address !== "::") this.host = address.address;
    }
    this.emit("ready");
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    const id = randomUUID();
    const connection = new Connection(socket);
    this.connections[id] = Object.assign(connection, { _id: id });
    // Before ours, so that listeners which are added there are told first, as programs expect.
    this.emit("connection::open", connection, id);
    const tellReady = () => this.emit("connection::ready", connection, id);
    connection.once("esl::ready", () => {
      if (this.bindEvents) subscribeToCall(connection, tellReady);
      else tellReady();
    });
    connection.once("esl::end", () => {
      // Listeners still find it under its id.
      this.emit("connection::close", connection, id);
      delete this.connections[id];
    });
  }
}

/** A connection without `full` has these events already, and the switch refuses a second request. */
function subscribeToCall(connection: Connection, done: () => void): void {
  if (connection.getInfo()?.getHeader("Control") === "single-channel") return done();
  connection.sendRecv("myevents", (answer) => {
    if (!(answer instanceof FailedCommandError)) done();
  });
}
