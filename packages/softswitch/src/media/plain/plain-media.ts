import { agree, parseSdp, readPreferences, refusalOf } from "../sdp/index.js";
import type { LegOptions } from "../types.js";
import { type LegSurroundings, PlainLeg } from "./leg.js";
import { PortPool } from "./port-pool.js";

export interface PlainOptions {
  readonly address: string;
  readonly externalAddress?: string | undefined;
  readonly portRange: readonly [number, number];
  readonly now: () => number;
}

/** Often enough for a timeout of some hundred milliseconds, and nothing per leg. */
const TICK_MS = 100;

/** Makes RTP legs and keeps time for them, with one timer for all. */
export class PlainMedia {
  readonly #around: LegSurroundings;
  readonly #legs = new Set<PlainLeg>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ address, externalAddress, portRange, now }: PlainOptions) {
    this.#around = {
      pool: new PortPool(address, portRange),
      address,
      sdpAddress: externalAddress ?? address,
      now,
      onClosed: (leg) => {
        this.#forget(leg);
      },
    };
  }

  /** Answers a phone's offer. Throws MediaRefusedError. */
  async answer(offer: string, options: LegOptions): Promise<PlainLeg> {
    const session = parseSdp(offer);
    const preferences = readPreferences(options.codecs);
    // Looked at before a port is opened: refusing must cost nothing.
    const { audio } = agree(session, { preferences, video: options.video ?? false });
    if (audio === undefined) throw refusalOf(session);
    const leg = await this.#open(!audio.stream.hasRtcpMux, options);
    try {
      await leg.renegotiate(offer);
    } catch (error) {
      leg.close();
      throw error;
    }
    return leg;
  }

  /** Offers to a phone. */
  async offer(options: LegOptions): Promise<PlainLeg> {
    const leg = await this.#open(true, options);
    try {
      await leg.propose();
    } catch (error) {
      leg.close();
      throw error;
    }
    return leg;
  }

  get legs(): number {
    return this.#legs.size;
  }

  stop(): void {
    for (const leg of [...this.#legs]) leg.close();
  }

  async #open(withRtcp: boolean, options: LegOptions): Promise<PlainLeg> {
    const pair = await this.#around.pool.open(withRtcp);
    const leg = new PlainLeg(pair, this.#around, options);
    this.#legs.add(leg);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
    return leg;
  }

  #tick(): void {
    const now = this.#around.now();
    for (const leg of this.#legs) leg.tick(now);
  }

  #forget(leg: PlainLeg): void {
    this.#legs.delete(leg);
    if (this.#legs.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
