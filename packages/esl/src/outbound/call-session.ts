import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { type ExecuteOptions, executeMessage, isLooped } from "../calls/execution.js";
import { type ExecuteComplete, ExecutionTable } from "../calls/execution-table.js";
import { apiLine, refuse } from "../commands/api-line.js";
import { type CommandExtra, encodeCommand } from "../commands/command.js";
import { type Reply, requireAccepted, toReply } from "../commands/reply.js";
import { readEvent } from "../decoding/event-reader.js";
import { readJson } from "../decoding/json-payload.js";
import { readers } from "../decoding/readers.js";
import { readXml } from "../decoding/xml-payload.js";
import { CallEndedError, ClosedError, type EslError, inFlight } from "../errors.js";
import type { EslEvent } from "../events/event.js";
import { createIntake, type Intake } from "../events/intake.js";
import { type Link, openLink } from "../link/link.js";
import { startWatchdog } from "../link/watchdog.js";
import { nameWords } from "../subscription/subscription.js";
import type { Backpressure, CallOptions } from "../types.js";
import { startTimer } from "../waiting/timer.js";
import { type CallEnd, CallLife } from "./call-life.js";
import { FullControlRequiredError } from "./errors.js";
import { type CallFacts, connectCall, prepareCall } from "./handshake.js";
import type { OutboundSettings } from "./options.js";

export interface CallSessionHandlers {
  onEvent(event: EslEvent): void;
  onBackpressure(state: Backpressure): void;
  onThrow(error: unknown, where: string): void;
}

/** mod_event_socket.c parse_command: what is looked at before the question for `full`. */
const WITHOUT_FULL = /^(?:exit|filter|resume|connect|getvar|myevents|divert_events|sendmsg)/i;

/** What API commands on a call say that is gone (mod_commands.c); no variable ends like this. */
const NO_SUCH_CALL = "-ERR No such channel!\n";

const ignore: CallSessionHandlers = { onEvent() {}, onBackpressure() {}, onThrow() {} };

/** The connection of one call: its link, what is in flight on it, and where the call stands. */
export class CallSession {
  /** Never rejects. */
  readonly ended: Promise<CallEnd>;
  readonly intake: Intake;
  handlers: CallSessionHandlers = ignore;
  readonly #settings: OutboundSettings;
  readonly #link: Link;
  readonly #executions: ExecutionTable;
  readonly #needed = new Set<string>();
  readonly #shown = new Set<string>();
  #life!: CallLife;
  #facts!: CallFacts;
  #resolveEnd: (end: CallEnd) => void = () => {};

