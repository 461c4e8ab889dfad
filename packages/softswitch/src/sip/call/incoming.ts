import type { ResponseOptions } from "../respond.js";
import type { ServerTransaction } from "../transactions/index.js";
import type { IncomingSipCall, SipEnd, SipHeader, SipRequest, SipUser } from "../types.js";
import { parseUri } from "../uri.js";
import { parseVia } from "../via.js";
import { Call } from "./call.js";
import type { CallContext } from "./context.js";
import { Dialog, tagOf } from "./dialog.js";
import { reasonHeaders, sdpOf } from "./parts.js";

/** Provisional answers are said again, so that nobody on the way gives up (RFC 3261 13.3.1.1). */
const REPEAT_PROVISIONAL_MS = 60_000;

/** A call that a phone started. */
export class IncomingCall extends Call implements IncomingSipCall {
  readonly callId: string;
  readonly remoteTag: string | undefined;
  readonly invite: SipRequest;
  readonly offer: string | undefined;
  readonly ownsCallId = false;

  constructor(
    context: CallContext,
    private readonly transaction: ServerTransaction,
    readonly localTag: string,
    readonly user: SipUser | undefined,
  ) {
    super(context, replyFlow(context, transaction), "early");
    this.invite = transaction.request;
    this.callId = this.invite.get("Call-ID") ?? "";
    this.remoteTag = tagOf(this.invite.get("From"));
    this.offer = sdpOf(this.invite);
    this.remoteAllows = this.invite.getAll("Allow").map((each) => each.toUpperCase());
    this.dialog = Dialog.incoming(this.invite, localTag);
    transaction.toTag = localTag;
    context.keep(this);
  }

  ring(sdp?: string): void {
    if (this.state !== "early") return;
    const status = sdp === undefined ? 180 : 183;
    if (sdp !== undefined) this.localSdp = sdp;
    const type: SipHeader[] = sdp === undefined ? [] : [["Content-Type", "application/sdp"]];
    const options = { headers: [...this.#headers(), ...type], body: sdp ?? "" };
    this.transaction.respond(status, options);
    this.#repeat(status, options);
  }

  accept(sdp: string): void {
    if (this.state !== "early") return;
    this.timers.clear("provisional");
    this.advanceState("confirmed");
    this.answerInvite(this.transaction, sdp, this.session.accept(this.invite));
  }

  end(cause?: SipEnd): void {
    if (this.state === "over") return;
    if (this.state === "confirmed") this.hangUp(cause, "local");
    else this.#refuse(cause?.status ?? 480, cause, { by: "local" });
  }

  /** The phone took it back. */
  cancelled(cancel: SipRequest): void {
    if (this.state !== "early") return;
    this.#refuse(487, undefined, { by: "remote", status: 487, message: cancel });
  }

  override receive(transaction: ServerTransaction): void {
    // BYE ends an early dialog as well, and the INVITE still wants its answer (RFC 3261 15.1.2).
    if (transaction.request.method === "BYE" && this.state === "early") {
      this.transaction.respond(487, { headers: this.context.common });
    }
    super.receive(transaction);
  }

  protected contactUser(): string {
    return parseUri(this.invite.uri)?.user ?? "mod_sofia";
  }

  #refuse(status: number, cause: SipEnd | undefined, ending: Parameters<Call["finish"]>[0]): void {
    const headers = [...this.context.common, ...reasonHeaders(cause)];
    this.transaction.respond(status < 300 ? 480 : status, { headers });
    this.finish(ending);
  }

  #headers(): SipHeader[] {
    const { contact } = this.context.way(this.flow, this.contactUser());
    return [["Contact", contact], ...this.context.common];
  }

  #repeat(status: number, options: ResponseOptions): void {
    this.timers.set("provisional", REPEAT_PROVISIONAL_MS, () => {
      this.transaction.respond(status, options);
      this.#repeat(status, options);
    });
  }
}

/** The way our own requests will take to a phone that called. */
function replyFlow(context: CallContext, { flow, request }: ServerTransaction) {
  const symmetric = parseVia(request.get("Via") ?? "")?.rport !== undefined;
  if (flow.reliable || symmetric) return flow;
  return context.flowTo(Dialog.incoming(request, "").target) ?? flow;
}
