import { randomUUID } from "node:crypto";
import { Request } from "../message.js";
import { newTag } from "../respond.js";
import { oneLine, quote } from "../text.js";
import { type ClientTransaction, cancelOf } from "../transactions/index.js";
import type { Flow } from "../transport/index.js";
import type { SipEnd, SipHeader, SipInviteOptions, SipRequest, SipResponse } from "../types.js";
import { escapeUser } from "../uri.js";
import { Call, sendAck } from "./call.js";
import type { CallContext } from "./context.js";
import { Dialog, tagOf, type Way } from "./dialog.js";
import { reasonHeaders, sdpOf } from "./parts.js";

export interface FirstRequest {
  readonly uri: string;
  readonly to?: string | undefined;
  readonly from: SipInviteOptions["from"];
  readonly callId?: string | undefined;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}

/** A request that is in no dialog yet. */
export function firstRequest(method: string, way: Way, first: FirstRequest): Request {
  const { from, uri } = first;
  const name = from.name === undefined ? "" : `${quote(oneLine(from.name))} `;
  const headers: SipHeader[] = [
    ["Via", way.via],
    ["Max-Forwards", "70"],
    ["From", `${name}<sip:${escapeUser(from.user)}@${from.domain}>;tag=${newTag()}`],
    ["To", `<${oneLine(first.to ?? uri)}>`],
    ["Call-ID", oneLine(first.callId ?? randomUUID())],
    ["CSeq", `${Math.floor(Math.random() * 2 ** 24) + 1} ${method}`],
    ["Contact", way.contact],
    ...first.headers.map(([name, value]): SipHeader => [name, oneLine(value)]),
  ];
  return new Request(method, oneLine(uri), headers, first.body);
}

/** A call of ours. */
export class OutgoingCall extends Call {
  readonly callId: string;
  readonly localTag: string;
  readonly invite: SipRequest;
  readonly ownsCallId = true;
  #remoteTag: string | undefined;
  #transaction: ClientTransaction | undefined;
  #heard = false;
  #givenUp: SipEnd | undefined;
  /** ACKs by the tag of their 200: it comes again until the ACK arrives. */
  readonly #acks = new Map<string | undefined, Buffer>();

  constructor(
    context: CallContext,
    flow: Flow,
    private readonly options: SipInviteOptions,
  ) {
    super(context, flow, "calling");
    this.localSdp = options.sdp;
    this.invite = firstRequest("INVITE", context.way(flow, options.from.user), {
      ...options,
      headers: [...context.common, ...(options.headers ?? []), ["Content-Type", "application/sdp"]],
      body: options.sdp,
    });
    this.callId = this.invite.get("Call-ID") ?? "";
    this.localTag = tagOf(this.invite.get("From")) ?? "";
    context.keep(this);
  }

  get remoteTag(): string | undefined {
    return this.#remoteTag;
  }

  /** Sends the INVITE. */
  start(): void {
    if (this.state === "over") return;
    this.#transaction = this.context.send(
      this.invite,
      this.flow,
      (response) => this.#answered(response),
      (status) => this.#finishUnanswered(status),
    );
  }

  end(cause?: SipEnd): void {
    if (this.state === "over") return;
    if (this.state === "confirmed") {
      this.hangUp(cause, "local");
      return;
    }
    this.#givenUp = cause ?? {};
    if (this.#heard) this.#cancel();
    this.finish({ by: "local" });
  }

  protected contactUser(): string {
    return this.options.from.user;
  }

  #finishUnanswered(status: number): void {
    this.finish({ by: "stack", status });
  }

  #answered(response: SipResponse): void {
    if (response.status < 200) this.#progress(response);
    else if (response.status < 300) this.#accepted(response);
    else this.finish({ by: "remote", status: response.status, message: response });
  }

  #progress(response: SipResponse): void {
    const first = !this.#heard;
    this.#heard = true;
    if (this.#givenUp !== undefined) {
      if (first) this.#cancel();
      return;
    }
    if (response.status === 100) return;
    const tag = tagOf(response.get("To"));
    if (tag !== undefined && this.dialog === undefined) this.#enter(tag, response);
    this.advanceState("early");
    this.emit("progress", response.status, sdpOf(response), response);
  }

  #accepted(response: SipResponse): void {
    const tag = tagOf(response.get("To"));
    const sent = this.#acks.get(tag);
    if (sent !== undefined) {
      this.flow.send(sent);
      return;
    }
    const dialog = Dialog.outgoing(this.invite, response);
    this.#acks.set(tag, this.#ack(dialog));
    if (this.state === "confirmed" || this.state === "over") {
      // Answered although we had given up, or by a second phone of a fork: nobody is there for it.
      this.#endStray(dialog);
      return;
    }
    this.#enter(tag, response);
    this.advanceState("confirmed");
    this.session.accepted(response);
    this.emit("answered", sdpOf(response) ?? "", response);
  }

  #enter(tag: string | undefined, response: SipResponse): void {
    this.#remoteTag = tag;
    this.dialog = Dialog.outgoing(this.invite, response);
    const allows = response.getAll("Allow");
    if (allows.length > 0) this.remoteAllows = allows.map((each) => each.toUpperCase());
  }

  #ack(dialog: Dialog): Buffer {
    const number = Number.parseInt(this.invite.get("CSeq") ?? "", 10);
    const way = this.context.way(this.flow, this.contactUser());
    return sendAck(this.flow, dialog.request("ACK", way, [], "", number));
  }

  #endStray(dialog: Dialog): void {
    const way = this.context.way(this.flow, this.contactUser());
    const headers = [...this.context.common, ...reasonHeaders(this.#givenUp)];
    const ignore = (): void => {};
    this.context.send(dialog.request("BYE", way, headers), this.flow, ignore, ignore);
  }

  #cancel(): void {
    this.#transaction?.limit();
    const cancel = cancelOf(this.invite, reasonHeaders(this.#givenUp));
    const ignore = (): void => {};
    this.context.send(cancel, this.flow, ignore, ignore);
  }
}
