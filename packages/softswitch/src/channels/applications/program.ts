import type { CallSession } from "../call-session.js";
import type { DialplanAction } from "../dialplan/dialplan.js";
import { type ApplicationResult, findApplication } from "./applications.js";
import { fireComplete, fireExecute } from "./execution.js";
import { Task } from "./task.js";

/** What the program asks of the house when it comes to a turn. */
export interface ProgramHost {
  /** The call has been sent to another extension: look it up, or take these actions. */
  route(given: readonly DialplanAction[] | undefined): void;
  /** The call has been taken out of everything to rest: it is parked as a whole. */
  park(): void;
  /** Nothing left to do: hang up, as a rule. */
  ranOut(): void;
  /** The call is over and its applications are complete. */
  over(): void;
  failed(error: unknown): void;
}

/** The applications of one call: one after the other, and now and then one beside them. */
export class Program {
  #queue: DialplanAction[] = [];
  #main: Task | undefined;
  readonly #beside: Task[] = [];
  #working = false;
  #resting = false;

  constructor(
    readonly call: CallSession,
    readonly host: ProgramHost,
  ) {}

  /** The application the call is in, of those in a row. */
  get current(): Task | undefined {
    return this.#main;
  }

  load(actions: readonly DialplanAction[]): void {
    this.#queue = [...actions];
    this.#resting = false;
  }

  /** Goes on where it stands, unless an application is under way. */
  resume(): void {
    if (this.#working || this.#main) return;
    this.#working = true;
    while (!this.call.isOver) {
      const { state } = this.call.channel.facts;
      if (state === "CS_ROUTING" || (state === "CS_PARK" && !this.#resting)) {
        this.#working = false;
        if (state === "CS_PARK") this.host.park();
        else this.host.route(this.#queue.length > 0 ? this.#queue : undefined);
        return;
      }
      if (this.#resting) break;
      const action = this.#queue.shift();
      if (!action) {
        this.host.ranOut();
        break;
      }
      if (this.#runNext(action)) {
        this.#working = false;
        return;
      }
    }
    this.#working = false;
    if (this.call.isOver) this.host.over();
  }

  /** Runs one beside what the call is doing; settles when it is complete. */
  runBeside(action: DialplanAction, uuid?: string): Promise<void> {
    return new Promise((resolve) => {
      const task = this.#begin(action, uuid, (ended) => {
        const at = this.#beside.indexOf(ended);
        if (at >= 0) this.#beside.splice(at, 1);
        resolve();
      });
      this.#beside.push(task);
      this.#perform(task);
    });
  }

  /** Ends whatever is under way, the innermost first; `queue` says what comes then. */
  interrupt(queue: readonly DialplanAction[] = []): void {
    this.#queue = [...queue];
    for (const task of [...this.#beside].reverse()) task.stop();
    this.#main?.stop();
    this.resume();
  }

  /** Ends whatever is under way and leaves the call with nothing to do. */
  rest(): void {
    this.#resting = true;
    this.interrupt();
  }

  /** Something that is no application of the dialplan has the call now, and is stopped like one. */
  occupy(task: Task): void {
    task.waiting = true;
    this.#main = task;
  }

  /** It is done; the call goes on where it was sent meanwhile. */
  vacate(task: Task): void {
    if (this.#main === task) this.#main = undefined;
    this.resume();
  }

  /** Ends the innermost application only (`uuid_break`). */
  break(): boolean {
    const task = this.#beside.at(-1) ?? this.#main;
    task?.stop();
    return task !== undefined;
  }

  /** True when the application is still under way. */
  #runNext(action: DialplanAction): boolean {
    const task = this.#begin(action, undefined, () => {
      this.#main = undefined;
      this.resume();
    });
    this.#main = task;
    this.#perform(task);
    return !task.finished;
  }

  #begin(action: DialplanAction, uuid: string | undefined, ended: (task: Task) => void): Task {
    const { call } = this;
    const data = call.expand(action.data);
    const running = {
      application: action.application,
      data,
      uuid: uuid ?? call.input.core.newUuid(),
    };
    const task = new Task(running, () => {
      fireComplete(call.channel, running);
      ended(task);
    });
    fireExecute(call.channel, running);
    return task;
  }

  #perform(task: Task): void {
    const { application, data } = task.running;
    const run = findApplication(application);
    if (!run) {
      this.call.hangup("DESTINATION_OUT_OF_ORDER");
      task.finish();
      return;
    }
    this.#settle(task, run(this.call, data, task));
  }

  #settle(task: Task, result: ApplicationResult): void {
    if (result === "done") {
      task.finish();
      return;
    }
    task.waiting = true;
    if (result === "wait") return;
    result
      .catch((error: unknown) => this.host.failed(error))
      .then(() => task.finish())
      .catch((error: unknown) => this.host.failed(error));
  }
}
