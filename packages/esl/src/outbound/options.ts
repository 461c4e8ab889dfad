import type { ServerOpts } from "node:net";
import { DEFAULT_TIMEOUTS } from "../client/options.js";
import type { EslLogger, FrameLimits, Timeouts } from "../types.js";

export interface OutboundOptions {
  /** For the listening socket, as of `net.createServer`. */
  readonly server?: ServerOpts;
  /**
   * How long the switch may keep the connection after a hangup, so that the last events arrive; 30 s unless told. It is
   * given back as soon as the handler is done. Needs `full`.
   */
  readonly lingerSeconds?: number | false;
  /** Also delivers events that are sent to the channel itself, such as SIP INFO and MESSAGE. */
  readonly divertEvents?: boolean;
  /** What becomes of a call that is still up when the promise of its handler is fulfilled; "hangup" unless told. */
  readonly whenDone?: "hangup" | "stay";
  /** Calls at once; what is more is hung up. No limit unless told. */
  readonly maxCalls?: number;
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<FrameLimits>;
  /** Commands of one call that may wait for their reply at once; 10,000 unless told. */
  readonly maxPending?: number;
  /** Silence after which a connection is probed, and as much again after which it is given up; 30 s unless told. */
  readonly watchdog?: { readonly idleMs: number } | false;
  readonly logger?: EslLogger;
}

const silent = (): void => {};

export interface OutboundSettings {
  readonly lingerSeconds: number | undefined;
  readonly divertEvents: boolean;
  readonly hangUpWhenDone: boolean;
  readonly maxCalls: number;
  readonly timeouts: Timeouts;
  readonly limits: Partial<FrameLimits>;
  readonly maxPending: number;
  readonly idleMs: number | undefined;
  readonly logger: EslLogger;
  readonly hasLogger: boolean;
}

export function settleOutbound(options: OutboundOptions): OutboundSettings {
  const { lingerSeconds = 30, watchdog, logger } = options;
  return {
    lingerSeconds: lingerSeconds === false ? undefined : Math.max(1, Math.round(lingerSeconds)),
    divertEvents: options.divertEvents ?? false,
    hangUpWhenDone: (options.whenDone ?? "hangup") === "hangup",
    maxCalls: options.maxCalls ?? Number.POSITIVE_INFINITY,
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    limits: options.limits ?? {},
    maxPending: options.maxPending ?? 10_000,
    idleMs: watchdog === false ? undefined : (watchdog?.idleMs ?? 30_000),
    logger: logger ?? { debug: silent, info: silent, warn: silent, error: silent },
    hasLogger: logger !== undefined,
  };
}
