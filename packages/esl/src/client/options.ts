import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import type { ClientOptions, EslLogger, FrameLimits, ReconnectPolicy, Timeouts } from "../types.js";
import { backoff } from "./backoff.js";

/** An `api originate` may keep the connection for a minute; nothing else should. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  authMs: 10_000,
  commandMs: 10_000,
  apiMs: 60_000,
  jobMs: 120_000,
  closeMs: 1_000,
};

/** The options with every default filled in. */
export interface Settings {
  readonly connect: () => Duplex | Promise<Duplex>;
  readonly policy: ReconnectPolicy | undefined;
  readonly timeouts: Timeouts;
  readonly idleMs: number | undefined;
  readonly maxPending: number;
  readonly limits: Partial<FrameLimits>;
  readonly logger: EslLogger | undefined;
}

/** Where the watchdog does not judge (an `api` may take long), the system finds out: FreeSWITCH's own outbound sockets use as much. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelay: 30_000, noDelay: true } as const;

export function settle({
  host = "127.0.0.1",
  port = 8021,
  connect = () => connectSocket({ host, port, ...KEEP_ALIVE }),
  reconnect = backoff(),
  timeouts,
  watchdog,
  maxPending = 10_000,
  limits = {},
  logger,
}: ClientOptions): Settings {
  return {
    connect,
    policy: reconnect || undefined,
    timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts },
    idleMs: watchdog === false ? undefined : (watchdog?.idleMs ?? 30_000),
    maxPending,
    limits,
    logger,
  };
}
