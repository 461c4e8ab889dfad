import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { MAX_MESSAGE_BYTES } from "../parse.js";
import type { SipAddress } from "../types.js";
import { type Flow, type FlowHandlers, type Listener, plainAddress } from "./flow.js";
import type { TcpOptions } from "./tcp.js";

const PONG = Buffer.from("\r\n");
const MAX_UNSENT_BYTES = 1_048_576;

/** Binds SIP over WebSocket (RFC 7118), encrypted where there is a certificate. */
export async function listenWebSocket(
  options: TcpOptions,
  handlers: FlowHandlers,
): Promise<Listener> {
  const { certificate, host, port, limits } = options;
  const server =
    certificate === undefined ? createServer(refuse) : createSecureServer(certificate, refuse);
  server.headersTimeout = limits.halfOpenMs;
  server.maxConnections = limits.maxConnections;
  server.listen(port, host);
  await once(server, "listening");
  return new WebSocketListener(server, certificate !== undefined, limits.pingMs, handlers);
}

/** Whoever comes without an upgrade. */
function refuse(_request: IncomingMessage, response: import("node:http").ServerResponse): void {
  response.writeHead(426, { Connection: "close", "Content-Type": "text/plain" });
  response.end("SIP over WebSocket\n");
}

class WebSocketListener implements Listener {
  readonly address: SipAddress;
  readonly #flows = new Set<WebSocketFlow>();
  readonly #sockets: WebSocketServer;
  readonly #pings: NodeJS.Timeout;

  constructor(
    private readonly server: Server,
    private readonly secure: boolean,
    pingMs: number,
    private readonly handlers: FlowHandlers,
  ) {
    this.#pings = setInterval(() => this.#pingAll(), pingMs).unref();
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("No address");
    this.address = { host: bound.address, port: bound.port };
    server.on("error", (error) => handlers.log("warning", `SIP over WebSocket: ${error.message}`));
    server.on("clientError", (_error, socket) => socket.destroy());
    this.#sockets = new WebSocketServer({
      server,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      // Only this subprotocol is spoken; a client that offers others gets none of them (RFC 7118 4.1).
      handleProtocols: (offered) => (offered.has("sip") ? "sip" : false),
    });
    this.#sockets.on("connection", (socket, request) => this.#adopt(socket, request));
  }

  get connections(): number {
    return this.#flows.size;
  }

  /** Nobody can be connected to who listens behind a web socket: only who is here. */
  flowTo(address: string, port: number): Flow | undefined {
    for (const flow of this.#flows) {
      if (flow.peer.address === address && flow.peer.port === port) return flow;
    }
    return undefined;
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    for (const flow of this.#flows) flow.close();
    this.#sockets.close();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  /** Whoever lost its network says no goodbye, and would stay registered for as long as TCP believes in it. */
  #pingAll(): void {
    for (const flow of this.#flows) flow.ping();
  }

  #adopt(socket: WebSocket, request: IncomingMessage): void {
    const peer = {
      transport: this.secure ? ("wss" as const) : ("ws" as const),
      address: plainAddress(request.socket.remoteAddress),
      port: request.socket.remotePort ?? 0,
    };
    const flow = new WebSocketFlow(socket, peer, this.address, this.handlers);
    this.#flows.add(flow);
    socket.once("close", () => {
      this.#flows.delete(flow);
      this.handlers.gone(flow);
    });
    if (socket.protocol !== "sip") socket.close(1002, "subprotocol sip");
  }
}

class WebSocketFlow implements Flow {
  readonly reliable = true;
  #heard = true;

  constructor(
    private readonly socket: WebSocket,
    readonly peer: Flow["peer"],
    readonly local: SipAddress,
    private readonly handlers: FlowHandlers,
  ) {
    socket.on("error", (error) => handlers.log("debug", `SIP over WebSocket: ${error.message}`));
    socket.on("message", (data) => this.#read(data));
    socket.on("pong", () => {
      this.#heard = true;
    });
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  send(bytes: Buffer): boolean {
    if (!this.open) return false;
    if (this.socket.bufferedAmount > MAX_UNSENT_BYTES) {
      this.close();
      return false;
    }
    // Text: some phones throw binary frames away (RFC 7118 4.2 lets either be).
    this.socket.send(bytes, { binary: false });
    return true;
  }

  /** Asks whether somebody is there; closes when the last question was not answered. */
  ping(): void {
    if (!this.#heard) this.close();
    this.#heard = false;
    if (this.open) this.socket.ping();
  }

  close(): void {
    this.socket.terminate();
  }

  /** JsSIP and SIP.js keep alive by CR LF CR LF frames and take any answer for life. */
  #read(data: RawData): void {
    this.#heard = true;
    const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
    const text = bytes.length <= 4 ? bytes.toString("latin1") : "";
    if (text === "\r\n\r\n") this.send(PONG);
    else if (text !== "\r\n" && bytes.length > 0 && this.open) this.handlers.message(bytes, this);
  }
}
