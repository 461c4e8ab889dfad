import { randomUUID } from "node:crypto";
import type { ExecuteOptions } from "../calls/execution.js";
import type { ExecuteComplete } from "../calls/execution-table.js";
import type { Executor } from "../calls/executor.js";
import { apiLine, refuse } from "../commands/api-line.js";
import { type CommandExtra, encodeCommand } from "../commands/command.js";
import { type Reply, requireAccepted, requireSuccess } from "../commands/reply.js";
import { assertWord } from "../commands/safe.js";
import { loadFormat } from "../decoding/load-format.js";
import type { EslError } from "../errors.js";
import { Emitter } from "../events/emitter.js";
import type { EslEvent } from "../events/event.js";
import { eventRoutes } from "../events/event-routes.js";
import type { EventStreamOptions } from "../events/event-stream.js";
import { createIntake, type Intake } from "../events/intake.js";
import type { EventOf, EventSelector } from "../events/typed-events.js";
import type { Frame } from "../framing/frame.js";
import type { LogLine } from "../link/log-line.js";
import { createSubscriber, type Subscriber } from "../subscription/subscriber.js";
import { checkSubscription } from "../subscription/subscription.js";
import type {
  Backpressure,
  CallOptions,
  ClientOptions,
  EventFormat,
  Gap,
  Status,
  SubscriptionInput,
} from "../types.js";
import { type Settings, settle } from "./options.js";
import type { SequenceTracker } from "./sequence-tracker.js";
import { createSession, type Session } from "./session.js";

const JOB_EVENT = "BACKGROUND_JOB";
const OWN_WISH = /^(?:event|nixevent|noevents|myevents)\b/i;

/** What a client tells its listeners. */
export interface ClientEvents {
  /** Logged in and subscribed, on the first and on every later connection; events follow. */
  ready: [];
  /** A link that was ready is lost; not told on `close()`. */
  down: [error: EslError];
  event: [event: EslEvent];
  status: [status: Status];
  gap: [gap: Gap];
  log: [line: LogLine];
  backpressure: [state: Backpressure];
}

type Listener<K extends keyof ClientEvents> = (...args: ClientEvents[K]) => void;

/**
 * One connection to a switch that is kept up: it logs in, subscribes, reconnects. Commands are written when they are called,
 * in that order, and never a second time.
 *
 * @example
 * const client = new EslClient({ password: "…", subscription: { events: ["CHANNEL_ANSWER"] } });
 * await client.connect();
 * console.log(await client.api("status"));
 * for await (const event of client.events()) console.log(event.name);
 */
export class EslClient {
  readonly #settings: Settings;
  readonly #subscriber: Subscriber;
  readonly #intake: Intake;
  readonly #session: Session;
  readonly #options: ClientOptions;
  readonly #emitter = new Emitter<ClientEvents>((error, event) => this.#onThrow(error, event));
  readonly #routes = eventRoutes((error, event) => this.#onThrow(error, event));
  /** The second connection, where that is wished for. */
  #commands: Session | undefined;
  #executor: Executor | undefined;
  #loading: Promise<void> | undefined;
  #sequences: SequenceTracker | undefined;

