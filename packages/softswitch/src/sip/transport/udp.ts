import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import type { SipAddress } from "../types.js";
import { type Flow, type FlowHandlers, type Listener, plainAddress } from "./flow.js";

/** A datagram of so few bytes, all CR, LF or NUL, keeps a binding alive and says nothing (RFC 5626 4.4.1). */
const isKeepAlive = (bytes: Buffer): boolean =>
  bytes.length <= 8 && bytes.every((byte) => byte === 13 || byte === 10 || byte === 0);

/** Binds a UDP socket. */
export async function listenUdp(
  host: string,
  port: number,
  handlers: FlowHandlers,
): Promise<Listener> {
  const socket = createSocket({ type: isIPv6(host) ? "udp6" : "udp4" });
  socket.bind(port, host);
  await once(socket, "listening");
  const listener = new UdpListener(socket);
  // ICMP errors of peers that are away arrive here.
  socket.on("error", (error) => handlers.log("warning", `SIP over UDP: ${error.message}`));
  socket.on("message", (bytes, from) => {
    if (!isKeepAlive(bytes)) {
      handlers.message(bytes, listener.flowTo(plainAddress(from.address), from.port));
    }
  });
  return listener;
}

class UdpListener implements Listener {
  readonly address: SipAddress;
  readonly connections = 0;
  #open = true;

  constructor(private readonly socket: Socket) {
    const { address, port } = socket.address();
    this.address = { host: address, port };
  }

  get open(): boolean {
    return this.#open;
  }

  flowTo(address: string, port: number): Flow {
    const listener = this;
    return {
      peer: { transport: "udp", address, port },
      local: this.address,
      reliable: false,
      get open() {
        return listener.open;
      },
      send: (bytes) => this.#send(bytes, address, port),
      close: () => {},
    };
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.socket.close();
    await once(this.socket, "close");
  }

  #send(bytes: Buffer, address: string, port: number): boolean {
    if (!this.#open || port < 1 || port > 65_535) return false;
    this.socket.send(bytes, port, address, () => {});
    return true;
  }
}
