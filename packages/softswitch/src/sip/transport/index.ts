import type { SipBinding } from "../types.js";
import type { FlowHandlers, Listener, StreamLimits } from "./flow.js";
import { listenTcp } from "./tcp.js";
import { listenUdp } from "./udp.js";
import { listenWebSocket } from "./web-socket.js";

export {
  DEFAULT_LIMITS,
  type Flow,
  type FlowHandlers,
  type Listener,
  peerKey,
  type StreamLimits,
} from "./flow.js";

export interface ListenOptions {
  readonly certificate?: { readonly key: string; readonly cert: string } | undefined;
  readonly limits: StreamLimits;
}

/** Binds one transport. Rejects with the error of the system, or when encryption is asked for without a certificate. */
export function listen(
  binding: SipBinding,
  { certificate, limits }: ListenOptions,
  handlers: FlowHandlers,
): Promise<Listener> {
  const { transport, host, port } = binding;
  const secure = transport === "tls" || transport === "wss";
  if (secure && certificate === undefined) {
    return Promise.reject(new Error(`${transport} needs a certificate`));
  }
  const options = { host, port, limits, certificate: secure ? certificate : undefined };
  if (transport === "udp") return listenUdp(host, port, handlers);
  return transport === "tcp" || transport === "tls"
    ? listenTcp(options, handlers)
    : listenWebSocket(options, handlers);
}
