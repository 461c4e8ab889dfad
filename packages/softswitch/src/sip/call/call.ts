import { EventEmitter } from "node:events";
import { serialize } from "../message.js";
import { reasonOf } from "../reasons.js";
import { NamedTimers } from "../timers.js";
import type { ServerTransaction } from "../transactions/index.js";
import type { Flow } from "../transport/index.js";
import {
  type SipCall,
  type SipCallEvents,
  SipCallFailedError,
  type SipEnd,
  type SipHeader,
  type SipPeer,
  type SipRequest,
  type SipResponse,
} from "../types.js";
import { parseVia } from "../via.js";
import { PendingAnswer } from "./answer.js";
import type { CallContext, DialogOwner } from "./context.js";
import type { Dialog } from "./dialog.js";
import { answerInDialog } from "./in-dialog.js";
import { Offers } from "./offers.js";
import { CAPABILITIES, q850Of, reasonHeaders } from "./parts.js";
import { SessionTimer } from "./session-timer.js";

/** How long a call outlives the web socket it came by: a page that comes back goes on by its next request. */
const LOST_SOCKET_MS = 5000;

export type Ending = SipCallEvents["over"][0];

/** What incoming and outgoing calls share: everything once there is a dialog. */
export abstract class Call implements SipCall, DialogOwner {
  abstract readonly callId: string;
  abstract readonly localTag: string;
  abstract readonly remoteTag: string | undefined;
  abstract readonly invite: SipRequest;
  /** Who made the Call-ID decides who waits longer after a glare (RFC 3261 14.1). */
  abstract readonly ownsCallId: boolean;
  onOffer: SipCall["onOffer"];
  flow: Flow;
  dialog: Dialog | undefined;
  /** Methods the phone says it takes. */
  remoteAllows: readonly string[] = [];
  /** The SDP we said last. */
  localSdp = "";
  readonly session: SessionTimer;
  protected readonly timers = new NamedTimers();
  #state: SipCall["state"];
  #answer: PendingAnswer | undefined;
  #byeAfterAck: SipEnd | undefined;
  readonly #offers: Offers;
  readonly #events = new EventEmitter<SipCallEvents>();

  constructor(
    readonly context: CallContext,
    flow: Flow,
    state: "calling" | "early",
  ) {
    this.flow = flow;
    this.#state = state;
    this.#offers = new Offers(this);
    this.session = new SessionTimer(context.sessionTimer, {
      refresh: () => void this.#offers.refresh(),
      expired: () => this.endByStack({ q850: 102, text: "RECOVERY_ON_TIMER_EXPIRE" }),
    });
  }

  get state(): SipCall["state"] {
    return this.#state;
  }

  get peer(): SipPeer {
    return this.flow.peer;
  }

  /** A re-INVITE of ours, or an answer of ours to one, is under way: another would glare. */
  get busy(): boolean {
    return this.#offers.open || this.#answer !== undefined;
  }

  abstract end(cause?: SipEnd): void;

  reinvite(offer: string): Promise<string> {
    return this.#offers.reinvite(offer);
  }

  request(method: string, headers: readonly SipHeader[] = [], body = ""): Promise<SipResponse> {
    const { dialog } = this;
    if (dialog === undefined || this.state === "over") return this.#refused(method, 481);
    const flow = this.#openFlow();
    if (flow === undefined) return this.#refused(method, 503);
    const further = [...this.context.common, ...headers];
    const request = dialog.request(
      method,
      this.context.way(flow, this.contactUser()),
      further,
      body,
    );
    return new Promise((resolve, reject) => {
      const failed = (status: number): void =>
        reject(new SipCallFailedError(method, status, reasonOf(status)));
      this.context.send(
        request,
        flow,
        (response) => {
          if (response.status >= 200 && method === "INVITE") this.#ackOwn(request, response, flow);
          if (response.status >= 200) resolve(response);
        },
        failed,
      );
    });
  }

  on<K extends keyof SipCallEvents>(name: K, listener: (...args: SipCallEvents[K]) => void): this {
    this.#events.on(name, listener as never);
    return this;
  }

  off<K extends keyof SipCallEvents>(name: K, listener: (...args: SipCallEvents[K]) => void): this {
    this.#events.off(name, listener as never);
    return this;
  }

  emit<K extends keyof SipCallEvents>(name: K, ...args: SipCallEvents[K]): boolean {
    return this.#events.emit(name, ...(args as never));
  }

  receive(transaction: ServerTransaction): void {
    this.#follow(transaction);
    answerInDialog(this, transaction);
  }

