import { type CallContext, firstRequest, OutgoingCall, viaOver } from "./call/index.js";
import { destinationOf } from "./destination.js";
import { Incoming } from "./incoming-requests.js";
import { Listeners } from "./listeners.js";
import { reasonOf } from "./reasons.js";
import { ALLOWED } from "./respond.js";
import { DEFAULT_TIMERS } from "./timers.js";
import { TransactionTable } from "./transactions/index.js";
import type { Flow } from "./transport/index.js";
import {
  type SipAddresses,
  type SipCall,
  SipCallFailedError,
  type SipCounts,
  type SipHeader,
  type SipInviteOptions,
  type SipPeer,
  type SipRequestOptions,
  type SipResponse,
  type SipStack,
  type SipStackOptions,
} from "./types.js";
import { escapeUser } from "./uri.js";
import { SUPPORTED } from "./validate.js";

const GRACE_MS = 200;

/** Makes a stack that is not bound yet. */
export function createSipStack(options: SipStackOptions): SipStack {
  return new Stack(options);
}

class Stack implements SipStack {
  onInvite: SipStack["onInvite"];
  onRegister: SipStack["onRegister"];
  onOptions: SipStack["onOptions"];
  onRequest: SipStack["onRequest"];
  onDisconnect: SipStack["onDisconnect"];
  readonly #listeners: Listeners;
  readonly #transactions: TransactionTable;
  readonly #incoming: Incoming;
  readonly #context: CallContext;
  #stopped: Promise<void> | undefined;

  constructor(private readonly options: SipStackOptions) {
    const log = options.log ?? (() => {});
    const timers = { ...DEFAULT_TIMERS, ...options.timers };
    this.#listeners = new Listeners(options, {
      message: (bytes, flow, broken) => this.#incoming.receive(bytes, flow, broken),
      gone: (flow) => this.#gone(flow),
      log,
    });
    this.#transactions = new TransactionTable(timers, (request, flow, bytes) =>
      this.#listeners.reply(request, flow, bytes),
    );
    const common = commonHeaders(options.userAgent);
    const incoming = new Incoming({
      stack: this,
      options,
      transactions: this.#transactions,
      listeners: this.#listeners,
      common,
      context: () => this.#context,
    });
    this.#incoming = incoming;
    this.#context = {
      timers,
      sessionTimer: options.sessionTimer,
      common,
      flowTo: (target) => this.#flowTo(target),
      way: (flow, user) => this.#way(flow, user),
      send: (request, flow, response, failed) =>
        this.#transactions.send({ request, flow, response, failed }),
      keep: (call) => incoming.calls.keep(call),
      forget: (call) => incoming.calls.forget(call),
      log,
    };
  }

  get addresses(): SipAddresses {
    return this.#listeners.addresses;
  }

  get counts(): SipCounts {
    return {
      transactions: this.#transactions.size,
      calls: this.#incoming.calls.size,
      connections: this.#listeners.connections,
    };
  }

  start(): Promise<SipAddresses> {
    return this.#listeners.start();
  }

  stop(graceMs = GRACE_MS): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  invite(options: SipInviteOptions): SipCall {
    const flow = this.#flowTo(options.peer ?? options.uri) ?? nowhere(options.peer);
    const call = new OutgoingCall(this.#context, flow, options);
    setImmediate(() => call.start());
    return call;
  }

  request(options: SipRequestOptions): Promise<SipResponse> {
    const { method, body = "" } = options;
    const flow = this.#flowTo(options.peer ?? options.uri) ?? nowhere(options.peer);
    const way = this.#way(flow, options.contactUser ?? options.from.user);
    const headers = [...this.#context.common, ...(options.headers ?? [])];
    const request = firstRequest(method, way, { ...options, headers, body });
    return new Promise((resolve, reject) => {
      const response = (each: SipResponse): void => {
        if (each.status >= 200) resolve(each);
      };
      const failed = (status: number): void =>
        reject(new SipCallFailedError(method, status, reasonOf(status)));
      this.#transactions.send({ request, flow, response, failed });
    });
  }

  async #stop(graceMs: number): Promise<void> {
    this.#incoming.stopping = true;
    this.#incoming.calls.abandonAll();
    // Whoever was told goodbye may answer, so that nothing hangs on the other side.
    await this.#quiet(graceMs);
    this.#transactions.stop();
    await this.#listeners.stop();
  }

  async #quiet(graceMs: number): Promise<void> {
    const end = Date.now() + graceMs;
    while (this.#transactions.waiting > 0 && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #gone(flow: Flow): void {
    this.#transactions.lost(flow);
    this.#incoming.calls.disconnected(flow);
    this.onDisconnect?.(flow.peer);
  }

  #flowTo(target: SipPeer | string): Flow | undefined {
    const peer = typeof target === "string" ? destinationOf(target) : target;
    return peer && this.#listeners.flowTo(peer);
  }

  #way(flow: Flow, user: string) {
    const host = bracketed(this.options.externalHost ?? flow.local.host);
    const { transport } = flow.peer;
    const at = user === "" ? "" : `${escapeUser(user)}@`;
    const contact = `<sip:${at}${host}:${flow.local.port};transport=${transport}>`;
    return { via: viaOver(flow, host), contact };
  }
}

const bracketed = (host: string): string =>
  host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;

function commonHeaders(userAgent: string | undefined): SipHeader[] {
  return [
    ...(userAgent === undefined ? [] : [["User-Agent", userAgent] as const]),
    ["Allow", ALLOWED.join(", ")],
    ["Supported", SUPPORTED.join(", ")],
  ];
}

/** A way that leads nowhere, so that a call to nobody fails as any other does. */
function nowhere(peer: SipPeer | undefined): Flow {
  return {
    peer: peer ?? { transport: "udp", address: "0.0.0.0", port: 0 },
    local: { host: "0.0.0.0", port: 0 },
    reliable: true,
    open: false,
    send: () => false,
    close: () => {},
  };
}
