import { reasonOf } from "../reasons.js";
import { SipCallFailedError, type SipHeader, type SipResponse } from "../types.js";
import type { Call } from "./call.js";
import { sdpOf } from "./parts.js";

const GLARE_TRIES = 3;
/** Statuses that say there is no call any more (RFC 3261 12.2.1.2). */
const GONE: readonly number[] = [408, 481];

/** Our own changes of a session: one at a time, again after a glare. */
export class Offers {
  #open = false;

  constructor(private readonly call: Call) {}

  get open(): boolean {
    return this.#open;
  }

  async reinvite(offer: string): Promise<string> {
    const response = await this.#send("INVITE", offer);
    this.call.localSdp = offer;
    return sdpOf(response) ?? "";
  }

  /** Our turn to keep the session alive (RFC 4028 10): nothing changes, so only a phone that is gone matters. */
  async refresh(): Promise<void> {
    const { call } = this;
    try {
      if (call.remoteAllows.includes("UPDATE")) await this.#send("UPDATE", "");
      else await this.reinvite(call.localSdp);
    } catch (error) {
      call.context.log("debug", `Session of ${call.callId} not refreshed: ${String(error)}`);
    }
  }

  async #send(method: "INVITE" | "UPDATE", offer: string): Promise<SipResponse> {
    if (this.call.busy || this.call.state !== "confirmed") {
      throw new SipCallFailedError(method, 491, reasonOf(491));
    }
    this.#open = true;
    try {
      return await this.#untilNoGlare(method, offer);
    } catch (error) {
      if (error instanceof SipCallFailedError && GONE.includes(error.status)) {
        this.call.endByStack({ q850: 41 });
      }
      throw error;
    } finally {
      this.#open = false;
    }
  }

  async #untilNoGlare(method: string, offer: string): Promise<SipResponse> {
    const timer: SipHeader[] = [...this.call.session.offered()];
    const type: SipHeader[] = offer === "" ? [] : [["Content-Type", "application/sdp"]];
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.call.request(method, [...timer, ...type], offer);
      if (response.status < 300) {
        this.call.session.accepted(response);
        return response;
      }
      if (response.status !== 491 || attempt === GLARE_TRIES) {
        throw new SipCallFailedError(method, response.status, response.reason);
      }
      await this.#glarePause();
    }
  }

  /** RFC 3261 14.1. */
  #glarePause(): Promise<void> {
    const ms = this.call.ownsCallId ? 2100 + Math.random() * 1900 : Math.random() * 2000;
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}
