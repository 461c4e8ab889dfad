import { CallEndedError, type EslError } from "../errors.js";
import type { EslEvent } from "../events/event.js";
import type { EventOf } from "../events/typed-events.js";
import { type JobTable, jobTable } from "../waiting/job-table.js";
import type { ExecuteOptions } from "./execution.js";

export type ExecuteComplete = EventOf<"CHANNEL_EXECUTE_COMPLETE">;

interface Execution {
  readonly uuid: string;
  readonly label: string;
  /** Settles at PRIVATE_COMMAND, which comes once behind all runs. */
  readonly looped: boolean;
  last?: EslEvent;
}

/** Names of the events by which an application that was sent to a call is followed. */
export const EXECUTION_EVENTS = [
  "CHANNEL_EXECUTE_COMPLETE",
  "CHANNEL_HANGUP",
  "CHANNEL_DESTROY",
  "PRIVATE_COMMAND",
] as const;

/**
 * Applications in flight, by the id that was sent with them and comes back as Application-UUID. Names would not do: the
 * same application may run twice, and the dialplan runs some too.
 */
export class ExecutionTable {
  readonly #waits: JobTable<EslEvent>;
  readonly #executions = new Map<string, Execution>();

  constructor(onSettled: () => void = () => {}) {
    this.#waits = jobTable(onSettled);
  }

  get size(): number {
    return this.#waits.size;
  }

  /** @throws (rejects) TimeoutError, AbortedError, CallEndedError, and what `reject` and `fail` are told */
  register(
    id: string,
    execution: { uuid: string; label: string; looped: boolean },
    { timeoutMs = Number.POSITIVE_INFINITY, signal }: ExecuteOptions,
  ): Promise<ExecuteComplete> {
    this.#executions.set(id, { ...execution });
    return this.#waits
      .register(id, { label: execution.label, timeoutMs, signal })
      .finally(() => this.#executions.delete(id)) as Promise<ExecuteComplete>;
  }

  see(event: EslEvent): void {
    if (this.#executions.size === 0) return;
    const { name } = event;
    if (name === "CHANNEL_EXECUTE_COMPLETE") this.#onComplete(event);
    else if (name === "PRIVATE_COMMAND") this.#onMessageDone(event);
    else if (name === "CHANNEL_HANGUP" || name === "CHANNEL_DESTROY")
      this.endCall(event.get("Unique-ID") ?? "", event.get("Hangup-Cause"));
  }

  /** Nothing more runs on that call. */
  endCall(uuid: string, hangupCause: string | undefined): void {
    for (const [id, execution] of [...this.#executions]) {
      if (execution.uuid !== uuid) continue;
      this.reject(id, new CallEndedError(uuid, hangupCause, execution.label));
    }
  }

  /** All runs are over: settles with the last one, if there was one. */
  finish(id: string): void {
    const last = this.#executions.get(id)?.last;
    if (last !== undefined) this.#waits.resolve(id, last);
  }

  reject(id: string, error: EslError): void {
    this.#waits.reject(id, error);
  }

  fail(toError: (label: string) => EslError): void {
    this.#waits.fail(toError);
  }

  #onComplete(event: EslEvent): void {
    const id = event.get("Application-UUID") ?? "";
    const execution = this.#executions.get(id);
    if (execution === undefined) return;
    execution.last = event;
    if (!execution.looped) this.#waits.resolve(id, event);
  }

  #onMessageDone(event: EslEvent): void {
    // Two headers of that name: the message's, which is ours, and the event's own.
    for (const id of event.getAll("Event-UUID")) this.finish(id);
  }
}
