import { randomUUID } from "node:crypto";
import { encodeCommand } from "./command.js";
import { CallEndedError, type EslError } from "./errors.js";
import type { EslEvent } from "./event.js";
import { type ExecuteOptions, executeMessage, isLooped } from "./execution.js";
import { EXECUTION_EVENTS, type ExecuteComplete, ExecutionTable } from "./execution-table.js";
import type { Intake } from "./intake.js";
import { inFlight, type Link } from "./link.js";
import { requireAccepted } from "./reply.js";
import { assertWord } from "./safe.js";
import type { Session } from "./session.js";
import type { Subscriber } from "./subscriber.js";
import { wants } from "./subscription.js";
import type { CallOptions } from "./types.js";

const OWN_EVENTS: ReadonlySet<string> = new Set(EXECUTION_EVENTS);
/** A uuid the table can tell from that of an application. */
const HANGUP = "hangup ";

/** Applications that run on calls of other connections: sent with `sendmsg`, followed by the events of the call. */
export class Executor {
  readonly #session: Session;
  readonly #subscriber: Subscriber;
  readonly #table: ExecutionTable;
  readonly #commandMs: number;
  /** The link whose end is listened to. */
  #link: Link | undefined;

  constructor(session: Session, subscriber: Subscriber, intake: Intake, commandMs: number) {
    this.#commandMs = commandMs;
    this.#session = session;
    this.#subscriber = subscriber;
    this.#table = new ExecutionTable(() => intake.balance());
  }

  get size(): number {
    return this.#table.size;
  }

  /** False for events that are there for this class only. */
  see(event: EslEvent): boolean {
    this.#table.see(event);
    return !OWN_EVENTS.has(event.name) || wants(this.#subscriber.wish, event.name);
  }

  execute(
    uuid: string,
    application: string,
    argument: string | undefined,
    options: ExecuteOptions,
  ): Promise<ExecuteComplete> {
    const id = randomUUID();
    const message = () => executeMessage(id, application, argument, options);
    return this.#send(uuid, id, message, `execute ${application}`, isLooped(options), options);
  }

  async hangup(uuid: string, cause: string, options: CallOptions): Promise<string> {
    const id = HANGUP + randomUUID();
    const headers = { "call-command": "hangup", "hangup-cause": assertWord(cause, "cause") };
    const ended = this.#send(uuid, id, () => ({ headers }), "hangup", false, options);
    const error: unknown = await ended.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof CallEndedError) return error.hangupCause ?? cause;
    throw error;
  }

  /** Registered before it is written: the call may be over before the reply is read. */
  async #send(
    uuid: string,
    id: string,
    message: () => ReturnType<typeof executeMessage>,
    label: string,
    looped: boolean,
    options: ExecuteOptions,
  ): Promise<ExecuteComplete> {
    const line = `sendmsg ${assertWord(uuid, "uuid")}`;
    const command = encodeCommand(line, message(), `${label} on ${uuid}`);
    const { link } = this.#session;
    const needed = link === undefined ? undefined : this.#subscriber.need(link, EXECUTION_EVENTS);
    if (link !== undefined) this.#watch(link);
    const done = this.#table.register(id, { uuid, label: command.label, looped }, options);
    const failed = (error: EslError) => this.#table.reject(id, error);
    needed?.catch(failed);
    this.#session
      .request(command, { timeoutMs: this.#commandMs, signal: options.signal })
      .then((reply) => requireAccepted(reply, command.label))
      .catch(failed);
    return done;
  }

  #watch(link: Link): void {
    if (this.#link === link) return;
    this.#link = link;
    link.onEnd((error) => this.#table.fail((label) => inFlight(error, label)));
  }
}
