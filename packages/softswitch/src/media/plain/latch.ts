import type { SdpPlace } from "../sdp/index.js";

/** How sure an address is: by what SDP says, by its host alone (a NAT changed the port), or by nothing but its packets. */
const TRUST = { nothing: 0, stranger: 1, host: 2, exact: 3 } as const;

/** Better addresses may take over as long after the first packet; and as long an unknown one is given a chance. */
const EARLY_MS = 5000;
/** Packets in a row from one unknown address until it is believed. */
const PACKETS_OF_UNKNOWN = 3;

/**
 * Where a phone's media comes from (symmetric RTP, RFC 4961): the first valid packet decides, and what comes from
 * elsewhere later is thrown away. An address other than SDP's is taken as FreeSWITCH's auto-adjust does, only early and
 * only when SDP's own stays silent.
 */
export class RemoteLatch {
  #expected: SdpPlace;
  #current: SdpPlace;
  #trust: number = TRUST.nothing;
  #sinceMs: number;
  #candidate = { address: "", port: 0, ssrc: 0, packets: 0 };
  strangers = 0;

  constructor(expected: SdpPlace, nowMs: number) {
    this.#expected = expected;
    this.#current = expected;
    this.#sinceMs = nowMs;
  }

  /** Where to send to. */
  get place(): SdpPlace {
    return this.#current;
  }

  get isLatched(): boolean {
    return this.#trust !== TRUST.nothing;
  }

  /** Whether packets come from where SDP says. */
  get isExact(): boolean {
    return this.#current === this.#expected;
  }

  /** A later description names a place: a new one begins anew, the same one changes nothing. */
  expect(place: SdpPlace, nowMs: number): void {
    if (place.address === this.#expected.address && place.port === this.#expected.port) return;
    this.#expected = place;
    this.#current = place;
    this.#trust = TRUST.nothing;
    this.#sinceMs = nowMs;
  }

  /** Whether a valid packet is the phone's. */
  accept(address: string, port: number, ssrc: number, nowMs: number): boolean {
    const { address: host, port: hostPort } = this.#current;
    if (this.#trust !== TRUST.nothing && port === hostPort && address === host) return true;
    if (this.#isBelieved(address, port, ssrc, nowMs)) return true;
    this.strangers += 1;
    return false;
  }

  #isBelieved(address: string, port: number, ssrc: number, nowMs: number): boolean {
    const trust = this.#trustIn(address, port);
    const isEarly = nowMs - this.#sinceMs < EARLY_MS;
    if (trust <= this.#trust || (this.isLatched && !isEarly)) return false;
    if (trust === TRUST.stranger && !(isEarly && this.#persists(address, port, ssrc))) return false;
    if (!this.isLatched) this.#sinceMs = nowMs;
    this.#trust = trust;
    this.#current = trust === TRUST.exact ? this.#expected : { address, port };
    return true;
  }

  #trustIn(address: string, port: number): number {
    if (address !== this.#expected.address) return TRUST.stranger;
    return port === this.#expected.port ? TRUST.exact : TRUST.host;
  }

  #persists(address: string, port: number, ssrc: number): boolean {
    const last = this.#candidate;
    const isSame = last.address === address && last.port === port && last.ssrc === ssrc;
    this.#candidate = { address, port, ssrc, packets: isSame ? last.packets + 1 : 1 };
    return this.#candidate.packets >= PACKETS_OF_UNKNOWN;
  }
}
