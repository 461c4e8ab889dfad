import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export type NonceVerdict = "fresh" | "stale" | "replayed" | "forged";

export interface NonceOptions {
  /** How long a nonce may be used after it was given out, in ms. */
  readonly lifetimeMs?: number;
  /** How many nonces in use are remembered before the oldest are declared stale. */
  readonly remembered?: number;
  readonly now?: () => number;
}

/** Browsers send counts out of order over parallel connections; this many below the highest are told apart. */
const WINDOW = 64n;
const WINDOW_MASK = (1n << WINDOW) - 1n;

interface Use {
  readonly issuedAt: number;
  highest: bigint;
  /** Bit i is set when count `highest - i` has been seen. */
  seen: bigint;
}

/**
 * Nonces that carry their own time under a signature: none is stored before it is used, and a used one only with a
 * bitmap of its counts.
 */
export class Nonces {
  readonly #secret = randomBytes(32);
  readonly #uses = new Map<string, Use>();
  readonly #lifetimeMs: number;
  readonly #remembered: number;
  readonly #now: () => number;
  /** Nonces from before this time could have been forgotten, so that a replay would go unnoticed. */
  #forgottenUntil = 0;

  constructor(options: NonceOptions = {}) {
    this.#lifetimeMs = options.lifetimeMs ?? 5 * 60_000;
    this.#remembered = options.remembered ?? 20_000;
    this.#now = options.now ?? Date.now;
  }

  issue(): string {
    const payload = `${this.#now().toString(36)}.${randomBytes(9).toString("base64url")}`;
    return `${payload}.${this.#sign(payload).toString("base64url")}`;
  }

  /** Whether the nonce is ours, young enough, and its count (eight hex digits) unused. Changes nothing. */
  check(nonce: string, count: string): NonceVerdict {
    const issuedAt = this.#issuedAt(nonce);
    if (issuedAt === undefined || !/^[0-9a-f]{8}$/.test(count)) return "forged";
    if (issuedAt + this.#lifetimeMs < this.#now() || issuedAt <= this.#forgottenUntil)
      return "stale";
    return isUsed(this.#uses.get(nonce), BigInt(`0x${count}`)) ? "replayed" : "fresh";
  }

  /** Marks the count as used; to be called once the answer has proved right, so that nobody can burn another's. */
  use(nonce: string, count: string): void {
    const issuedAt = this.#issuedAt(nonce);
    if (issuedAt === undefined) return;
    const value = BigInt(`0x${count}`);
    const use = this.#uses.get(nonce) ?? { issuedAt, highest: 0n, seen: 0n };
    if (value > use.highest) {
      use.seen =
        ((use.seen << (value - use.highest > WINDOW ? WINDOW : value - use.highest)) | 1n) &
        WINDOW_MASK;
      use.highest = value;
    } else use.seen |= 1n << (use.highest - value);
    this.#uses.delete(nonce);
    this.#uses.set(nonce, use);
    this.#forget();
  }

  #issuedAt(nonce: string): number | undefined {
    const end = nonce.lastIndexOf(".");
    if (end < 0 || nonce.length > 200) return undefined;
    const payload = nonce.slice(0, end);
    const given = Buffer.from(nonce.slice(end + 1), "base64url");
    const right = this.#sign(payload);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return Number.parseInt(payload, 36);
  }

  #sign(payload: string): Buffer {
    return createHmac("sha256", this.#secret).update(payload).digest().subarray(0, 18);
  }

  #forget(): void {
    const oldest = this.#now() - this.#lifetimeMs;
    for (const [nonce, use] of this.#uses) {
      const full = this.#uses.size > this.#remembered;
      if (!full && use.issuedAt >= oldest) return;
      if (full) this.#forgottenUntil = Math.max(this.#forgottenUntil, use.issuedAt);
      this.#uses.delete(nonce);
    }
  }
}

function isUsed(use: Use | undefined, count: bigint): boolean {
  if (!use || count > use.highest) return count === 0n;
  const distance = use.highest - count;
  return distance >= WINDOW || ((use.seen >> distance) & 1n) === 1n;
}
