import { Request, serialize } from "../message.js";
import { NamedTimers } from "../timers.js";
import type { Flow } from "../transport/index.js";
import type { SipHeader, SipRequest, SipResponse, SipTimers } from "../types.js";

type State = "calling" | "proceeding" | "accepted" | "completed" | "over";

export interface ClientTransactionOptions {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly timers: SipTimers;
  /** Every response that is not a repetition; all 2xx of an INVITE, for each needs its ACK. */
  readonly response: (response: SipResponse) => void;
  /** No answer came (408) or nothing could be sent (503). */
  readonly failed: (status: 408 | 503) => void;
  readonly over: () => void;
}

/** A request of ours (RFC 3261 17.1, RFC 6026). */
export class ClientTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  #state: State = "calling";
  readonly #bytes: Buffer;
  readonly #timers = new NamedTimers();

  constructor(private readonly options: ClientTransactionOptions) {
    this.request = options.request;
    this.flow = options.flow;
    this.#bytes = serialize(options.request);
  }

  get state(): State {
    return this.#state;
  }

  start(): void {
    if (!this.flow.send(this.#bytes)) {
      this.#fail(503);
      return;
    }
    const { timers } = this.options;
    this.#timers.set("timeout", 64 * timers.t1, () => this.#fail(408));
    if (this.flow.reliable) return;
    const longest = this.#isInvite ? Number.POSITIVE_INFINITY : timers.t2;
    this.#timers.backoff("resend", timers.t1, longest, () => this.flow.send(this.#bytes));
  }

  receive(response: SipResponse): void {
    if (response.status < 200) this.#provisional(response);
    else if (this.#isInvite) this.#finalOfInvite(response);
    else if (this.#state !== "completed") {
      this.#timers.clearAll();
      this.#state = "completed";
      this.#endAfter(this.flow.reliable ? 0 : this.options.timers.t4);
      this.options.response(response);
    }
  }

  /** After a CANCEL: whoever does not answer now has 64 * T1 left (RFC 3261 9.1). */
  limit(): void {
    if (this.#state !== "calling" && this.#state !== "proceeding") return;
    this.#timers.set("timeout", 64 * this.options.timers.t1, () => this.#fail(408));
  }

  /** The connection is gone. */
  lost(): void {
    if (this.#state === "calling" || this.#state === "proceeding") this.#fail(503);
    else this.stop();
  }

  stop(): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#timers.clearAll();
    this.options.over();
  }

  get #isInvite(): boolean {
    return this.request.method === "INVITE";
  }

  #provisional(response: SipResponse): void {
    if (this.#state !== "calling" && this.#state !== "proceeding") return;
    if (this.#isInvite) {
      this.#timers.clear("resend");
      if (this.#state === "calling") this.#timers.clear("timeout");
    }
    this.#state = "proceeding";
    this.options.response(response);
  }

  #finalOfInvite(response: SipResponse): void {
    if (response.status < 300) {
      if (this.#state === "completed") return;
      if (this.#state !== "accepted") {
        this.#timers.clearAll();
        this.#endAfter(64 * this.options.timers.t1);
      }
      this.#state = "accepted";
      this.options.response(response);
      return;
    }
    if (this.#state === "accepted") return;
    this.flow.send(serialize(ackOfFailure(this.request, response)));
    if (this.#state === "completed") return;
    this.#timers.clearAll();
    this.#state = "completed";
    this.#endAfter(this.flow.reliable ? 0 : 64 * this.options.timers.t1);
    this.options.response(response);
  }

  #fail(status: 408 | 503): void {
    if (this.#state === "over") return;
    this.stop();
    this.options.failed(status);
  }

  #endAfter(ms: number): void {
    if (ms === 0) this.stop();
    else this.#timers.set("end", ms, () => this.stop());
  }
}

const only = (request: SipRequest, names: readonly string[]): SipHeader[] =>
  names.flatMap((name) => request.getAll(name).map((value): SipHeader => [name, value]));

/** The ACK to a failure belongs to the INVITE's transaction and looks like it (RFC 3261 17.1.1.3). */
function ackOfFailure(invite: SipRequest, response: SipResponse): Request {
  const sequence = (invite.get("CSeq") ?? "").replace(/\S+$/, "ACK");
  const headers: SipHeader[] = [
    ["Via", invite.get("Via") ?? ""],
    ["Max-Forwards", "70"],
    ...only(invite, ["From"]),
    ["To", response.get("To") ?? ""],
    ...only(invite, ["Call-ID", "Route"]),
    ["CSeq", sequence],
  ];
  return new Request("ACK", invite.uri, headers, "");
}

/** The CANCEL of an INVITE (RFC 3261 9.1): the same branch, the same To. */
export function cancelOf(invite: SipRequest, headers: readonly SipHeader[]): Request {
  const sequence = (invite.get("CSeq") ?? "").replace(/\S+$/, "CANCEL");
  const copied: SipHeader[] = [
    ["Via", invite.get("Via") ?? ""],
    ["Max-Forwards", "70"],
    ...only(invite, ["From", "To", "Call-ID", "Route"]),
    ["CSeq", sequence],
  ];
  return new Request("CANCEL", invite.uri, [...copied, ...headers], "");
}