  private constructor(transport: Duplex, settings: OutboundSettings) {
    // A handler may ask for any format with a command of its own, and events may follow at once.
    readers.set("text/event-json", readJson).set("text/event-xml", readXml);
    this.#settings = settings;
    this.ended = new Promise((resolve) => {
      this.#resolveEnd = resolve;
    });
    this.#executions = new ExecutionTable(() => this.intake.balance());
    this.intake = createIntake({
      onEvent: (event) => this.handlers.onEvent(event),
      onBackpressure: (state) => this.handlers.onBackpressure(state),
      onThrow: (error, where) => this.handlers.onThrow(error, where),
      showJobs: () => this.#shows("BACKGROUND_JOB"),
      isAwaited: () => this.#executions.size > 0,
      screen: (event) => this.#screen(event),
    });
    const { limits, maxPending, logger } = settings;
    this.#link = openLink(
      transport,
      { limits, maxPending, logger },
      {
        event: (frame) => this.intake.accept(readEvent(frame)),
        log: () => {},
        settled: () => this.intake.balance(),
        notice: (frame) => this.#life?.notice(frame),
      },
    );
  }

  /** @throws as `connectCall` and `prepareCall`; the transport is destroyed then */
  static async open(transport: Duplex, settings: OutboundSettings): Promise<CallSession> {
    const session = new CallSession(transport, settings);
    const link = session.#link;
    try {
      session.#begin(await connectCall(link, settings.timeouts.connectMs));
      await prepareCall(link, session.#facts, settings);
      if (link.error !== undefined) throw link.error;
      return session;
    } catch (error) {
      const reason = link.error ?? error;
      link.end(new ClosedError());
      throw reason;
    }
  }

  get facts(): CallFacts {
    return this.#facts;
  }

  get life(): CallLife {
    return this.#life;
  }

  /** @throws FullControlRequiredError */
  requireFull(command: string): void {
    if (this.#facts.control !== "full") throw new FullControlRequiredError(command);
  }

  /** A line of the handler's own, which may ask for events. @throws FullControlRequiredError when the switch would refuse it */
  admit(line: string): void {
    if (!WITHOUT_FULL.test(line)) this.requireFull(line);
    if (/^event/i.test(line)) this.show(["ALL"]);
  }

  async request(
    line: string,
    extra: CommandExtra,
    options: CallOptions,
    timeoutMs = this.#settings.timeouts.commandMs,
  ): Promise<Reply> {
    const command = encodeCommand(line, extra);
    const reply = this.#link.request(command, {
      timeoutMs: options.timeoutMs ?? timeoutMs,
      signal: options.signal,
    });
    this.intake.balance();
    return toReply(await reply.catch((error: EslError) => Promise.reject(this.#asSeen(error))));
  }

  /** The output of an API command on this very call. @throws CallEndedError when the switch does not know it any more */
  async ask(command: string, tail: string): Promise<string> {
    const line = apiLine("api", command, `${this.#facts.uuid} ${tail}`);
    this.requireFull(line);
    const reply = await this.request(line, {}, {}, this.#settings.timeouts.apiMs);
    if (reply.body === undefined) return refuse(reply, line);
    if (reply.body !== NO_SUCH_CALL) return reply.body;
    this.#life.vanish();
    throw new CallEndedError(this.#facts.uuid, this.#life.cause, command);
  }

  /** Events beyond those of `myevents`; written in this very turn. */
  async need(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !this.#needed.has(name));
    if (missing.length === 0) return;
    this.requireFull("event");
    for (const name of missing) this.#needed.add(name);
    const line = `event plain ${nameWords(missing)}`;
    requireAccepted(await this.request(line, {}, {}), line);
  }

  /** The handler asks for these events himself: they are not kept from him although this class needs them too. */
  show(names: readonly string[]): void {
    for (const name of names) this.#shown.add(name);
  }

  async execute(
    application: string,
    argument: string | undefined,
    options: ExecuteOptions,
  ): Promise<ExecuteComplete> {
    const id = randomUUID();
    const looped = isLooped(options);
    const announced = looped && this.#facts.control === "full" && this.#facts.mode === "async";
    const message = executeMessage(id, application, argument, {
      ...options,
      ...(looped && !announced ? { eventLock: true } : {}),
    });
    const label = `execute ${application}`;
    const { uuid } = this.#facts;
    if (this.#life.down || this.#life.end !== undefined)
      throw new CallEndedError(uuid, this.#life.cause, label);
    const needed = announced ? this.need(["PRIVATE_COMMAND"]) : undefined;
    const done = this.#executions.register(id, { uuid, label, looped }, options);
    const failed = (error: EslError) => this.#executions.reject(id, error);
    needed?.catch(failed);
    const inline = this.#facts.mode === "static" && options.async !== true;
    const timeoutMs = inline ? Number.POSITIVE_INFINITY : this.#settings.timeouts.commandMs;
    this.request(
      "sendmsg",
      message,
      { ...(options.signal && { signal: options.signal }) },
      timeoutMs,
    )
      .then((reply) => requireAccepted(reply, label))
      .catch(failed);
    if (looped && !announced) this.#finishBehind(id);
    return done;
  }

  /** Gives the connection back: says `exit` and waits for the end. */
  async release(): Promise<void> {
    const link = this.#link;
    if (!this.#life.down) this.#life.dismiss();
    if (link.error !== undefined) return;
    const { closeMs } = this.#settings.timeouts;
    const ended = new Promise<void>((resolve) => link.onEnd(() => resolve()));
    link.request(encodeCommand("exit"), { timeoutMs: closeMs }).catch(() => {});
    const stopLate = startTimer(closeMs, () => link.end(new ClosedError()));
    link.release();
    await ended;
    stopLate();
  }

  #begin(facts: CallFacts): void {
    this.#facts = facts;
    this.#life = new CallLife(facts.uuid, facts.mode === "static", {
      onDown: (cause) => this.#executions.endCall(facts.uuid, cause),
      onEnd: (end) => this.#onEnd(end),
    });
    this.intake.attach(this.#link);
    const { idleMs } = this.#settings;
    if (idleMs !== undefined) startWatchdog(this.#link, idleMs);
    this.#link.onEnd((error) => this.#onLinkEnd(error));
  }

  #onLinkEnd(error: EslError): void {
    this.#life.linkEnded(error);
    const toError = (label: string) => this.#asSeen(inFlight(error, label));
    this.#executions.fail(toError);
    this.intake.jobs.fail(toError);
  }

  /** Iterators end with the call and not with the connection: that one waits for the handler, which may be iterating. */
  #onEnd(end: CallEnd): void {
    this.#resolveEnd(end);
    // The event that told the end is still on its way to them.
    queueMicrotask(() => this.intake.endStreams(end.kind === "lost" ? end.error : undefined));
  }

  /** What ends the connection once the call is over, or has left, is no failure of the connection. */
  #asSeen(error: EslError): EslError {
    const { end, cause } = this.#life ?? {};
    if (this.#link.error === undefined || end === undefined || end.kind === "lost") return error;
    const command = "command" in error ? String(error.command) : undefined;
    return new CallEndedError(this.#facts.uuid, cause, command);
  }

  #screen(event: EslEvent): boolean {
    this.#life.see(event);
    this.#executions.see(event);
    return event.name !== "PRIVATE_COMMAND" || this.#shows(event.name);
  }

  #shows(name: string): boolean {
    return this.#shown.has("ALL") || this.#shown.has(name);
  }

  /** Nothing announces the end of all runs here, so an application that does nothing is sent behind them. */
  #finishBehind(id: string): void {
    this.execute("eval", undefined, {}).then(
      () => this.#executions.finish(id),
      (error: EslError) => this.#executions.reject(id, error),
    );
  }
}
