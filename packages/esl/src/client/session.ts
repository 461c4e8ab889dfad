import { setTimeout as sleep } from "node:timers/promises";
import { encodeCommand, type WireCommand } from "../commands/command.js";
import { type Reply, toReply } from "../commands/reply.js";
import {
  AbortedError,
  asLost,
  ClosedError,
  ConnectionLostError,
  type EslError,
  inFlight,
} from "../errors.js";
import type { Intake } from "../events/intake.js";
import type { Link, RequestOptions } from "../link/link.js";
import type { LogLine } from "../link/log-line.js";
import type { Subscriber } from "../subscription/subscriber.js";
import type { ClientOptions, Status } from "../types.js";
import { startTimer } from "../waiting/timer.js";
import { type Pending, pending } from "../waiting/waiting.js";
import { loginCommand } from "./credentials.js";
import type { Settings } from "./options.js";

export interface SessionParts {
  readonly options: ClientOptions;
  readonly settings: Settings;
  readonly subscriber: Subscriber;
  readonly intake: Intake;
  readonly onStatus: (status: Status) => void;
  readonly onReady?: () => void;
  readonly onDown?: (error: EslError) => void;
  readonly onLog?: (line: LogLine) => void;
  /** Has to be done before each dial, e.g. a second connection. */
  readonly prepare?: (stop: AbortSignal) => Promise<void>;
}

/**
 * The way from a wish to be connected to a link that is logged in, subscribed and watched, again and again. Its loop is the
 * only place that dials: one dial at a time, and the next one only after the link before has ended.
 */
export interface Session {
  readonly status: Status;
  /** The link commands may use. */
  readonly link: Link | undefined;
  /** Commands called from now on are written when this has settled. Answers a promise for that moment. */
  block(until: Promise<unknown>): Promise<void>;
  /** The next "ready"; starts the loop when it does not run. */
  connect(signal: AbortSignal | undefined): Promise<void>;
  /** Says good-bye and ends everything for good. */
  close(): Promise<void>;
  /** Ends the link of now; the reconnect policy decides what follows. */
  drop(): void;
  /**
   * Writes in this very turn, unless something else has to happen before; rejects without writing when there is no ready
   * link, or when the switch refuses the events `needs` names, by which the command is followed.
   */
  request(
    command: WireCommand,
    options: RequestOptions & { readonly needs?: readonly string[] },
  ): Promise<Reply>;
}

const PATIENCE_OVER = "over";

