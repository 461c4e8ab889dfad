import type { EslError } from "../errors.js";
import type { Link } from "../link/link.js";
import type { Backpressure } from "../types.js";
import { type JobTable, jobTable } from "../waiting/job-table.js";
import type { EslEvent } from "./event.js";
import { type EventStream, type EventStreamOptions, eventStream } from "./event-stream.js";

export interface IntakeOptions {
  readonly onEvent: (event: EslEvent) => void;
  readonly onBackpressure: (state: Backpressure) => void;
  readonly onThrow: (error: unknown, where: string) => void;
  /** Whether the owner asked for BACKGROUND_JOB himself, or it is here for `bgapi` only. */
  readonly showJobs: () => boolean;
  /** True while somebody waits for an event other than a job's. */
  readonly isAwaited?: () => boolean;
  /** Sees every event, those of jobs too, before anybody else. Must not throw. */
  readonly count?: (event: EslEvent) => void;
  /** Sees events before listeners and iterators; false keeps it from them. Must not throw. */
  readonly screen?: (event: EslEvent) => boolean | undefined;
}

/** Where events go: to the jobs that wait for them, to the owner, and to the iterators, which may slow the link down. */
export interface Intake {
  readonly jobs: JobTable<string>;
  /** A new link is being prepared: its events wait for `open`. */
  attach(link: Link): void;
  /** "ready" was said. */
  open(): void;
  accept(event: EslEvent): void;
  stream(options: EventStreamOptions): EventStream;
  endStreams(error: EslError | undefined): void;
  /**
   * Pauses or resumes reading. While a reply or a job's result is awaited a lagging iterator does not pause it: its owner
   * may be the one who waits, and would wait for ever. Only a queue that is full does.
   */
  balance(): void;
}

export function createIntake(options: IntakeOptions): Intake {
  const { onEvent, onBackpressure, onThrow, showJobs, isAwaited, count, screen } = options;
  const streams = new Set<EventStream>();
  let link: Link | undefined;
  /** Events that came before "ready"; undefined once that was said. */
  let early: EslEvent[] | undefined = [];

  const balance = () => {
    if (!link) return;
    const awaited = link.waiting > 0 || jobs.size > 0 || isAwaited?.();
    const all = [...streams];
    const paused = all.some(({ full, lagging }) => full || (lagging && !awaited));
    if (paused === link.held) return;
    onBackpressure({ paused, queued: Math.max(0, ...all.map(({ size }) => size)) });
    if (paused) link.hold();
    else link.release();
  };
  const jobs = jobTable<string>(balance);

  const deliver = (event: EslEvent) => {
    count?.(event);
    // An event that nobody looks into is not looked into here either.
    const shown = showJobs();
    if ((jobs.size > 0 || !shown) && event.name === "BACKGROUND_JOB") {
      jobs.resolve(event.get("Job-UUID") ?? "", event.body ?? "");
      if (!shown) return;
    }
    if (screen?.(event) === false) return;
    onEvent(event);
    for (const stream of streams) {
      try {
        stream.push(event);
      } catch (error) {
        onThrow(error, "filter");
      }
    }
  };

  return {
    jobs,
    balance,
    attach(next) {
      link = next;
      early = [];
      next.onEnd(() => {
        if (link === next) link = undefined;
      });
    },
    open() {
      const events = early ?? [];
      early = undefined;
      events.forEach(deliver);
    },
    accept(event) {
      if (early) early.push(event);
      else deliver(event);
    },
    stream(wish) {
      const stream = eventStream(wish, (changed) => {
        if (changed.ended) streams.delete(changed);
        balance();
      });
      if (!stream.ended) streams.add(stream);
      return stream;
    },
    endStreams(error) {
      for (const stream of [...streams]) stream.end(error);
    },
  };
}
