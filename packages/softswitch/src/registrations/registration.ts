export const TRANSPORTS = ["udp", "tcp", "tls", "ws", "wss"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** A phone that signed in. */
export interface Registration {
  readonly callId: string;
  readonly profile: string;
  readonly user: string;
  readonly domain: string;
  /** With display name and angle brackets, as in the Contact header. */
  readonly contact: string;
  readonly agent: string;
  readonly transport: Transport;
  readonly networkIp: string;
  readonly networkPort: number;
  /** Seconds the phone asked for. */
  readonly expires: number;
  /** Epoch seconds at which it is forgotten: later than asked for by the switch's margin. */
  readonly expiresAt: number;
}

export interface RegisterOptions {
  readonly domain?: string;
  /** Compared with the user's password when given; a wrong one is refused as the switch would. */
  readonly password?: string;
  readonly callId?: string;
  readonly expires?: number;
  readonly agent?: string;
  readonly transport?: Transport;
  readonly ip?: string;
  readonly port?: number;
}

/** The switch answered 403. */
export class RegistrationRefusedError extends Error {
  constructor(
    readonly user: string,
    readonly domain: string,
  ) {
    super(`Registration of ${user}@${domain} refused`);
    this.name = "RegistrationRefusedError";
  }
}

/** Web sockets always count as behind a NAT (sofia_reg.c). */
const STATUS: Readonly<Record<Transport, string>> = {
  udp: "Registered(UDP)",
  tcp: "Registered(TCP)",
  tls: "Registered(TLS)",
  ws: "Registered(WS-NAT)",
  wss: "Registered(WSS-NAT)",
};

export const statusOf = (registration: Registration): string => STATUS[registration.transport];

/** The URI inside the contact's angle brackets. */
export const uriOf = (registration: Registration): string =>
  registration.contact.replace(/^.*</, "").replace(/>.*$/, "");

/** The dial string that reaches the phone. */
export const dialStringOf = (registration: Registration): string =>
  `sofia/${registration.profile}/${uriOf(registration)}`;
