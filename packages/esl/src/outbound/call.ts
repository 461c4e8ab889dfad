import { randomUUID } from "node:crypto";
import { assertVariableName, literal } from "../arguments/literal.js";
import type { ExecuteOptions } from "../calls/execution.js";
import type { ExecuteComplete } from "../calls/execution-table.js";
import { apiLine, refuse } from "../commands/api-line.js";
import { type CommandExtra, encodeCommand } from "../commands/command.js";
import { type Reply, requireAccepted, requireSuccess } from "../commands/reply.js";
import { assertWord, quoteArgument } from "../commands/safe.js";
import type { EslError } from "../errors.js";
import { Emitter } from "../events/emitter.js";
import type { EslEvent } from "../events/event.js";
import { type EventRoutes, eventRoutes } from "../events/event-routes.js";
import type { EventStreamOptions } from "../events/event-stream.js";
import type { EventOf, EventSelector } from "../events/typed-events.js";
import { checkSubscription } from "../subscription/subscription.js";
import type { Backpressure, CallOptions } from "../types.js";
import { Applications } from "./applications.js";
import type { CallEnd } from "./call-life.js";
import type { CallSession } from "./call-session.js";
import type { OutboundSettings } from "./options.js";

/** What a call tells its listeners. */
export interface CallEvents {
  event: [event: EslEvent];
  backpressure: [state: Backpressure];
}

type Listener<K extends keyof CallEvents> = (...args: CallEvents[K]) => void;

/** What `uuid_getvar` says of a variable that is not set. */
const UNSET = "_undef_";
/** Written whenever somebody sends a call elsewhere: uuid_transfer, uuid_bridge, intercept, a phone's REFER. */
const TRANSFER = "transfer_source";

/**
 * One call that the switch's `socket` application handed to us.
 *
 * @example
 * const server = createServer(async (call) => {
 *   await call.answer();
 *   const digits = await call.playAndGetDigits({ file: "ivr/enter-pin.wav", max: 4 });
 *   await call.hangup(digits === "1234" ? "NORMAL_CLEARING" : "CALL_REJECTED");
 * });
 * await server.listen({ port: 8084, host: "127.0.0.1" });
 */
export class Call extends Applications {
  readonly uuid: string;
  /** `async` calls answer every command at once; in a `static` one commands wait while an application runs. */
  readonly mode: "async" | "static";
  /** Without `full` there is only the call: no `api`, no further events, no linger. */
  readonly control: "full" | "single-channel";
  /** Settles when the call is over or gone, and never rejects. */
  readonly ended: Promise<CallEnd>;
  readonly #session: CallSession;
  readonly #settings: OutboundSettings;
  readonly #emitter: Emitter<CallEvents>;
  readonly #routes: EventRoutes;
  #latest: EslEvent;
  #leaving = false;
  #transferred = false;

