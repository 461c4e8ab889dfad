import { type DialogOwner, tagOf } from "./call/index.js";
import type { Flow } from "./transport/index.js";
import type { SipRequest } from "./types.js";

const key = (callId: string, localTag: string): string => `${callId} ${localTag}`;

/** Calls by Call-ID and our tag. */
export class CallTable {
  readonly #calls = new Map<string, DialogOwner>();

  get size(): number {
    return this.#calls.size;
  }

  keep(call: DialogOwner): void {
    this.#calls.set(key(call.callId, call.localTag), call);
  }

  forget(call: DialogOwner): void {
    this.#calls.delete(key(call.callId, call.localTag));
  }

  /** The call a request with a To tag belongs to. */
  of(request: SipRequest): DialogOwner | undefined {
    const tag = tagOf(request.get("To")) ?? "";
    const call = this.#calls.get(key(request.get("Call-ID") ?? "", tag));
    const from = tagOf(request.get("From"));
    return call?.remoteTag === undefined || call.remoteTag === from ? call : undefined;
  }

  /** The call that an INVITE started. */
  byTag(invite: SipRequest, localTag: string): DialogOwner | undefined {
    return this.#calls.get(key(invite.get("Call-ID") ?? "", localTag));
  }

  disconnected(flow: Flow): void {
    for (const call of [...this.#calls.values()]) if (call.flow === flow) call.disconnected();
  }

  abandonAll(): void {
    for (const call of [...this.#calls.values()]) call.abandon();
  }
}
