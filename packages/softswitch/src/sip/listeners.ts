import {
  DEFAULT_LIMITS,
  type Flow,
  type FlowHandlers,
  type Listener,
  listen,
} from "./transport/index.js";
import type {
  SipAddress,
  SipAddresses,
  SipBinding,
  SipPeer,
  SipRequest,
  SipStackOptions,
  SipTransport,
} from "./types.js";
import { DEFAULT_PORTS, parseVia } from "./via.js";

/** The bound sockets of a stack. */
export class Listeners {
  readonly #bound = new Map<SipTransport, Listener>();

  constructor(
    private readonly options: SipStackOptions,
    private readonly handlers: FlowHandlers,
  ) {}

  get addresses(): SipAddresses {
    const of = (transport: SipTransport): SipAddress | undefined =>
      this.#bound.get(transport)?.address;
    return { udp: of("udp"), tcp: of("tcp"), tls: of("tls"), ws: of("ws"), wss: of("wss") };
  }

  get connections(): number {
    return [...this.#bound.values()].reduce((sum, each) => sum + each.connections, 0);
  }

  async start(): Promise<SipAddresses> {
    for (const binding of this.options.bindings) await this.#bind(binding);
    return this.addresses;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#bound.values()].map((each) => each.close()));
  }

  flowTo(peer: SipPeer): Flow | undefined {
    return this.#bound.get(peer.transport)?.flowTo(peer.address, peer.port);
  }

  /** An answer goes back the way the request came; over UDP to the port that Via names unless it asks for rport (RFC 3261 18.2.2, RFC 3581 4). */
  reply(request: SipRequest, flow: Flow, bytes: Buffer): void {
    if (flow.reliable) {
      flow.send(bytes);
      return;
    }
    const via = parseVia(request.get("Via") ?? "");
    const port = via?.rport === undefined ? (via?.port ?? DEFAULT_PORTS.udp) : flow.peer.port;
    this.flowTo({ ...flow.peer, port })?.send(bytes);
  }

  async #bind(binding: SipBinding): Promise<void> {
    const { transport, host, port } = binding;
    try {
      this.#bound.set(transport, await this.#listen(binding));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.handlers.log("err", `SIP over ${transport} at ${host}:${port} not bound: ${text}`);
    }
  }

  async #listen(binding: SipBinding): Promise<Listener> {
    if (binding.port === 0) return this.#listenAnywhere(binding);
    return this.#listenAt(binding).catch((error: unknown) => {
      if (!this.options.freePorts) throw error;
      return elsewhere(error, () => this.#listenAnywhere(binding));
    });
  }

  /** TCP takes the free port UDP was given, as phones expect both to be one number; another where a stranger has it. */
  #listenAnywhere(binding: SipBinding): Promise<Listener> {
    const free = { ...binding, port: 0 };
    const udp = this.#bound.get("udp")?.address;
    if (binding.transport !== "tcp" || udp === undefined) return this.#listenAt(free);
    return this.#listenAt({ ...binding, port: udp.port }).catch((error: unknown) =>
      elsewhere(error, () => this.#listenAt(free)),
    );
  }

  #listenAt(binding: SipBinding): Promise<Listener> {
    const { maxConnections = DEFAULT_LIMITS.maxConnections, certificate } = this.options;
    const options = { certificate, limits: { ...DEFAULT_LIMITS, maxConnections } };
    return listen(binding, options, this.handlers);
  }
}

/** @throws error unless it says that a port is taken. */
function elsewhere(error: unknown, listenThere: () => Promise<Listener>): Promise<Listener> {
  if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
  return listenThere();
}
