import type { ClientTransaction, ServerTransaction } from "../transactions/index.js";
import type { Flow } from "../transport/index.js";
import type {
  SipHeader,
  SipPeer,
  SipRequest,
  SipResponse,
  SipSessionTimer,
  SipTimers,
} from "../types.js";
import type { Way } from "./dialog.js";

/** What a call needs of the stack. */
export interface CallContext {
  readonly timers: SipTimers;
  readonly sessionTimer: SipSessionTimer | undefined;
  /** Headers every message of ours has (User-Agent, Allow, Supported). */
  readonly common: readonly SipHeader[];
  /** An open flow to a peer, or to what a URI says. */
  flowTo(target: SipPeer | string): Flow | undefined;
  way(flow: Flow, user: string): Way;
  send(
    request: SipRequest,
    flow: Flow,
    response: (response: SipResponse) => void,
    failed: (status: 408 | 503) => void,
  ): ClientTransaction;
  /** Makes the call findable by its Call-ID and our tag. */
  keep(call: DialogOwner): void;
  forget(call: DialogOwner): void;
  log(level: "err" | "warning" | "debug", text: string): void;
}

/** What the stack needs of a call. */
export interface DialogOwner {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string | undefined;
  /** The flow its requests take. */
  readonly flow: Flow;
  /** A request in the dialog, but no ACK and no CANCEL. */
  receive(transaction: ServerTransaction): void;
  acknowledged(ack: SipRequest): void;
  /** The connection it used is gone. */
  disconnected(): void;
  /** The stack stops. */
  abandon(): void;
}
