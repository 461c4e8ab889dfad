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
  /** `Registered(WS-NAT)` and the like; follows from the transport where it is not given. */
  readonly status?: string;
  /** Who the From header names; the registered user unless given. */
  readonly from?: { readonly user: string; readonly host: string };
  /** Whose password it was; the registered user and domain unless given. */
  readonly credentials?: { readonly username: string; readonly realm: string };
}

/** What a REGISTER of a real phone says, or an INVITE when it is challenged. */
export type PhoneRequest = Omit<Registration, "expiresAt" | "contact"> & {
  /** Absent when the request has none. */
  readonly contact?: string | undefined;
};

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

export const statusOf = ({
  status,
  transport,
}: Pick<Registration, "status" | "transport">): string => status ?? STATUS[transport];

/** The URI inside the contact's angle brackets. */
export const uriOf = (registration: Registration): string =>
  registration.contact.replace(/^.*</, "").replace(/>.*$/, "");

/** The URI as the phone gave it, without the switch's own marks of NAT. */
export const plainUriOf = (registration: Registration): string =>
  uriOf(registration).replace(/;fs_(nat|path)=[^;>]*/g, "");

/** One phone at one address: the same again is a refresh (multiple-registrations `contact`). */
export const bindingKey = ({ user, domain, contact }: Registration): string =>
  `${user}@${domain} ${contact}`;

/** The dial string that reaches the phone. */
export const dialStringOf = (registration: Registration): string =>
  `sofia/${registration.profile}/${uriOf(registration)}`;
