import type { Duplex } from "node:stream";
import type { EslError } from "./errors.js";

/** The three serialisations of an event on the socket. */
export const EVENT_FORMATS = ["plain", "json", "xml"] as const;
export type EventFormat = (typeof EVENT_FORMATS)[number];

/** Bounds that keep a broken or hostile peer from filling memory. */
export interface FrameLimits {
  /** Largest accepted Content-Length in bytes; 16 MiB unless told. */
  readonly maxBodyBytes: number;
  /** Largest accepted header block in bytes; 1 MiB unless told. */
  readonly maxHeaderBytes: number;
}

/** How long each kind of command may take, in milliseconds. */
export interface Timeouts {
  /** From dialling to the switch's greeting. */
  readonly connectMs: number;
  /** Login and subscriptions after the greeting, each reply. */
  readonly authMs: number;
  /** Commands the socket answers itself: event, filter, log, sendevent, sendmsg, the acceptance of bgapi. */
  readonly commandMs: number;
  /** `api`: blocks the connection in the switch while it runs. */
  readonly apiMs: number;
  /** `bgapi`, until its job's result. */
  readonly jobMs: number;
  /** `close()`, until the switch has said good-bye. */
  readonly closeMs: number;
}

/** Delivers only events whose header matches. A value that starts with `/` is a regular expression of the switch (PCRE). */
export interface Filter {
  readonly header: string;
  readonly value: string;
  /** Holds back what matches instead; regular expressions cannot be negated. */
  readonly negative?: boolean;
}

/** The whole wish: what is not in it is not wanted. Names as in EVENT_NAMES, `ALL`, or `CUSTOM a::b`. */
export interface SubscriptionInput {
  readonly format?: EventFormat;
  readonly events?: readonly string[];
  readonly subclasses?: readonly string[];
  readonly filters?: readonly Filter[];
}

/** Milliseconds until the next try; undefined gives up. `attempt` counts failures since the last "ready", from 1. */
export type ReconnectPolicy = (attempt: number, error: EslError) => number | undefined;

/** Takes structured messages; no secret is ever among them. */
export interface EslLogger {
  debug(message: string, data?: Record<string, unknown>): void;
  info(message: string, data?: Record<string, unknown>): void;
  warn(message: string, data?: Record<string, unknown>): void;
  error(message: string, data?: Record<string, unknown>): void;
}

export interface ClientOptions {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 8021 unless told. */
  readonly port?: number;
  readonly password: string;
  /** `name@domain` of the directory: logs in with `userauth` instead of the socket's password. */
  readonly user?: string;
  /** Opens the transport itself (TLS, unix socket, test pipe) instead of host and port. */
  readonly connect?: () => Duplex | Promise<Duplex>;
  readonly subscription?: SubscriptionInput;
  /** `backoff()` unless told; false: a lost link closes the client. */
  readonly reconnect?: ReconnectPolicy | false;
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<FrameLimits>;
  /** Silence after which the link is probed, and as much again after which it is given up; 30 s unless told. */
  readonly watchdog?: { readonly idleMs: number } | false;
  /** Emits "gap" from Event-Sequence. Only meaningful when ALL is subscribed without filters. */
  readonly detectGaps?: boolean;
  /** A second connection for `api`, so that one which takes long delays neither events nor other commands. */
  readonly commandConnection?: boolean;
  /** Commands that may wait for their reply at once; 10,000 unless told. */
  readonly maxPending?: number;
  readonly logger?: EslLogger;
}

export interface CallOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Hands the text over as it is instead of turning -ERR into an error. */
  readonly raw?: boolean;
}

export type Status =
  | { readonly state: "idle" }
  | { readonly state: "connecting"; readonly attempt: number }
  | { readonly state: "ready"; readonly since: number }
  | {
      readonly state: "waiting";
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: EslError;
    }
  | { readonly state: "closed"; readonly error?: EslError };

/** Sequence numbers of one switch process that did not arrive. */
export interface Gap {
  readonly coreUuid: string;
  readonly missing: number;
}

/** Reading is paused because an iterator lags, or goes on again. */
export interface Backpressure {
  readonly paused: boolean;
  /** Events waiting in the slowest iterator. */
  readonly queued: number;
}