  acknowledged(ack: SipRequest): void {
    const { sequence } = this.#answer ?? {};
    if (sequence === undefined || !(ack.get("CSeq") ?? "").startsWith(`${sequence} `)) return;
    this.#answer?.stop();
    this.#answer = undefined;
    if (this.#byeAfterAck !== undefined) {
      this.bye(this.#byeAfterAck);
      this.context.forget(this);
    } else this.confirmedBy(ack);
  }

  disconnected(): void {
    if (this.flow.peer.transport !== "ws" && this.flow.peer.transport !== "wss") return;
    this.timers.set("lost", LOST_SOCKET_MS, () => this.endByStack({ q850: 41 }));
  }

  abandon(): void {
    this.end({ status: 503, q850: 41, text: "NORMAL_TEMPORARY_FAILURE" });
    this.#answer?.stop();
    this.timers.clearAll();
    this.context.forget(this);
  }

  /** Sends 200 to an INVITE of the phone until its ACK comes. */
  answerInvite(transaction: ServerTransaction, sdp: string, headers: readonly SipHeader[]): void {
    this.localSdp = sdp;
    const flow = this.flow;
    const options = {
      toTag: this.localTag,
      headers: [
        ["Contact", this.context.way(flow, this.contactUser()).contact],
        ...this.context.common,
        ...CAPABILITIES,
        ...headers,
        ["Content-Type", "application/sdp"],
        ["Content-Disposition", "session"],
      ] as const,
      body: sdp,
    };
    this.#answer?.stop();
    this.#answer = new PendingAnswer(transaction, options, this.context.timers, () => {
      this.#answer = undefined;
      this.context.log("warning", `No ACK for call ${this.callId}`);
      if (this.#byeAfterAck === undefined) this.endByStack({ q850: 102 });
      else this.bye(this.#byeAfterAck);
      this.context.forget(this);
    });
  }

  /** Tells the end, once. */
  finish(ending: Ending): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.session.stop();
    this.timers.clearAll();
    if (this.#byeAfterAck === undefined) {
      this.#answer?.stop();
      this.#answer = undefined;
      this.context.forget(this);
    }
    const q850 = ending.q850 ?? q850Of(ending.message);
    this.emit("over", { ...ending, ...(q850 !== undefined && { q850 }) });
  }

  /** The phone says BYE. */
  byePhone(transaction: ServerTransaction): void {
    transaction.respond(200, { headers: this.context.common });
    this.#byeAfterAck = undefined;
    this.finish({ by: "remote", message: transaction.request });
    this.context.forget(this);
  }

  protected confirmedBy(ack: SipRequest): void {
    this.emit("confirmed", ack);
  }

  protected advanceState(state: "early" | "confirmed"): void {
    if (this.#state !== "over") this.#state = state;
  }

  /** Our user part in Contact. */
  protected abstract contactUser(): string;

  /** BYE, or as soon as the phone knows of the call: before its ACK it must not come (RFC 3261 15). */
  protected hangUp(cause: SipEnd | undefined, by: Ending["by"]): void {
    if (this.#answer === undefined) this.bye(cause);
    else this.#byeAfterAck = cause ?? {};
    this.finish({ by });
  }

  protected bye(cause: SipEnd | undefined): void {
    const flow = this.#openFlow();
    if (flow === undefined || this.dialog === undefined) return;
    const further = [...this.context.common, ...reasonHeaders(cause)];
    const way = this.context.way(flow, this.contactUser());
    const ignore = (): void => {};
    this.context.send(this.dialog.request("BYE", way, further), flow, ignore, ignore);
  }

  /** The phone is gone, as far as anybody can tell. */
  endByStack(cause: SipEnd): void {
    if (this.state === "over") return;
    if (this.dialog === undefined || this.state !== "confirmed")
      this.end({ status: 480, ...cause });
    else this.hangUp(cause, "stack");
  }

  #openFlow(): Flow | undefined {
    if (this.flow.open) return this.flow;
    const flow =
      this.context.flowTo(this.flow.peer) ?? this.context.flowTo(this.dialog?.target ?? "");
    if (flow !== undefined) this.flow = flow;
    return flow;
  }

  /**
   * Our requests take the way the phone's came (RFC 5626 flows): behind a translated address its Contact leads
   * nowhere. Only a phone that does not ask for rport receives elsewhere than it sends from.
   */
  #follow(transaction: ServerTransaction): void {
    this.timers.clear("lost");
    const symmetric = parseVia(transaction.request.get("Via") ?? "")?.rport !== undefined;
    if (symmetric || transaction.flow.reliable) this.flow = transaction.flow;
  }

  #ackOwn(invite: SipRequest, response: SipResponse, flow: Flow): void {
    if (response.status >= 300 || this.dialog === undefined) return;
    this.dialog.refresh(response);
    const number = Number.parseInt(invite.get("CSeq") ?? "", 10);
    const way = this.context.way(flow, this.contactUser());
    sendAck(flow, this.dialog.request("ACK", way, [], "", number));
  }

  #refused(method: string, status: number): Promise<never> {
    return Promise.reject(new SipCallFailedError(method, status, reasonOf(status)));
  }
}

/** An ACK has no transaction: it goes, and goes again when the 200 comes again. */
export function sendAck(flow: Flow, ack: SipRequest): Buffer {
  const bytes = serialize(ack);
  flow.send(bytes);
  return bytes;
}