  /** @throws InvalidArgumentError for credentials or a subscription that cannot be written safely */
  constructor(options: ClientOptions) {
    const settings = settle(options);
    const wish = checkSubscription(options.subscription ?? {});
    const emitter = this.#emitter;
    this.#options = options;
    this.#settings = settings;
    const subscriber = createSubscriber(wish, settings.timeouts.commandMs);
    this.#subscriber = subscriber;
    this.#intake = createIntake({
      count: (event) => this.#sequences?.see(event.coreUuid, event.sequence),
      onEvent: (event) => {
        emitter.emit("event", event);
        this.#routes.emit(event);
      },
      onBackpressure: (state) => emitter.emit("backpressure", state),
      onThrow: (error, where) => this.#onThrow(error, where),
      showJobs: () => subscriber.shows(JOB_EVENT),
      isAwaited: () => !!this.#executor?.size,
      screen: (event) => this.#executor?.see(event),
    });
    this.#session = createSession({
      options,
      settings,
      subscriber,
      intake: this.#intake,
      prepare: (stop) => this.#prepare(stop),
      onStatus: (status) => emitter.emit("status", status),
      onReady: () => emitter.emit("ready"),
      onDown: (error) => emitter.emit("down", error),
      onLog: (line) => emitter.emit("log", line),
    });
  }

  get status(): Status {
    return this.#session.status;
  }

  /**
   * Settles at the next "ready". Lost and failed links are tried again as the reconnect policy says; what only a person can
   * put right rejects at once although the policy may go on trying.
   * @throws AuthFailedError, AccessDeniedError, CommandError (subscription refused), AbortedError, ClosedError, and the
   * last error when the policy gives up
   */
  connect(options: { signal?: AbortSignal } = {}): Promise<void> {
    return this.#session.connect(options.signal);
  }

  /** Says `exit`, waits for the switch's good-bye and stays closed. Iterators end; what is still pending gets ClosedError. */
  async close(): Promise<void> {
    await Promise.all([this.#session.close(), this.#commands?.close()]);
  }

  /**
   * Runs an API command and answers its output (`-ERR no reply` is the empty text). It blocks this connection in the switch
   * while it runs.
   * @throws ApiError (output starts with -ERR or -USAGE, unless `raw`), CommandError (not permitted), TimeoutError,
   * ConnectionLostError, AbortedError, ClosedError, BusyError, InvalidArgumentError
   */
  async api(command: string, args?: string, options: CallOptions = {}): Promise<string> {
    const line = apiLine("api", command, args);
    const reply = await this.#request(line, {}, options);
    if (reply.body === undefined) return refuse(reply, line);
    return options.raw ? reply.body : requireSuccess(reply.body, line);
  }

  /**
   * Runs an API command in the background and answers its output, which may be empty. The timeout counts until the result.
   * @throws as `api`
   */
  async bgapi(command: string, args?: string, options: CallOptions = {}): Promise<string> {
    const line = apiLine("bgapi", command, args);
    const output = await this.#runJob(line, options);
    return options.raw ? output : requireSuccess(output, line);
  }

  /**
   * Any other command, e.g. `send("divert_events on")`.
   * @throws CommandError when the reply is -ERR (unless `raw`), and as `api`
   */
  async send(line: string, extra: CommandExtra = {}, options: CallOptions = {}): Promise<Reply> {
    const [, format] = /^event\s+(json|xml)\s/i.exec(line) ?? [];
    // Nothing is loaded for a command that cannot be written.
    if (format && encodeCommand(line, extra)) await loadFormat(format.toLowerCase() as EventFormat);
    const reply = await this.#request(line, extra, options, ({ headers }) => {
      // Before the first event it asks for is looked at.
      if (OWN_WISH.test(line) && !headers.get("Reply-Text")?.startsWith("-ERR"))
        this.#subscriber.heed(line);
    });
    return options.raw ? reply : requireAccepted(reply, line);
  }

  /** Fires an event in the switch; answers its Event-UUID. CUSTOM needs the header `Event-Subclass`. */
  async sendEvent(
    name: string,
    headers: Record<string, string> = {},
    body?: string,
    options: CallOptions = {},
  ): Promise<string> {
    const line = `sendevent ${assertWord(name, "name")}`;
    const reply = await this.send(line, { headers, body }, options);
    return reply.text.replace(/^\+OK ?/, "");
  }

  /** Tells a session what to do (`call-command: execute`, `hangup` …); without `uuid` the one this connection is bound to. */
  async sendMessage(
    uuid: string | undefined,
    headers: Record<string, string>,
    body?: string,
    options: CallOptions = {},
  ): Promise<void> {
    const line = uuid === undefined ? "sendmsg" : `sendmsg ${assertWord(uuid, "uuid")}`;
    await this.send(line, { headers, body }, options);
  }

  /**
   * Runs an application on a call and settles when it is done, which may be hours later: with its CHANNEL_EXECUTE_COMPLETE,
   * the last one when there are `loops`.
   * @throws CallEndedError when the call ends before, CommandError when there is no such call, and as `send`
   */
  execute(
    uuid: string,
    application: string,
    argument?: string,
    options: ExecuteOptions = {},
  ): Promise<ExecuteComplete> {
    return this.#withExecutor((calls) => calls.execute(uuid, application, argument, options));
  }

  /** Ends a call and settles when it has ended, with the cause the switch names. Throws as `api`. */
  hangup(uuid: string, cause = "NORMAL_CLEARING", options: CallOptions = {}): Promise<string> {
    return this.#withExecutor((calls) => calls.hangup(uuid, cause, options));
  }

  /**
   * Replaces the whole subscription. Settles when the switch has accepted it; without a link at once, it is applied before
   * the next "ready".
   * @throws CommandError when the switch refuses, InvalidArgumentError
   */
  async subscribe(next: SubscriptionInput): Promise<void> {
    await this.#subscriber.change(checkSubscription(next));
  }

  /** Delivers log lines of this level (a name, or 0 to 7) and graver ones as "log"; undefined stops that. Kept over reconnects. */
  async log(level: string | number | undefined): Promise<void> {
    await this.#subscriber.setLog(
      level === undefined ? undefined : assertWord(String(level), "level"),
    );
  }

  on<K extends keyof ClientEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.on(event, listener);
    return this;
  }

  once<K extends keyof ClientEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.once(event, listener);
    return this;
  }

  off<K extends keyof ClientEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.off(event, listener);
    return this;
  }

  /**
   * Calls the listener for events of one name, subclass or conference action; they have to be subscribed to. Answers how to
   * take it away.
   * @example
   * client.onEvent("CHANNEL_ANSWER", (event) => console.log(event.get("Unique-ID")));
   * client.onEvent({ subclass: "conference::maintenance", action: "dtmf" }, (event) => console.log(event.get("DTMF-Key")));
   */
  onEvent<const S extends EventSelector>(
    selector: S,
    listener: (event: EventOf<S>) => void,
  ): () => void {
    return this.#routes.add(selector, listener);
  }

  /**
   * Events from now on, over all reconnects until `close()`. An iterator that lags `highWaterMark` events behind pauses
   * reading from the switch (told by "backpressure"), unless a reply is awaited; at ten times that mark it does in any case.
   */
  events(options: EventStreamOptions = {}): AsyncIterable<EslEvent> {
    return {
      [Symbol.asyncIterator]: () => {
        const stream = this.#intake.stream(options);
        if (this.status.state === "closed") stream.end();
        return stream;
      },
    };
  }

  /** An `api` may block its connection for long, so it goes over the second one where there is one. */
  #request(
    line: string,
    extra: CommandExtra,
    { timeoutMs, signal }: CallOptions,
    onReply?: (frame: Frame) => void,
  ): Promise<Reply> {
    const { apiMs, commandMs } = this.#settings.timeouts;
    const isApi = /^api/i.test(line);
    const session = (isApi && this.#commands) || this.#session;
    return session.request(encodeCommand(line, extra), {
      timeoutMs: timeoutMs ?? (isApi ? apiMs : commandMs),
      signal,
      onReply,
    });
  }

  /** The first use loads the code for it, and what is called meanwhile is written behind it. */
  #withExecutor<T>(use: (executor: Executor) => Promise<T>): Promise<T> {
    if (this.#executor) return use(this.#executor);
    const session = this.#session;
    this.#loading ??= session.block(
      import("../calls/executor.js").then(({ createExecutor }) => {
        const { commandMs } = this.#settings.timeouts;
        this.#executor = createExecutor(session, this.#subscriber, this.#intake, commandMs);
      }),
    );
    return this.#loading.then(() => this.#withExecutor(use));
  }

  /** Loads what only some clients ask for. */
  async #prepare(stop: AbortSignal): Promise<void> {
    const options = this.#options;
    if (options.detectGaps && !this.#sequences) {
      const { SequenceTracker } = await import("./sequence-tracker.js");
      this.#sequences = new SequenceTracker((gap) => this.#emitter.emit("gap", gap));
    }
    if (!options.commandConnection) return;
    const { commandSession } = await import("./command-session.js");
    this.#commands ??= commandSession(options, this.#settings, () => this.#session.drop());
    await this.#commands.connect(stop);
  }

  #runJob(line: string, { timeoutMs, signal }: CallOptions): Promise<string> {
    const { jobMs, commandMs } = this.#settings.timeouts;
    const { jobs } = this.#intake;
    const id = randomUUID();
    const command = encodeCommand(line, { headers: { "Job-UUID": id } });
    const result = jobs.register(id, { label: line, timeoutMs: timeoutMs ?? jobMs, signal });
    this.#session
      .request(command, {
        timeoutMs: commandMs,
        signal,
        needs: [JOB_EVENT],
        onReply: ({ headers }) => jobs.rename(id, headers.get("Job-UUID") ?? id),
      })
      .then((reply) => {
        // Output instead of a reply comes to `reload mod_event_socket`, and names another job or none.
        const { body = `+OK Job-UUID: ${id}` } = reply;
        const [, other] = /^\+OK Job-UUID: (\S+)/.exec(body) ?? [];
        if (other) jobs.rename(id, other);
        else jobs.resolve(id, body);
        return requireAccepted(reply, line);
      })
      .catch((error: EslError) => jobs.reject(id, error));
    return result;
  }

  /** With a logger the error is logged; without one it surfaces as an uncaught one, as in any other emitter. */
  #onThrow(error: unknown, where: string): void {
    const { logger } = this.#settings;
    if (logger) logger.error("a listener threw", { where, error });
    else
      queueMicrotask(() => {
        throw error;
      });
  }
}
