import { AbortedError, ClosedError, ConnectionLostError, EslError } from "./errors.js";
import type { Link } from "./link.js";
import type { ReconnectPolicy, Status } from "./types.js";
import { watchAbort } from "./watch-abort.js";

export interface SupervisorOptions {
  /** Dials, logs in and subscribes; rejects when any of that fails, and leaves nothing open then. */
  readonly open: (stop: AbortSignal) => Promise<Link>;
  readonly policy: ReconnectPolicy | undefined;
  readonly onStatus: (status: Status) => void;
  readonly onReady: (link: Link) => void;
}

/** Ends one wait for "ready"; with the error, when there is one. */
type Settle = (error?: EslError) => void;

/**
 * Holds at most one link. Its loop is the only place that dials: one dial at a time, and the next one only after the
 * link before has ended.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #waiters = new Set<Settle>();
  #status: Status = { state: "idle" };
  #stop: AbortController | undefined;
  #loop: Promise<void> = Promise.resolve();
  #closed = false;
  /** False from the very moment a link ends, while the status follows a turn later. */
  #alive = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get status(): Status {
    return this.#status;
  }

  /** The next "ready"; starts the loop when it does not run. */
  connect(signal: AbortSignal | undefined): Promise<void> {
    if (this.#closed) return Promise.reject(new ClosedError("connect"));
    if (signal?.aborted === true) return Promise.reject(new AbortedError("connect", signal.reason));
    if (this.#alive) return Promise.resolve();
    const ready = this.#wait(signal);
    if (this.#stop === undefined) this.#start();
    return ready;
  }

  /** No further dial and no further "ready"; a living link stays for its good-bye. */
  retire(): void {
    this.#closed = true;
    this.#settleAll(new ClosedError("connect"));
  }

  /** Ends everything for good, the link included. */
  async close(): Promise<void> {
    this.retire();
    this.#stop?.abort();
    await this.#loop;
    if (this.#status.state !== "closed") this.#change({ state: "closed" });
  }

  #start(): void {
    const stop = new AbortController();
    this.#stop = stop;
    this.#loop = this.#run(stop.signal);
  }

  async #run(stop: AbortSignal): Promise<void> {
    let attempt = 1;
    while (!stop.aborted) {
      this.#change({ state: "connecting", attempt });
      const { error, wasReady } = await this.#live(stop);
      if (stop.aborted || this.#closed) return;
      if (wasReady) attempt = 1;
      const delayMs = this.#options.policy?.(attempt, error);
      // Whoever waits for the first "ready" learns at once what only a person can put right.
      if (delayMs === undefined || !error.shouldRetry()) this.#settleAll(error);
      if (delayMs === undefined) {
        // Before anybody is told: whoever hears it may call connect again.
        this.#stop = undefined;
        this.#change({ state: "closed", error });
        return;
      }
      this.#change({ state: "waiting", attempt, delayMs, error });
      await pause(delayMs, stop);
      attempt++;
    }
  }

  /** One link from dial to end. */
  async #live(stop: AbortSignal): Promise<{ error: EslError; wasReady: boolean }> {
    let link: Link;
    try {
      link = await this.#options.open(stop);
    } catch (error) {
      return { error: asEslError(error), wasReady: false };
    }
    const ended = new Promise<EslError>((resolve) => link.onEnd(resolve));
    if (link.error === undefined && !stop.aborted && !this.#closed) {
      this.#alive = true;
      link.onEnd(() => {
        this.#alive = false;
      });
      this.#change({ state: "ready", since: Date.now() });
      this.#options.onReady(link);
      this.#settleAll();
    }
    return { error: await ended, wasReady: true };
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle: Settle = (error) => {
        this.#waiters.delete(settle);
        unwatch();
        if (error === undefined) resolve();
        else reject(error);
      };
      const unwatch = watchAbort(signal, () => {
        settle(new AbortedError("connect", signal?.reason));
        this.#giveUpWhenUnwanted();
      });
      this.#waiters.add(settle);
    });
  }

  /** The only one who waited for a first "ready" does not any more. */
  #giveUpWhenUnwanted(): void {
    if (this.#waiters.size > 0 || this.#status.state === "ready" || this.#stop === undefined)
      return;
    this.#stop.abort();
    this.#stop = undefined;
    this.#change({ state: "idle" });
  }

  #settleAll(error?: EslError): void {
    for (const settle of [...this.#waiters]) settle(error);
  }

  #change(status: Status): void {
    this.#status = status;
    this.#options.onStatus(status);
  }
}

function pause(delayMs: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    stop.addEventListener("abort", done, { once: true });
  });
}

function asEslError(error: unknown): EslError {
  if (error instanceof EslError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ConnectionLostError(`cannot connect: ${message}`, undefined, { cause: error });
}
