import { NamedTimers } from "../timers.js";
import type { SipHeader, SipMessage, SipRequest, SipResponse, SipSessionTimer } from "../types.js";

interface Interval {
  readonly seconds: number;
  readonly refresher: "uac" | "uas" | undefined;
}

const supportsTimer = (message: SipMessage): boolean =>
  [...message.getAll("Supported"), ...message.getAll("Require")].some(
    (each) => each.toLowerCase() === "timer",
  );

function intervalOf(message: SipMessage): Interval | undefined {
  const match = /^(\d{1,9})(.*)$/s.exec(message.get("Session-Expires") ?? "");
  if (match === null) return undefined;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(match[2] ?? "")?.[1]?.toLowerCase();
  return {
    seconds: Number(match[1]),
    refresher: refresher === "uac" || refresher === "uas" ? refresher : undefined,
  };
}

/** Session timers (RFC 4028): answers what the phone asks for, refreshes when it is our turn, ends a call nobody refreshes. */
export class SessionTimer {
  readonly #timers = new NamedTimers();
  #seconds = 0;
  #ours = false;

  constructor(
    private readonly settings: SipSessionTimer | undefined,
    private readonly run: { readonly refresh: () => void; readonly expired: () => void },
  ) {}

  /** Min-SE of a 422, when the phone's interval is too small (RFC 4028 9). */
  refusal(request: SipRequest): SipHeader | undefined {
    const asked = intervalOf(request);
    const { settings } = this;
    if (settings === undefined || asked === undefined || !supportsTimer(request)) return undefined;
    return asked.seconds < settings.minimum ? ["Min-SE", String(settings.minimum)] : undefined;
  }

  /**
   * A request that starts or refreshes the session was accepted: headers of the 2xx. A phone that knows nothing of
   * session timers is asked by us from time to time (RFC 4028 9, as FreeSWITCH does).
   */
  accept(request: SipRequest): SipHeader[] {
    if (this.settings === undefined) return [];
    const asked = intervalOf(request);
    const able = supportsTimer(request);
    const { expires, minimum } = this.settings;
    const floor = Math.max(minimum, Number(request.get("Min-SE")?.match(/^\d+/)?.[0] ?? 0));
    const seconds = Math.max(Math.min(asked?.seconds ?? expires, expires), floor);
    const refresher = able ? (asked?.refresher ?? "uac") : "uas";
    this.#start(seconds, refresher === "uas");
    return [
      ...(able ? [["Require", "timer"] as const] : []),
      ["Session-Expires", `${seconds};refresher=${refresher}`],
    ];
  }

  /** Headers of a request of ours that refreshes: we go on being the one who does. */
  offered(): SipHeader[] {
    if (!this.#ours) return [];
    return [["Session-Expires", `${this.#seconds};refresher=uac`]];
  }

  /** A request of ours was answered with 2xx. A phone that says nothing of timers leaves them to us. */
  accepted(response: SipResponse): void {
    const agreed = intervalOf(response);
    if (agreed !== undefined) this.#start(agreed.seconds, agreed.refresher !== "uas");
    else if (this.#ours) this.#start(this.#seconds, true);
    else this.stop();
  }

  stop(): void {
    this.#timers.clearAll();
  }

  /** Whoever refreshes does so at half time; the other waits until shortly before the end (RFC 4028 10). */
  #start(seconds: number, ours: boolean): void {
    this.stop();
    this.#seconds = seconds;
    this.#ours = ours;
    const wait = ours ? seconds / 2 : seconds - Math.min(32, seconds / 3);
    const ms = Math.min(wait * 1000, 2 ** 31 - 1);
    this.#timers.set("session", ms, ours ? this.run.refresh : this.run.expired);
  }
}
