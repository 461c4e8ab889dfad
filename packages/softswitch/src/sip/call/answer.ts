import type { ResponseOptions } from "../respond.js";
import { NamedTimers } from "../timers.js";
import type { ServerTransaction } from "../transactions/index.js";
import type { SipTimers } from "../types.js";
import { sequenceOf } from "./dialog.js";

/** A 200 to an INVITE, sent again and again until its ACK comes, over reliable transports as well (RFC 3261 13.3.1.4). */
export class PendingAnswer {
  readonly #timers = new NamedTimers();
  readonly sequence: number;

  constructor(
    transaction: ServerTransaction,
    options: ResponseOptions,
    { t1, t2 }: SipTimers,
    unacknowledged: () => void,
  ) {
    this.sequence = sequenceOf(transaction.request);
    transaction.respond(200, options);
    this.#timers.backoff("resend", t1, t2, () => transaction.respond(200, options));
    this.#timers.set("end", 64 * t1, () => {
      this.stop();
      unacknowledged();
    });
  }

  stop(): void {
    this.#timers.clearAll();
  }
}
