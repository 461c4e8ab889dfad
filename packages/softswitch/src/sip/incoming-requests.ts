import { type CallContext, IncomingCall, tagOf } from "./call/index.js";
import { CAPABILITIES, contentTypeOf } from "./call/parts.js";
import { CallTable } from "./calls.js";
import type { Listeners } from "./listeners.js";
import { serialize } from "./message.js";
import { parseMessage, type SipFault, SipParseError } from "./parse.js";
import { ALLOWED, makeResponse, newTag, REFUSED_METHODS } from "./respond.js";
import type { ServerTransaction, TransactionTable } from "./transactions/index.js";
import type { Flow } from "./transport/index.js";
import type {
  SipHeader,
  SipRequest,
  SipResponse,
  SipServerRequest,
  SipStack,
  SipStackOptions,
} from "./types.js";
import { faultOf, unsupported } from "./validate.js";
import { parseVia } from "./via.js";

interface Deps {
  readonly stack: SipStack;
  readonly options: SipStackOptions;
  readonly transactions: TransactionTable;
  readonly listeners: Listeners;
  readonly common: readonly SipHeader[];
  readonly context: () => CallContext;
}

/** Seconds after which a switch that stops or is full may be asked again. */
const RETRY_AFTER = "30";

/** What comes in, from bytes to the handler that answers. */
export class Incoming {
  readonly calls = new CallTable();
  stopping = false;

  constructor(private readonly deps: Deps) {}

