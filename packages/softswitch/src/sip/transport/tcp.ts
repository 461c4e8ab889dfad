import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { SipFault } from "../parse.js";
import type { SipAddress } from "../types.js";
import {
  type Flow,
  type FlowHandlers,
  type Listener,
  plainAddress,
  type StreamLimits,
} from "./flow.js";
import { StreamFramer, StreamFramingError } from "./framer.js";

const PONG = Buffer.from("\r\n");
/** What may wait to be written to a peer that does not read. */
const MAX_UNSENT_BYTES = 1_048_576;

/** After these nobody knows where the next message begins: the request is refused and the connection closed. */
const FAULTS: Readonly<Record<StreamFramingError["code"], SipFault>> = {
  "too-large": { status: 513, reason: "Message Too Large" },
  "no-length": { status: 400, reason: "Missing Content-Length" },
};

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate?: { readonly key: string; readonly cert: string } | undefined;
  readonly limits: StreamLimits;
}

/** Binds a TCP socket, or a TLS one where there is a certificate. */
export async function listenTcp(options: TcpOptions, handlers: FlowHandlers): Promise<Listener> {
  const { certificate, host, port } = options;
  const server = certificate === undefined ? createServer() : createTlsServer({ ...certificate });
  server.listen(port, host);
  await once(server, "listening");
  server.on("error", (error) => handlers.log("warning", `SIP over TCP: ${error.message}`));
  return new TcpListener(server, certificate !== undefined, options.limits, handlers);
}

class TcpListener implements Listener {
  readonly address: SipAddress;
  readonly #connections = new Set<TcpFlow>();

  constructor(
    private readonly server: Server,
    private readonly secure: boolean,
    private readonly limits: StreamLimits,
    private readonly handlers: FlowHandlers,
  ) {
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("No address");
    this.address = { host: bound.address, port: bound.port };
    server.maxConnections = limits.maxConnections;
    server.on(secure ? "secureConnection" : "connection", (socket: Socket) => this.#adopt(socket));
  }

  get connections(): number {
    return this.#connections.size;
  }

  flowTo(address: string, port: number): Flow | undefined {
    for (const flow of this.#connections) {
      if (flow.peer.address === address && flow.peer.port === port) return flow;
    }
    if (this.secure || this.#connections.size >= this.limits.maxConnections) return undefined;
    const socket = connect({ host: address, port, timeout: this.limits.halfOpenMs });
    return this.#adopt(socket, { address, port });
  }

  async close(): Promise<void> {
    for (const flow of this.#connections) flow.close();
    this.server.close();
    await once(this.server, "close");
  }

  #adopt(socket: Socket, to?: { address: string; port: number }): Flow {
    const peer = {
      transport: this.secure ? ("tls" as const) : ("tcp" as const),
      address: to?.address ?? plainAddress(socket.remoteAddress),
      port: to?.port ?? socket.remotePort ?? 0,
    };
    const flow = new TcpFlow(socket, peer, this.address, this.limits.halfOpenMs, this.handlers);
    this.#connections.add(flow);
    socket.once("close", () => {
      this.#connections.delete(flow);
      this.handlers.gone(flow);
    });
    return flow;
  }
}

class TcpFlow implements Flow {
  readonly reliable = true;
  readonly #framer = new StreamFramer();
  #halfOpen: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    readonly peer: Flow["peer"],
    readonly local: SipAddress,
    private readonly halfOpenMs: number,
    private readonly handlers: FlowHandlers,
  ) {
    socket.setNoDelay(true);
    socket.on("error", (error) => handlers.log("debug", `SIP over TCP: ${error.message}`));
    socket.on("data", (chunk) => this.#read(chunk));
    socket.once("close", () => clearTimeout(this.#halfOpen));
    this.#watch();
  }

  get open(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  send(bytes: Buffer): boolean {
    if (!this.open) return false;
    if (this.socket.writableLength > MAX_UNSENT_BYTES) {
      this.close();
      return false;
    }
    this.socket.write(bytes);
    return true;
  }

  close(): void {
    this.socket.destroy();
  }

  /** Whoever connects must say something whole in time; afterwards only half messages are timed. */
  #watch(): void {
    clearTimeout(this.#halfOpen);
    this.#halfOpen = setTimeout(() => this.close(), this.halfOpenMs);
  }

  #read(chunk: Buffer): void {
    const wasIdle = this.#framer.pending === 0;
    this.#framer.push(chunk);
    try {
      this.#readPieces();
    } catch (error) {
      if (!(error instanceof StreamFramingError)) throw error;
      this.handlers.log("warning", `${error.message} from ${this.peer.address}`);
      this.handlers.message(error.head, this, FAULTS[error.code]);
      this.socket.end();
      this.socket.removeAllListeners("data");
      this.socket.resume();
      this.#watch();
      return;
    }
    if (this.#framer.pending === 0) clearTimeout(this.#halfOpen);
    else if (wasIdle) this.#watch();
  }

  #readPieces(): void {
    for (let piece = this.#framer.next(); piece !== undefined; piece = this.#framer.next()) {
      if (piece.kind === "ping") this.send(PONG);
      else this.handlers.message(piece.bytes, this);
      if (!this.open) return;
    }
  }
}
