import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import { backoff } from "./backoff.js";
import type { ClientOptions, EslLogger, ReconnectPolicy, Timeouts } from "./types.js";

/** An `api originate` may keep the connection for a minute; nothing else should. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  authMs: 10_000,
  commandMs: 10_000,
  apiMs: 60_000,
  jobMs: 120_000,
  closeMs: 1_000,
};

const DEFAULT_IDLE_MS = 30_000;
const DEFAULT_MAX_PENDING = 10_000;
const silent = (): void => {};
const SILENT: EslLogger = { debug: silent, info: silent, warn: silent, error: silent };

/** The options with every default filled in. */
export interface Settings {
  readonly connect: () => Duplex | Promise<Duplex>;
  readonly policy: ReconnectPolicy | undefined;
  readonly timeouts: Timeouts;
  readonly idleMs: number | undefined;
  readonly maxPending: number;
  readonly logger: EslLogger;
  readonly hasLogger: boolean;
}

export function settle(options: ClientOptions): Settings {
  const { host = "127.0.0.1", port = 8021, reconnect, watchdog } = options;
  return {
    connect:
      options.connect ?? (() => connectSocket({ host, port, noDelay: true, keepAlive: true })),
    policy: reconnect === false ? undefined : (reconnect ?? backoff()),
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    idleMs: watchdog === false ? undefined : (watchdog?.idleMs ?? DEFAULT_IDLE_MS),
    maxPending: options.maxPending ?? DEFAULT_MAX_PENDING,
    logger: options.logger ?? SILENT,
    hasLogger: options.logger !== undefined,
  };
}
