import type { EslError } from "./errors.js";
import type { EslEvent } from "./event.js";
import type { Headers } from "./headers.js";
import type {
  Backpressure,
  CallOptions,
  ClientOptions,
  Gap,
  ReconnectPolicy,
  Status,
  SubscriptionInput,
} from "./types.js";

const later = (): never => {
  throw new Error("not built yet");
};
export interface Reply {
  readonly text: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}
export interface LogLine {
  readonly level: number;
  readonly text: string;
  readonly file: string;
  readonly function: string;
  readonly line: number;
  readonly userData: string;
}
export function backoff(_options?: {
  minMs?: number;
  maxMs?: number;
  factor?: number;
  jitter?: number;
}): ReconnectPolicy {
  return later();
}
export interface ClientEvents {
  ready: [];
  down: [error: EslError];
  event: [event: EslEvent];
  status: [status: Status];
  gap: [gap: Gap];
  log: [line: LogLine];
  backpressure: [state: Backpressure];
}
export class EslClient {
  constructor(readonly options: ClientOptions) {}
  get status(): Status {
    return later();
  }
  connect(_options?: { signal?: AbortSignal }): Promise<void> {
    return later();
  }
  close(): Promise<void> {
    return later();
  }
  api(_command: string, _args?: string, _options?: CallOptions): Promise<string> {
    return later();
  }
  bgapi(_command: string, _args?: string, _options?: CallOptions): Promise<string> {
    return later();
  }
  send(
    _line: string,
    _extra?: { headers?: Record<string, string>; body?: string },
    _options?: CallOptions,
  ): Promise<Reply> {
    return later();
  }
  sendEvent(
    _name: string,
    _headers?: Record<string, string>,
    _body?: string,
    _options?: CallOptions,
  ): Promise<string> {
    return later();
  }
  sendMessage(
    _uuid: string | undefined,
    _headers: Record<string, string>,
    _body?: string,
    _options?: CallOptions,
  ): Promise<void> {
    return later();
  }
  subscribe(_next: SubscriptionInput): Promise<void> {
    return later();
  }
  /** Log lines at this level and graver arrive as "log"; undefined stops them. Kept over reconnects. */
  log(_level: string | number | undefined): Promise<void> {
    return later();
  }
  on<K extends keyof ClientEvents>(_event: K, _listener: (...args: ClientEvents[K]) => void): this {
    return later();
  }
  once<K extends keyof ClientEvents>(
    _event: K,
    _listener: (...args: ClientEvents[K]) => void,
  ): this {
    return later();
  }
  off<K extends keyof ClientEvents>(
    _event: K,
    _listener: (...args: ClientEvents[K]) => void,
  ): this {
    return later();
  }
  events(_options?: {
    signal?: AbortSignal;
    highWaterMark?: number;
    filter?: (event: EslEvent) => boolean;
  }): AsyncIterable<EslEvent> {
    return later();
  }
}