/** @throws InvalidArgumentError for credentials that cannot be written */
export function createSession(parts: SessionParts): Session {
  const { settings, subscriber, intake } = parts;
  const { timeouts } = settings;
  const login = loginCommand(parts.options);
  const waiters = new Set<Pending<void>>();
  let status: Status = { state: "idle" };
  let stop: AbortController | undefined;
  let loop: Promise<void> | undefined;
  let ready: Link | undefined;
  let retired = false;
  let closing: Promise<void> | undefined;
  let before: Promise<void> | undefined;

  const change = (next: Status) => {
    status = next;
    parts.onStatus(next);
    if (next.state === "closed") intake.endStreams(next.error);
  };

  const settleAll = (error?: EslError) => {
    for (const waiter of [...waiters]) {
      if (error) waiter.reject(error);
      else waiter.resolve();
    }
  };

  /** The code for the wire is loaded with the first dial. */
  const open = async (signal: AbortSignal) => {
    await parts.prepare?.(signal);
    const { connectLink } = await import("../link/connect-link.js");
    const handlers = {
      event: intake.accept,
      log: (line: LogLine) => parts.onLog?.(line),
      settled: intake.balance,
    };
    const subscribe = (link: Link) => {
      intake.attach(link);
      return subscriber.start(link);
    };
    return connectLink(settings, login, handlers, subscribe, signal);
  };

  const onReady = (link: Link) => {
    ready = link;
    link.onEnd((error) => {
      ready = undefined;
      intake.jobs.fail((label) => inFlight(error, label));
      if (!closing) parts.onDown?.(error);
    });
    change({ state: "ready", since: Date.now() });
    parts.onReady?.();
    intake.open();
    settleAll();
  };

  const run = async (signal: AbortSignal) => {
    for (let attempt = 1; !signal.aborted; attempt++) {
      change({ state: "connecting", attempt });
      const error = await open(signal).then((link) => {
        attempt = 1;
        const ended = new Promise<EslError>((resolve) => link.onEnd(resolve));
        if (!link.error && !retired) onReady(link);
        return ended;
      }, asLost);
      if (signal.aborted || retired) return;
      const delayMs = settings.policy?.(attempt, error);
      // Whoever waits for the first "ready" learns at once what only a person can put right.
      if (delayMs === undefined || !error.shouldRetry()) settleAll(error);
      if (delayMs === undefined) {
        // Before anybody is told: whoever hears it may call connect again.
        stop = undefined;
        return change({ state: "closed", error });
      }
      change({ state: "waiting", attempt, delayMs, error });
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
  };

  /** The only one who waited for a first "ready" may not do so any more. */
  const stopWhenUnwanted = (error: EslError) => {
    if (!(error instanceof AbortedError) || waiters.size > 0 || ready || !stop) return;
    stop.abort();
    stop = undefined;
    change({ state: "idle" });
  };

  const sayGoodbye = async (link: Link) => {
    link.expectEnd();
    const ended = new Promise((resolve) => link.onEnd(resolve));
    link.request(encodeCommand("exit"), { timeoutMs: timeouts.closeMs }).catch(() => {});
    const stopLate = startTimer(timeouts.closeMs, () => link.end(new ClosedError()));
    link.release();
    await ended;
    stopLate();
  };

  /** No further dial and no further "ready", while a living link stays for its good-bye. */
  const leave = async () => {
    // What was called before this is written before it, unless the switch keeps silent.
    const patience = sleep(timeouts.closeMs, PATIENCE_OVER, { ref: false });
    while (before && (await Promise.race([before, patience])) !== PATIENCE_OVER);
    retired = true;
    settleAll(new ClosedError("connect"));
    if (ready) await sayGoodbye(ready);
    stop?.abort();
    await loop;
    if (status.state !== "closed") change({ state: "closed" });
  };

  const block = (until: Promise<unknown>) => {
    const own = Promise.allSettled([before, until]).then(() => {
      if (before === own) before = undefined;
    });
    before = own;
    return own;
  };

  const session: Session = {
    block,
    get status() {
      return status;
    },
    get link() {
      return ready;
    },
    async connect(signal) {
      if (retired) throw new ClosedError("connect");
      if (signal?.aborted) throw new AbortedError("connect", signal.reason);
      if (ready) return;
      const wait = { label: "connect", timeoutMs: Number.POSITIVE_INFINITY, signal };
      const waiter = pending<void>(wait, () => waiters.delete(waiter));
      waiters.add(waiter);
      waiter.answer.catch(stopWhenUnwanted);
      if (!stop) {
        stop = new AbortController();
        loop = run(stop.signal);
      }
      return waiter.answer;
    },
    close() {
      closing ??= leave();
      return closing;
    },
    drop() {
      ready?.end(new ConnectionLostError("the second connection is gone for good"));
    },
    async request(command, options) {
      let refusal: EslError | undefined;
      const askForNeeds = () => {
        const asked = subscriber.need(ready, options.needs ?? []);
        const refused = (error: EslError) => {
          refusal = error;
        };
        if (asked) block(asked.catch(refused));
      };
      askForNeeds();
      while (before) {
        await before;
        if (refusal) throw unsent(refusal, command.label);
        // Another command may have been refused what this one needs too.
        askForNeeds();
      }
      if (retired) throw new ClosedError(command.label);
      if (!ready)
        throw new ConnectionLostError(
          "not connected to the switch, nothing was sent",
          command.label,
        );
      const reply = ready.request(command, options);
      // Someone waits now: an iterator that lags must not keep the answer away.
      intake.balance();
      return toReply(await reply);
    },
  };
  return session;
}

/** A command that was not written because what it needs could not be had. */
function unsent(reason: EslError, label: string): EslError {
  if (reason instanceof ClosedError) return new ClosedError(label);
  return reason instanceof ConnectionLostError
    ? new ConnectionLostError("the link was lost, nothing was sent", label, { cause: reason })
    : reason;
}