  /** Internal to this package: the server makes calls. */
  constructor(
    session: CallSession,
    settings: OutboundSettings,
    onThrow: (error: unknown, where: string) => void,
  ) {
    super(() => this.#askTransferred());
    this.#session = session;
    this.#settings = settings;
    this.#emitter = new Emitter<CallEvents>(onThrow);
    this.#routes = eventRoutes(onThrow);
    const { uuid, mode, control, data } = session.facts;
    this.uuid = uuid;
    this.mode = mode;
    this.control = control;
    this.#latest = data;
    this.ended = session.ended;
    session.handlers = {
      onEvent: (event) => this.#onEvent(event),
      onBackpressure: (state) => this.#emitter.emit("backpressure", state),
      onThrow,
    };
  }

  /** The reply to `connect`: the call as it was when it came here. */
  get data(): EslEvent {
    return this.#session.facts.data;
  }

  /** True until the hangup is seen, or the connection is gone. */
  get up(): boolean {
    return !this.#session.life.down && this.#session.life.end === undefined;
  }

  /** It was transferred or given back: whoever handles it next decides how it ends. */
  get leaving(): boolean {
    return this.#leaving || this.transferred;
  }

  /** True once an event has shown that the call was sent elsewhere, by us or by somebody else, e.g. with `uuid_transfer`. */
  get transferred(): boolean {
    return this.#transferred || this.#differs(this.variable(TRANSFER));
  }

  /** A header of the call as its latest event shows it, e.g. `Caller-Caller-ID-Number`. */
  get(name: string): string | undefined {
    return this.#latest.get(name) ?? this.data.get(name);
  }

  /** A channel variable as the latest event shows it; `getVariable` asks the switch. */
  variable(name: string): string | undefined {
    return this.get(`variable_${name}`);
  }

  /**
   * Runs an application with its argument as it is: the switch replaces `${…}` in it, so pass values from outside through
   * `literal`. Settles when the application is done.
   * @throws CallEndedError, ConnectionLostError, TimeoutError, AbortedError, CommandError, InvalidArgumentError
   */
  async execute(
    application: string,
    argument?: string,
    options: ExecuteOptions = {},
  ): Promise<ExecuteComplete> {
    if (application === "transfer") this.#leaving = true;
    return this.#session.execute(application, argument, options);
  }

  /**
   * The switch's own value; undefined when it is not set. Without `full` it waits for the application that runs.
   * @throws CallEndedError after the hangup; `variable` still shows what the last event held
   */
  async getVariable(name: string): Promise<string | undefined> {
    assertVariableName(name);
    if (this.control !== "full") return (await this.execute("eval")).get(`variable_${name}`);
    const value = await this.#session.ask("uuid_getvar", name);
    return value === UNSET ? undefined : value;
  }

  /** The value is set as it stands; undefined takes the variable away. @throws CallEndedError after the hangup */
  async setVariable(name: string, value: string | number | boolean | undefined): Promise<void> {
    assertVariableName(name);
    const text = value === undefined ? "" : String(value);
    if (this.control === "full") {
      const tail = text === "" ? "" : ` ${quoteArgument(text)}`;
      requireSuccess(await this.#session.ask("uuid_setvar", name + tail), `uuid_setvar ${name}`);
    } else if (text === "") await this.execute("unset", name);
    // The application expands its argument, and then the value once more (base_set in mod_dptools.c).
    else await this.execute("set", literal(`${name}=${literal(text, name)}`));
  }

  async setVariables(
    variables: Readonly<Record<string, string | number | boolean | undefined>>,
  ): Promise<void> {
    const entries = Object.entries(variables);
    for (const [name] of entries) assertVariableName(name);
    await Promise.all(entries.map(([name, value]) => this.setVariable(name, value)));
  }

  /** Ends the call and settles with its end; on a `static` call behind the application that runs. */
  async hangup(cause = "NORMAL_CLEARING"): Promise<CallEnd> {
    assertWord(cause, "cause");
    if (this.up) await this.#askForHangup(cause);
    return this.ended;
  }

  /** Ends the application that runs now, and those that wait. Needs `full`. */
  async stop(): Promise<void> {
    requireSuccess(await this.#session.ask("uuid_break", "all"), "uuid_break");
  }

  /** The dialplan goes on behind `socket` when this connection ends before the call, also when the handler is done. */
  async resume(): Promise<void> {
    // A static call goes on untold, and would be stranded in CS_RESET by it (mod_event_socket.c listener_run).
    if (this.mode === "async") await this.send("resume");
    this.#leaving = true;
  }

  /** Gives the connection back. A transferred call goes its way, any other goes on in the dialplan behind `socket`. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#session.release();
  }

  /**
   * Runs an API command. Needs `full`.
   * @throws FullControlRequiredError, ApiError, and as `send`
   */
  async api(command: string, args?: string, options: CallOptions = {}): Promise<string> {
    const line = apiLine("api", command, args);
    this.#session.requireFull(line);
    const reply = await this.#session.request(line, {}, options, this.#settings.timeouts.apiMs);
    if (reply.body === undefined) return refuse(reply, line);
    return options.raw === true ? reply.body : requireSuccess(reply.body, line);
  }

  /** Runs an API command in the background and answers its output. Needs `full`; throws as `api`. */
  async bgapi(command: string, args?: string, options: CallOptions = {}): Promise<string> {
    const line = apiLine("bgapi", command, args);
    this.#session.requireFull(line);
    const id = randomUUID();
    const extra = { headers: { "Job-UUID": id } };
    encodeCommand(line, extra);
    const { jobs } = this.#session.intake;
    const failed = (error: EslError) => jobs.reject(id, error);
    const timeoutMs = options.timeoutMs ?? this.#settings.timeouts.jobMs;
    const result = jobs.register(id, { label: line, timeoutMs, signal: options.signal });
    this.#session.need(["BACKGROUND_JOB"]).catch(failed);
    this.#session
      .request(line, extra, options.signal === undefined ? {} : { signal: options.signal })
      .then((reply) => requireAccepted(reply, line))
      .catch(failed);
    return options.raw === true ? result : requireSuccess(await result, line);
  }

  /** Any other command. @throws FullControlRequiredError when the switch would refuse it without `full`; CommandError */
  async send(line: string, extra: CommandExtra = {}, options: CallOptions = {}): Promise<Reply> {
    this.#session.admit(line);
    const reply = await this.#session.request(line, extra, options);
    return options.raw === true ? reply : requireAccepted(reply, line);
  }

  /** Further events of this call, e.g. `PLAYBACK_START`, beyond those of `myevents`. Needs `full`. */
  async subscribe(...events: readonly string[]): Promise<void> {
    const wish = checkSubscription({ events });
    this.#session.show(wish.names);
    await this.#session.need(wish.names);
  }

  on<K extends keyof CallEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.on(event, listener);
    return this;
  }

  once<K extends keyof CallEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.once(event, listener);
    return this;
  }

  off<K extends keyof CallEvents>(event: K, listener: Listener<K>): this {
    this.#emitter.off(event, listener);
    return this;
  }

  /** Calls the listener for events of one name or subclass; answers how to take it away. */
  onEvent<const S extends EventSelector>(
    selector: S,
    listener: (event: EventOf<S>) => void,
  ): () => void {
    return this.#routes.add(selector, listener);
  }

  /** Events from now until the call has ended; throws when the connection breaks. Back-pressure as with the client's. */
  events(options: EventStreamOptions = {}): AsyncIterable<EslEvent> {
    return { [Symbol.asyncIterator]: () => this.#openStream(options) };
  }

  #openStream(options: EventStreamOptions): AsyncIterator<EslEvent> {
    const stream = this.#session.intake.stream(options);
    if (this.#session.life.end !== undefined) stream.end();
    return stream;
  }

  /** The completion of what a transfer cuts short can precede the mark of the transfer (switch_ivr_session_transfer). */
  async #askTransferred(): Promise<boolean> {
    if (!this.transferred) this.#transferred = this.#differs(await this.getVariable(TRANSFER));
    return this.transferred;
  }

  #differs(transfer: string | undefined): boolean {
    return transfer !== undefined && transfer !== this.data.get(`variable_${TRANSFER}`);
  }

  async #askForHangup(cause: string): Promise<void> {
    this.#session.life.assume(cause);
    const asked =
      this.control === "full"
        ? this.api("uuid_kill", `${this.uuid} ${cause}`)
        : this.#session.request(
            "sendmsg",
            {
              headers: { "call-command": "hangup", "hangup-cause": cause },
            },
            { timeoutMs: Number.POSITIVE_INFINITY },
          );
    // The call may end, and even its connection, before the answer is read.
    await Promise.race([asked, this.ended]).catch((error: unknown) => {
      if (this.up) throw error;
    });
    asked.catch(() => {});
  }

  #onEvent(event: EslEvent): void {
    if (event.get("Unique-ID") === this.uuid && event.headers.has("variable_uuid"))
      this.#latest = event;
    this.#emitter.emit("event", event);
    this.#routes.emit(event);
  }
}
