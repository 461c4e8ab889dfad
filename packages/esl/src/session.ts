import type { WireCommand } from "./command.js";
import { encodeCommand } from "./command.js";
import { dial } from "./dial.js";
import { ClosedError, ConnectionLostError, type EslError } from "./errors.js";
import type { Intake } from "./intake.js";
import { inFlight, Link, type RequestOptions } from "./link.js";
import { type LogLine, toLogLine } from "./log-line.js";
import { logIn, loginCommand } from "./login.js";
import type { Settings } from "./options.js";
import { type Reply, toReply } from "./reply.js";
import type { Subscriber } from "./subscriber.js";
import { Supervisor } from "./supervisor.js";
import { startTimer } from "./timer.js";
import type { ClientOptions, Status } from "./types.js";
import { Watchdog } from "./watchdog.js";

export interface SessionParts {
  readonly options: ClientOptions;
  readonly settings: Settings;
  readonly subscriber: Subscriber;
  readonly intake: Intake;
  readonly onStatus: (status: Status) => void;
  readonly onReady: () => void;
  readonly onDown: (error: EslError) => void;
  readonly onLog: (line: LogLine) => void;
  /** Has to be done before each dial, e.g. a second connection. */
  readonly prepare?: (stop: AbortSignal) => Promise<void>;
}

/** The way from a wish to be connected to a link that is logged in, subscribed and watched, again and again. */
export class Session {
  readonly #parts: SessionParts;
  readonly #login: WireCommand;
  readonly #supervisor: Supervisor;
  #ready: Link | undefined;
  #closing: Promise<void> | undefined;
  /** Commands are written behind what this promise is for. */
  before: Promise<void> | undefined;

  /** @throws InvalidArgumentError for credentials that cannot be written */
  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#login = loginCommand(parts.options);
    this.#supervisor = new Supervisor({
      open: (stop) => this.#open(stop),
      policy: parts.settings.policy,
      onStatus: (status) => this.#onStatus(status),
      onReady: (link) => this.#onReady(link),
    });
  }

  get status(): Status {
    return this.#supervisor.status;
  }

  /** The link commands may use. */
  get link(): Link | undefined {
    return this.#ready;
  }

  connect(signal: AbortSignal | undefined): Promise<void> {
    return this.#supervisor.connect(signal);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the link of now; the reconnect policy decides what follows. */
  drop(): void {
    this.#ready?.end(new ConnectionLostError("the second connection is gone for good"));
  }

  /** Writes in this very turn, unless something has to be written before; rejects without writing when there is no ready link. */
  async request(command: WireCommand, options: RequestOptions): Promise<Reply> {
    if (this.before !== undefined) await this.before;
    const reply = this.#usable(command.label).request(command, options);
    // Someone waits now: an iterator that lags must not keep the answer away.
    this.#parts.intake.balance();
    return toReply(await reply);
  }

  #usable(label: string): Link {
    if (this.#closing !== undefined) throw new ClosedError(label);
    if (this.#ready === undefined)
      throw new ConnectionLostError("not connected to the switch, nothing was sent", label);
    return this.#ready;
  }

  async #open(stop: AbortSignal): Promise<Link> {
    const { settings, subscriber, intake, prepare } = this.#parts;
    await prepare?.(stop);
    const transport = await dial(settings.connect, settings.timeouts.connectMs, stop);
    const link = this.#wrap(transport);
    const onStop = () => link.end(new ClosedError());
    stop.addEventListener("abort", onStop, { once: true });
    link.onEnd(() => stop.removeEventListener("abort", onStop));
    if (stop.aborted) onStop();
    intake.attach(link);
    try {
      await logIn(link, this.#login, settings.timeouts);
      await subscriber.start(link);
    } catch (error) {
      // What ended the link says more than what the command in flight saw of it.
      const reason = error instanceof ConnectionLostError ? (link.error ?? error) : error;
      link.end(new ClosedError());
      throw reason;
    }
    if (link.error !== undefined) throw link.error;
    return link;
  }

  #wrap(transport: ConstructorParameters<typeof Link>[0]): Link {
    const { settings, intake, options, onLog } = this.#parts;
    const { maxPending, logger } = settings;
    return new Link(
      transport,
      { limits: options.limits ?? {}, maxPending, logger },
      {
        event: (frame) => intake.accept(frame),
        log: (frame) => onLog(toLogLine(frame)),
        settled: () => intake.balance(),
      },
    );
  }

  #onReady(link: Link): void {
    const { settings, intake, onReady } = this.#parts;
    this.#ready = link;
    const watchdog =
      settings.idleMs === undefined ? undefined : new Watchdog(link, settings.idleMs);
    link.onEnd((error) => {
      watchdog?.stop();
      this.#onEnd(error);
    });
    onReady();
    intake.open();
  }

  #onEnd(error: EslError): void {
    this.#ready = undefined;
    this.#parts.intake.jobs.fail((label) => inFlight(error, label));
    if (this.#closing === undefined) this.#parts.onDown(error);
  }

  #onStatus(status: Status): void {
    this.#parts.onStatus(status);
    if (status.state === "closed") this.#parts.intake.endStreams(status.error);
  }

  async #close(): Promise<void> {
    const link = this.#ready;
    this.#supervisor.retire();
    if (link !== undefined) await this.#sayGoodbye(link);
    await this.#supervisor.close();
  }

  async #sayGoodbye(link: Link): Promise<void> {
    const { closeMs } = this.#parts.settings.timeouts;
    link.expectEnd();
    const ended = new Promise<void>((resolve) => link.onEnd(() => resolve()));
    link.request(encodeCommand("exit"), { timeoutMs: closeMs }).catch(() => {});
    const stopLate = startTimer(closeMs, () => link.end(new ClosedError()));
    link.release();
    await ended;
    stopLate();
  }
}
