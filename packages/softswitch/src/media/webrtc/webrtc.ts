import type { LegOptions, MediaLeg } from "../types.js";
import type { WebrtcLeg } from "./leg.js";
import type { Negotiation } from "./negotiation.js";
import { loadSecurity, openLeg, type Security } from "./open-leg.js";
import { rehearse } from "./rehearsal.js";
import { openPort } from "./udp-port.js";

const WATCH_MS = 250;

export interface WebrtcOptions {
  /** Address the sockets are bound to. */
  readonly address: string;
  /** Address the candidates name, where it is another one (1:1 NAT). */
  readonly externalAddress?: string | undefined;
  /** First and last UDP port; the system's choice unless given. */
  readonly portRange?: readonly [number, number] | undefined;
}

/** Makes legs for browsers: ICE, DTLS-SRTP, everything of a leg over one port. */
export interface Webrtc {
  /** Answers a browser's offer. Throws MediaRefusedError when there is nothing to agree on. */
  answer(offer: string, options?: LegOptions): Promise<MediaLeg>;
  /** Offers to a browser; `accept` of the leg completes it. */
  offer(options?: LegOptions): Promise<MediaLeg>;
  /** Loads what the first call would wait for, about half a second. Need not be awaited, nor be called at all. */
  prepare(): Promise<void>;
  /** Legs that are not closed yet. */
  readonly legs: number;
  /** Closes every leg. */
  stop(): Promise<void>;
}

/** One per switch: its legs share a certificate and the timer that watches them. */
export function createWebrtc(options: WebrtcOptions): Webrtc {
  return new WebrtcLegs(options);
}

class WebrtcLegs implements Webrtc {
  readonly #options: WebrtcOptions;
  readonly #legs = new Set<WebrtcLeg>();
  #security: Promise<Security> | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: WebrtcOptions) {
    this.#options = options;
  }

  async answer(offer: string, options: LegOptions = {}): Promise<MediaLeg> {
    const { leg, negotiation } = await this.#open(options);
    try {
      await negotiation.answer(offer);
    } catch (error) {
      leg.close();
      throw error;
    }
    return leg;
  }

  async offer(options: LegOptions = {}): Promise<MediaLeg> {
    const { leg, negotiation } = await this.#open(options);
    negotiation.offer();
    return leg;
  }

  async prepare(): Promise<void> {
    await rehearse(await this.#load());
  }

  get legs(): number {
    return this.#legs.size;
  }

  async stop(): Promise<void> {
    for (const leg of this.#legs) leg.close();
  }

  async #open(options: LegOptions): Promise<{ leg: WebrtcLeg; negotiation: Negotiation }> {
    const security = await this.#load();
    const { address, externalAddress, portRange } = this.#options;
    const opened = openLeg({
      socket: await openPort(address, portRange),
      security,
      address: externalAddress ?? address,
      options,
      onClosed: (leg) => this.#forget(leg),
    });
    this.#legs.add(opened.leg);
    this.#watch ??= setInterval(() => this.#watchAll(), WATCH_MS);
    return opened;
  }

  #load(): Promise<Security> {
    this.#security ??= loadSecurity();
    return this.#security;
  }

  #watchAll(): void {
    const now = performance.now();
    for (const leg of this.#legs) leg.watch(now);
  }

  #forget(leg: WebrtcLeg): void {
    this.#legs.delete(leg);
    if (this.#legs.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }
}
