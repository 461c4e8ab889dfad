import type { SipFault } from "../parse.js";
import type { SipAddress, SipPeer } from "../types.js";

/** A way to one peer: a connection, or the peer's address at a UDP socket. */
export interface Flow {
  readonly peer: SipPeer;
  /** The socket's own end. */
  readonly local: SipAddress;
  /** Whether the transport repeats what was lost. */
  readonly reliable: boolean;
  readonly open: boolean;
  /** False when it could not be sent; later losses are not told. */
  send(bytes: Buffer): boolean;
  close(): void;
}

export interface FlowHandlers {
  /** One whole message; with a fault what there is of one that never becomes whole. */
  readonly message: (bytes: Buffer, flow: Flow, broken?: SipFault) => void;
  /** A connection ended. */
  readonly gone: (flow: Flow) => void;
  readonly log: (level: "err" | "warning" | "debug", text: string) => void;
}

/** A bound transport. */
export interface Listener {
  readonly address: SipAddress;
  /** An open flow to a peer, made when the transport can; undefined where there is none. */
  flowTo(address: string, port: number): Flow | undefined;
  readonly connections: number;
  close(): Promise<void>;
}

export const peerKey = ({ transport, address, port }: SipPeer): string =>
  `${transport}/${address}/${port}`;

/** IPv4 seen through an IPv6 socket is IPv4. */
export const plainAddress = (address: string | undefined): string =>
  (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "");

export interface StreamLimits {
  readonly maxConnections: number;
  /** A connection on which no message became whole for so long is closed. */
  readonly halfOpenMs: number;
  /** A web socket is asked so often whether somebody is there; who has not answered by the next time is gone. */
  readonly pingMs: number;
}

export const DEFAULT_LIMITS: StreamLimits = {
  maxConnections: 1000,
  halfOpenMs: 32_000,
  pingMs: 30_000,
};
