import type { EslError } from "./errors.js";
import type { EslEvent } from "./event.js";
import { readEvent } from "./event-reader.js";
import { EventStream, type EventStreamOptions } from "./event-stream.js";
import type { Frame } from "./frame.js";
import { JobTable } from "./job-table.js";
import type { Link } from "./link.js";
import type { SequenceTracker } from "./sequence-tracker.js";
import type { Backpressure } from "./types.js";

export interface IntakeOptions {
  readonly onEvent: (event: EslEvent) => void;
  readonly onBackpressure: (state: Backpressure) => void;
  readonly onThrow: (error: unknown, where: string) => void;
  /** Whether the owner asked for BACKGROUND_JOB himself, or it is here for `bgapi` only. */
  readonly showJobs: () => boolean;
  /** True while somebody waits for an event other than a job's. */
  readonly isAwaited?: () => boolean;
  /** Sees every event first; false keeps it from listeners and iterators. Must not throw. */
  readonly screen?: (event: EslEvent) => boolean | undefined;
}

/** Where events go: to the jobs that wait for them, to the emitter, and to the iterators, which may slow the link down. */
export class Intake {
  readonly jobs = new JobTable(() => this.balance());
  /** Watches for gaps where that is wished for. */
  sequences: SequenceTracker | undefined;
  readonly #options: IntakeOptions;
  readonly #streams = new Set<EventStream>();
  #link: Link | undefined;
  /** Events that came before "ready"; undefined once that was said. */
  #early: EslEvent[] | undefined = [];

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** A new link is being prepared: its events wait for `open`. */
  attach(link: Link): void {
    this.#link = link;
    this.#early = [];
    link.onEnd(() => {
      if (this.#link === link) this.#link = undefined;
    });
  }

  /** "ready" was said. */
  open(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const event of early) this.#deliver(event);
  }

  accept(frame: Frame): void {
    const event = readEvent(frame);
    if (this.#early !== undefined) this.#early.push(event);
    else this.#deliver(event);
  }

  stream(options: EventStreamOptions): EventStream {
    const stream = new EventStream(options, (changed) => this.#onStreamChange(changed));
    if (!stream.ended) this.#streams.add(stream);
    return stream;
  }

  endStreams(error: EslError | undefined): void {
    for (const stream of [...this.#streams]) stream.end(error);
  }

  /**
   * Pauses or resumes reading. While a reply or a job's result is awaited a lagging iterator does not pause it: its owner
   * may be the one who waits, and would wait for ever. Only a queue that is full does.
   */
  balance(): void {
    const link = this.#link;
    if (link === undefined) return;
    const awaited = link.waiting > 0 || this.jobs.size > 0 || this.#options.isAwaited?.() === true;
    const streams = [...this.#streams];
    const wanted = streams.some((stream) => stream.full || (stream.lagging && !awaited));
    if (wanted === link.held) return;
    const queued = Math.max(0, ...streams.map((stream) => stream.size));
    this.#options.onBackpressure({ paused: wanted, queued });
    if (wanted) link.hold();
    else link.release();
  }

  #deliver(event: EslEvent): void {
    this.sequences?.see(event.coreUuid, event.sequence);
    if (event.name === "BACKGROUND_JOB") {
      this.jobs.resolve(event.get("Job-UUID") ?? "", event.body ?? "");
      if (!this.#options.showJobs()) return;
    }
    if (this.#options.screen?.(event) === false) return;
    this.#options.onEvent(event);
    for (const stream of this.#streams) {
      try {
        stream.push(event);
      } catch (error) {
        this.#options.onThrow(error, "filter");
      }
    }
  }

  #onStreamChange(stream: EventStream): void {
    if (stream.ended) this.#streams.delete(stream);
    this.balance();
  }
}
