import { serialize } from "../message.js";
import { makeResponse, type ResponseOptions } from "../respond.js";
import { NamedTimers } from "../timers.js";
import type { Flow } from "../transport/index.js";
import type { SipRequest, SipTimers } from "../types.js";

type State = "trying" | "proceeding" | "accepted" | "completed" | "confirmed" | "over";

export interface ServerTransactionOptions {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly timers: SipTimers;
  /** Sends to where the top Via says (RFC 3261 18.2.2). */
  readonly send: (bytes: Buffer) => void;
  readonly over: () => void;
}

/**
 * A request being answered (RFC 3261 17.2, RFC 6026).
 *
 * INVITE: trying → proceeding → accepted (2xx; the call resends it) or completed (failure; resent here until the ACK) → confirmed → over.
 * Others: trying → proceeding → completed → over.
 */
export class ServerTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  /** Our To tag, the same in every answer. */
  toTag: string | undefined;
  #state: State = "trying";
  #last: Buffer | undefined;
  readonly #timers = new NamedTimers();

  constructor(private readonly options: ServerTransactionOptions) {
    this.request = options.request;
    this.flow = options.flow;
  }

  get state(): State {
    return this.#state;
  }

  get answered(): boolean {
    return this.#state !== "trying" && this.#state !== "proceeding";
  }

  /** Sends a provisional or the final answer; after a final one only a repeated 2xx of an INVITE goes out. */
  respond(status: number, options: ResponseOptions = {}): void {
    const repeated = this.#state === "accepted" && status >= 200 && status < 300;
    if (this.answered && !repeated) return;
    const toTag = options.toTag ?? this.toTag;
    const { request, flow } = this.options;
    const response = makeResponse(request, flow.peer, status, { ...options, toTag });
    this.#last = serialize(response);
    this.options.send(this.#last);
    if (status < 200) this.#state = "proceeding";
    else if (request.method === "INVITE") this.#answerInvite(status);
    else this.#complete(flow.reliable ? 0 : 64 * this.options.timers.t1);
  }

  /** The request again: the last answer goes again. */
  retransmitted(): void {
    if (this.#last !== undefined && this.#state !== "accepted" && this.#state !== "confirmed") {
      this.options.send(this.#last);
    }
  }

  /** The ACK to a failure. */
  acknowledged(): void {
    if (this.#state !== "completed") return;
    this.#state = "confirmed";
    this.#timers.clearAll();
    this.#endAfter(this.options.flow.reliable ? 0 : this.options.timers.t4);
  }

  /** Ends it without a word. */
  stop(): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#timers.clearAll();
    this.options.over();
  }

  #answerInvite(status: number): void {
    const { timers, flow } = this.options;
    if (status < 300) {
      if (this.#state === "accepted") return;
      this.#state = "accepted";
      this.#endAfter(64 * timers.t1);
      return;
    }
    this.#complete(64 * timers.t1);
    if (!flow.reliable) {
      this.#timers.backoff("resend", timers.t1, timers.t2, () => this.retransmitted());
    }
  }

  #complete(ms: number): void {
    this.#state = "completed";
    this.#endAfter(ms);
  }

  #endAfter(ms: number): void {
    if (ms === 0) this.stop();
    else this.#timers.set("end", ms, () => this.stop());
  }
}
