import type { Flow } from "../transport/index.js";
import type { SipRequest, SipResponse, SipTimers } from "../types.js";
import { parseAddress } from "../uri.js";
import { BRANCH_COOKIE, parseVia } from "../via.js";
import { ClientTransaction, type ClientTransactionOptions } from "./client.js";
import { ServerTransaction } from "./server.js";

/** Requests under way at once; more are answered with 503 and forgotten. */
const MAX_TRANSACTIONS = 20_000;

const tagOf = (value: string | undefined): string =>
  parseAddress(value ?? "")?.params.get("tag") ?? "";

const number = (request: SipRequest): string => (request.get("CSeq") ?? "").split(/\s/)[0] ?? "";

/** ACK and CANCEL belong to their INVITE's transaction. */
function serverKey(request: SipRequest, method: string): string {
  const text = request.get("Via") ?? "";
  const via = parseVia(text);
  const branch = via?.branch ?? "";
  if (branch.startsWith(BRANCH_COOKIE) && branch.length > BRANCH_COOKIE.length) {
    return [branch, via?.host, via?.port ?? "", method].join(" ").toLowerCase();
  }
  // As RFC 2543 told requests apart (RFC 3261 17.2.3); an ACK has another To tag, so To is left out.
  return [
    request.uri,
    tagOf(request.get("From")),
    request.get("Call-ID"),
    number(request),
    text,
    method,
  ].join(" ");
}

const clientKey = (message: SipRequest | SipResponse): string => {
  const method = (message.get("CSeq") ?? "").split(/\s+/)[1] ?? "";
  return `${parseVia(message.get("Via") ?? "")?.branch} ${method}`;
};

/** Calls of one phone that came over several ways are told by this (RFC 3261 8.2.2.2). */
const mergeKey = (request: SipRequest): string =>
  [request.get("Call-ID"), tagOf(request.get("From")), request.get("CSeq")].join(" ");

/** All transactions of a stack. */
export class TransactionTable {
  readonly #servers = new Map<string, ServerTransaction>();
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #merges = new Map<string, ServerTransaction>();

  constructor(
    private readonly timers: SipTimers,
    private readonly reply: (request: SipRequest, flow: Flow, bytes: Buffer) => void,
  ) {}

  get size(): number {
    return this.#servers.size + this.#clients.size;
  }

  /** Requests of ours that have no final answer yet. */
  get waiting(): number {
    return [...this.#clients.values()].filter(
      ({ state }) => state === "calling" || state === "proceeding",
    ).length;
  }

  get full(): boolean {
    return this.size >= MAX_TRANSACTIONS;
  }

  /** The transaction a request repeats or, for ACK and CANCEL, belongs to. */
  serverOf(request: SipRequest): ServerTransaction | undefined {
    const method = request.method === "ACK" ? "INVITE" : request.method;
    return this.#servers.get(serverKey(request, method));
  }

  /** The INVITE that a CANCEL is about. */
  cancelled(cancel: SipRequest): ServerTransaction | undefined {
    return this.#servers.get(serverKey(cancel, "INVITE"));
  }

  /** Whether the same request came by another way already. */
  isMerged(request: SipRequest): boolean {
    return tagOf(request.get("To")) === "" && this.#merges.has(mergeKey(request));
  }

  begin(request: SipRequest, flow: Flow): ServerTransaction {
    const key = serverKey(request, request.method);
    const merge = mergeKey(request);
    const transaction = new ServerTransaction({
      request,
      flow,
      timers: this.timers,
      send: (bytes) => this.reply(request, flow, bytes),
      over: () => {
        this.#servers.delete(key);
        if (this.#merges.get(merge) === transaction) this.#merges.delete(merge);
      },
    });
    this.#servers.set(key, transaction);
    if (!this.#merges.has(merge)) this.#merges.set(merge, transaction);
    return transaction;
  }

  /** Sends a request of ours; its Via must have a fresh branch. */
  send(options: Omit<ClientTransactionOptions, "timers" | "over">): ClientTransaction {
    const key = clientKey(options.request);
    const transaction = new ClientTransaction({
      ...options,
      timers: this.timers,
      over: () => this.#clients.delete(key),
    });
    this.#clients.set(key, transaction);
    transaction.start();
    return transaction;
  }

  /** Hands a response over; false when nobody asked. */
  receive(response: SipResponse): boolean {
    const transaction = this.#clients.get(clientKey(response));
    transaction?.receive(response);
    return transaction !== undefined;
  }

  lost(flow: Flow): void {
    for (const each of [...this.#clients.values()]) if (each.flow === flow) each.lost();
    for (const each of [...this.#servers.values()]) {
      if (each.flow === flow && each.answered) each.stop();
    }
  }

  stop(): void {
    for (const each of [...this.#clients.values(), ...this.#servers.values()]) each.stop();
  }
}