  /** `broken`: why the bytes are not a whole message. */
  receive(bytes: Buffer, flow: Flow, broken?: SipFault): void {
    try {
      this.#receive(bytes, flow, broken);
    } catch (error) {
      if (error instanceof SipParseError) {
        this.#log("debug", `Not SIP from ${flow.peer.address}: ${error.message}`);
      } else
        this.#log(
          "err",
          `SIP message not handled: ${error instanceof Error ? error.stack : error}`,
        );
    }
  }

  #receive(bytes: Buffer, flow: Flow, broken: SipFault | undefined): void {
    const parsed = parseMessage(bytes);
    if (parsed.kind === "response") {
      this.#response(parsed.message, flow);
      return;
    }
    const { message } = parsed;
    const fault = broken ?? parsed.fault ?? faultOf(message);
    if (fault === undefined) this.#request(message, flow);
    else this.#refuse(message, flow, fault);
  }

  /** Whose top Via is not ours was never asked for here (RFC 3261 18.1.2). */
  #response(response: SipResponse, flow: Flow): void {
    if (response.getAll("Via").length === 1 && this.deps.transactions.receive(response)) return;
    this.#log("debug", `Stray ${response.status} from ${flow.peer.address}`);
  }

  /** Answers without a transaction what is not a proper request, if it says whom to answer. */
  #refuse(request: SipRequest, flow: Flow, fault: SipFault): void {
    const answerable = parseVia(request.get("Via") ?? "") !== undefined;
    if (!answerable || request.method === "ACK") return;
    this.#answer(request, flow, fault.status, { reason: fault.reason });
  }

  #answer(
    request: SipRequest,
    flow: Flow,
    status: number,
    options: { reason?: string; headers?: readonly SipHeader[] },
  ): void {
    const headers = [...this.deps.common, ...(options.headers ?? [])];
    const response = makeResponse(request, flow.peer, status, { ...options, headers });
    this.deps.listeners.reply(request, flow, serialize(response));
  }

  #request(request: SipRequest, flow: Flow): void {
    const { transactions } = this.deps;
    const known = transactions.serverOf(request);
    if (request.method === "ACK") this.#ack(request, known);
    else if (known !== undefined) known.retransmitted();
    else if (transactions.full) {
      this.#answer(request, flow, 503, { headers: [["Retry-After", RETRY_AFTER]] });
    } else if (transactions.isMerged(request)) this.#answer(request, flow, 482, {});
    else this.#begin(transactions.begin(request, flow));
  }

  #ack(ack: SipRequest, transaction: ServerTransaction | undefined): void {
    if (transaction?.state === "completed") transaction.acknowledged();
    else this.calls.of(ack)?.acknowledged(ack);
  }

  #begin(transaction: ServerTransaction): void {
    const { request } = transaction;
    const extensions = unsupported(request);
    if (request.method === "CANCEL") this.#cancel(transaction);
    else if (extensions.length > 0) {
      this.#respond(transaction, 420, [["Unsupported", extensions.join(", ")]]);
    } else if (tagOf(request.get("To")) !== undefined && request.method !== "REGISTER") {
      const call = this.calls.of(request);
      if (call === undefined) this.#respond(transaction, 481);
      else call.receive(transaction);
    } else this.#outside(transaction);
  }

  #cancel(transaction: ServerTransaction): void {
    const invite = this.deps.transactions.cancelled(transaction.request);
    if (invite === undefined) {
      this.#respond(transaction, 481);
      return;
    }
    transaction.toTag = invite.toTag;
    this.#respond(transaction, 200);
    const call = this.#callOf(invite);
    if (call instanceof IncomingCall) call.cancelled(transaction.request);
  }

  #callOf(invite: ServerTransaction): unknown {
    return invite.toTag === undefined ? undefined : this.calls.byTag(invite.request, invite.toTag);
  }

  #outside(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { stack } = this.deps;
    const known: readonly string[] = ALLOWED;
    if (this.stopping) this.#respond(transaction, 503, [["Retry-After", RETRY_AFTER]]);
    else if (request.method === "INVITE") this.#invite(transaction);
    else if (request.method === "REGISTER") this.#hand(transaction, stack.onRegister);
    else if (request.method === "OPTIONS") this.#options(transaction);
    else if (request.method === "BYE" || request.method === "INFO" || request.method === "UPDATE") {
      this.#respond(transaction, 481);
    } else if (known.includes(request.method)) this.#hand(transaction, stack.onRequest);
    else if (REFUSED_METHODS.includes(request.method)) this.#respond(transaction, 405);
    else this.#respond(transaction, 501);
  }

  #options(transaction: ServerTransaction): void {
    const handler = this.deps.stack.onOptions;
    if (handler === undefined) {
      const { contact } = this.deps.context().way(transaction.flow, "");
      this.#respond(transaction, 200, [["Contact", contact], ...CAPABILITIES]);
    } else this.#hand(transaction, handler);
  }

  #hand(
    transaction: ServerTransaction,
    handler: ((each: SipServerRequest) => void) | undefined,
  ): void {
    if (handler === undefined) {
      this.#respond(transaction, 405);
      return;
    }
    const { common } = this.deps;
    handler({
      request: transaction.request,
      peer: transaction.flow.peer,
      reply: (status, reason, headers = [], body = "") =>
        transaction.respond(status, { reason, headers: [...common, ...headers], body }),
    });
  }

  #invite(transaction: ServerTransaction): void {
    const refusal = refusalOf(transaction.request);
    if (refusal !== undefined) {
      this.#respond(transaction, refusal.status, refusal.headers, refusal.reason);
      return;
    }
    const verdict = this.deps.options.authorize?.(transaction.request, transaction.flow.peer) ?? {
      user: undefined,
    };
    if ("status" in verdict) {
      const refuse = (): void =>
        this.#respond(
          transaction,
          verdict.status,
          [...CAPABILITIES, ...(verdict.headers ?? [])],
          verdict.reason,
        );
      if (verdict.delayMs) setTimeout(refuse, verdict.delayMs).unref();
      else refuse();
      return;
    }
    transaction.respond(100);
    this.#start(transaction, verdict.user);
  }

  #start(
    transaction: ServerTransaction,
    user: ConstructorParameters<typeof IncomingCall>[3],
  ): void {
    const call = new IncomingCall(this.deps.context(), transaction, newTag(), user);
    const minimum = call.session.refusal(call.invite);
    if (minimum !== undefined) {
      this.#respond(transaction, 422, [minimum]);
      this.calls.forget(call);
    } else if (this.deps.stack.onInvite === undefined) call.end({ status: 480 });
    else this.deps.stack.onInvite(call);
  }

  #respond(
    transaction: ServerTransaction,
    status: number,
    headers: readonly SipHeader[] = [],
    reason?: string,
  ): void {
    transaction.respond(status, { reason, headers: [...this.deps.common, ...headers] });
  }

  #log(level: "err" | "warning" | "debug", text: string): void {
    this.deps.options.log?.(level, text);
  }
}

/** INVITEs that no call can come of, whoever sends them. */
function refusalOf(
  invite: SipRequest,
): { status: number; reason?: string; headers?: readonly SipHeader[] } | undefined {
  if (Number(invite.get("Max-Forwards") ?? 70) === 0) return { status: 483 };
  if (invite.getAll("Contact").length === 0)
    return { status: 400, reason: "Missing Contact Header" };
  const type = contentTypeOf(invite);
  if (invite.body !== "" && type !== "application/sdp" && !type.startsWith("multipart/")) {
    return { status: 415, headers: [["Accept", "application/sdp"]] };
  }
  return acceptsSdp(invite) ? undefined : { status: 406 };
}

function acceptsSdp(invite: SipRequest): boolean {
  const accepted = invite.getAll("Accept").map((each) => each.split(";")[0]?.trim().toLowerCase());
  return (
    accepted.length === 0 ||
    accepted.some(
      (each) => each === "application/sdp" || each === "application/*" || each === "*/*",
    )
  );
}
