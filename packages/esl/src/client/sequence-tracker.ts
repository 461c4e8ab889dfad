import type { Gap } from "../types.js";

/** Events overtake each other by a few places when the switch dispatches with several threads. */
const REORDER_WINDOW = 64;
/**
 * A real switch numbers events it never sends (parameters of XML lookups, mostly): about one number in twenty is
 * missing, one or two in a row, in a recording of `event ALL` without loss. Only longer runs mean something.
 */
const NATURAL_RUN = 8;

/**
 * Finds runs of Event-Sequence numbers that never came, per Core-UUID. Meaningful only when every event is
 * subscribed without a filter.
 */
export class SequenceTracker {
  readonly #onGap: (gap: Gap) => void;
  #coreUuid: string | undefined;
  /** All numbers up to this one are accounted for. */
  #settled = 0;
  #seen = new Set<number>();
  #highest = 0;

  constructor(onGap: (gap: Gap) => void) {
    this.#onGap = onGap;
  }

  see(coreUuid: string | undefined, sequence: number | undefined): void {
    if (coreUuid === undefined || sequence === undefined) return;
    if (coreUuid !== this.#coreUuid) this.#restart(coreUuid, sequence);
    if (sequence <= this.#settled) return;
    this.#seen.add(sequence);
    this.#highest = Math.max(this.#highest, sequence);
    if (this.#highest - this.#settled > REORDER_WINDOW)
      this.#settle(this.#highest - REORDER_WINDOW / 2);
  }

  #restart(coreUuid: string, sequence: number): void {
    this.#coreUuid = coreUuid;
    this.#settled = sequence - 1;
    this.#highest = sequence;
    this.#seen = new Set();
  }

  /** Accounts for all numbers up to `limit`, walking over those that came and not over those that did not. */
  #settle(limit: number): void {
    const due = [...this.#seen].filter((sequence) => sequence <= limit).sort((a, b) => a - b);
    let missing = 0;
    for (const sequence of due) {
      missing = sequence - this.#settled - 1;
      this.#report(missing);
      this.#settled = sequence;
      this.#seen.delete(sequence);
    }
    // A run that reaches the newest numbers is reported with its full length once its end is known.
    const next = Math.min(...this.#seen);
    if (next - this.#settled - 1 < NATURAL_RUN) this.#settled = Math.max(this.#settled, limit);
  }

  #report(missing: number): void {
    if (missing >= NATURAL_RUN && this.#coreUuid !== undefined)
      this.#onGap({ coreUuid: this.#coreUuid, missing });
  }
}
