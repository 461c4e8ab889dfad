const WINDOW_MS = 60_000;
/** So many slips cost nothing: a phone with an old password tries a few times. */
const FREE_FAILURES = 3;
const MAX_FAILURES = 20;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 4000;
/** Guessers with many names must not fill the memory: beyond this the oldest are forgotten. */
const MAX_ENTRIES = 10_000;

interface Entry {
  count: number;
  until: number;
}

/** Slows down whoever guesses a user's password from one address, and nobody else at that address. */
export class LoginGuard {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = () => Date.now()) {}

  /** Whether the address is not listened to for this user now. */
  shut(address: string, user: string): boolean {
    return (this.#entry(address, user)?.count ?? 0) >= MAX_FAILURES;
  }

  /** Counts a failure; gives the milliseconds to let pass before telling it. */
  failed(address: string, user: string): number {
    const count = (this.#entry(address, user)?.count ?? 0) + 1;
    const key = `${address} ${user}`;
    this.#entries.delete(key);
    this.#entries.set(key, { count, until: this.now() + WINDOW_MS });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
    if (count <= FREE_FAILURES) return 0;
    return Math.min(FIRST_DELAY_MS * 2 ** (count - FREE_FAILURES - 1), MAX_DELAY_MS);
  }

  succeeded(address: string, user: string): void {
    this.#entries.delete(`${address} ${user}`);
  }

  #entry(address: string, user: string): Entry | undefined {
    const entry = this.#entries.get(`${address} ${user}`);
    return entry !== undefined && entry.until > this.now() ? entry : undefined;
  }
}
