import { randomUUID } from "node:crypto";
import type { Session } from "../client/session.js";
import { type CommandExtra, encodeCommand } from "../commands/command.js";
import { requireAccepted } from "../commands/reply.js";
import { assertWord } from "../commands/safe.js";
import { CallEndedError, type EslError, inFlight } from "../errors.js";
import type { EslEvent } from "../events/event.js";
import type { Intake } from "../events/intake.js";
import type { Link } from "../link/link.js";
import type { Subscriber } from "../subscription/subscriber.js";
import type { CallOptions } from "../types.js";
import { type ExecuteOptions, executeMessage, isLooped } from "./execution.js";
import { EXECUTION_EVENTS, type ExecuteComplete, ExecutionTable } from "./execution-table.js";

const OWN_EVENTS: ReadonlySet<string> = new Set(EXECUTION_EVENTS);
/** A uuid the table can tell from that of an application. */
const HANGUP = "hangup ";

/** Applications that run on calls of other connections: sent with `sendmsg`, followed by the events of the call. */
export interface Executor {
  /** Applications in flight. */
  readonly size: number;
  /** False for events that are there for this alone. */
  see(event: EslEvent): boolean;
  execute(
    uuid: string,
    application: string,
    argument: string | undefined,
    options: ExecuteOptions,
  ): Promise<ExecuteComplete>;
  hangup(uuid: string, cause: string, options: CallOptions): Promise<string>;
}

export function createExecutor(
  session: Session,
  subscriber: Subscriber,
  intake: Intake,
  commandMs: number,
): Executor {
  const table = new ExecutionTable(intake.balance);
  /** The link whose end is listened to. */
  let watched: Link | undefined;

  const watch = (link: Link | undefined) => {
    if (watched === link) return;
    watched = link;
    link?.onEnd((error) => table.fail((label) => inFlight(error, label)));
  };

  /** Registered before it is written: the call may be over before the reply is read. */
  const send = async (
    id: string,
    uuid: string,
    message: () => CommandExtra,
    what: string,
    looped: boolean,
    options: ExecuteOptions,
  ) => {
    const line = `sendmsg ${assertWord(uuid, "uuid")}`;
    const command = encodeCommand(line, message(), `${what} on ${uuid}`);
    const { label } = command;
    watch(session.link);
    const done = table.register(id, { uuid, label, looped }, options);
    session
      .request(command, { timeoutMs: commandMs, signal: options.signal, needs: EXECUTION_EVENTS })
      .then((reply) => requireAccepted(reply, label))
      .catch((error: EslError) => table.reject(id, error));
    return done;
  };

  return {
    get size() {
      return table.size;
    },
    see(event) {
      table.see(event);
      return !OWN_EVENTS.has(event.name) || subscriber.shows(event.name);
    },
    execute(uuid, application, argument, options) {
      const id = randomUUID();
      const message = () => executeMessage(id, application, argument, options);
      return send(id, uuid, message, `execute ${application}`, isLooped(options), options);
    },
    async hangup(uuid, cause, options) {
      const headers = { "call-command": "hangup", "hangup-cause": assertWord(cause, "cause") };
      try {
        await send(HANGUP + randomUUID(), uuid, () => ({ headers }), "hangup", false, options);
      } catch (error) {
        if (error instanceof CallEndedError) return error.hangupCause ?? cause;
        throw error;
      }
      return cause;
    },
  };
}
