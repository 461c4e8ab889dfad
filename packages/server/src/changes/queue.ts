import { setImmediate as nextTick } from "node:timers/promises";
import { ReloadRefusedError, SwitchAwayError } from "../switch/index.js";
import { ItemError } from "../values/index.js";
import type { ReadingHold, XmlState } from "../xml-state/index.js";
import { type Change, ChangeDraft, type Outcome } from "./change.js";
import { QueueClosedError, TreeChangedError } from "./errors.js";
import type { FileChange } from "./file-change.js";
import { answer, asItemError, expectationsOf, type Plan, planAll } from "./planning.js";
import type { ChangeCounters, ChangeQueueOptions, ExclusiveTree } from "./queue-options.js";
import type { AppliedTransaction, RecoveryReport } from "./transactions.js";
import { findMissing } from "./verify.js";

/** One request: its items are planned together and answered together. */
interface Job {
  readonly changes: readonly Change<unknown>[];
  /** In place of changes: runs with the tree to itself. */
  readonly alone?: (() => Promise<void>) | undefined;
  readonly resolve: (outcomes: Outcome<unknown>[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch bigger than this makes those behind it wait too long; a single request is never split. */
const BATCH_ITEMS = 5000;
const REPLANS = 3;

/**
 * The one way to change the switch's tree. Requests that wait are taken together: planned in order, written as one
 * set of files, one reload, one reading back. An item is `done` when the switch has parsed it and it is on disk for
 * good; when the switch refuses, or does not show what was written, every file is as before and all items have failed.
 */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions;
  readonly #waiting: Job[] = [];
  #worker: Promise<void> | undefined;
  #cleaner: NodeJS.Timeout | undefined;
  #cleaning: Promise<void> = Promise.resolve();
  #hold: ReadingHold | undefined;
  #open = false;
  #counters = { transactions: 0, rollbacks: 0, reloads: 0, done: 0, failed: 0 };

  constructor(options: ChangeQueueOptions) {
    this.#options = options;
  }

  get counters(): ChangeCounters {
    return { ...this.#counters };
  }

  /** Items that wait or are being worked on. */
  get waiting(): number {
    return this.#waiting.reduce((sum, job) => sum + job.changes.length, 0);
  }

  /** Takes the tree and repairs what an interrupted server left. Rejects with TreeLockedError. */
  async start(): Promise<RecoveryReport> {
    const report = await this.#options.store.open();
    this.#open = true;
    this.#options.switch.on("up", this.#onUp);
    this.#onUp();
    return report;
  }

  /** Finishes the transaction at work, rejects what waits with QueueClosedError, and lets go of the tree. */
  async stop(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#options.switch.off("up", this.#onUp);
    for (const job of this.#waiting.splice(0)) job.reject(new QueueClosedError());
    await this.#worker;
    clearTimeout(this.#cleaner);
    await this.#clean();
    await this.#options.store.close();
  }

  /**
   * One answer per change, in order. Rejects as a whole, with nothing changed, when the switch is or goes away
   * (SwitchAwayError, SwitchTimeoutError), when the queue is closed, or when the disk fails.
   */
  submit<T>(changes: readonly Change<T>[]): Promise<Outcome<T>[]> {
    if (!this.#open) return Promise.reject(new QueueClosedError());
    if (!this.#options.switch.connected) return Promise.reject(new SwitchAwayError("reloadxml"));
    if (changes.length === 0) return Promise.resolve([]);
    return new Promise<Outcome<unknown>[]>((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      this.#work();
    }) as Promise<Outcome<T>[]>;
  }

  /**
   * Runs work while nothing else changes the tree, in its turn among the requests. The switch may be away unless the
   * work replaces files. Rejects as the work does, or with QueueClosedError.
   */
  exclusive<T>(work: (tree: ExclusiveTree) => Promise<T>): Promise<T> {
    if (!this.#open) return Promise.reject(new QueueClosedError());
    return new Promise<T>((resolve, reject) => {
      const tree: ExclusiveTree = { replace: (changes, check) => this.#replace(changes, check) };
      const alone = async (): Promise<void> => resolve(await work(tree));
      this.#waiting.push({ changes: [], alone, resolve: () => {}, reject });
      this.#work();
    });
  }

  /** What would become of the changes by what is known now; nothing is written, and nothing is promised. */
  async preview<T>(changes: readonly Change<T>[]): Promise<Outcome<T>[]> {
    if (!this.#open) throw new QueueClosedError();
    const { store, xmlState } = this.#options;
    if (xmlState.current.version === 0) throw new SwitchAwayError("xml_locate");
    const draft = new ChangeDraft(xmlState.current, await store.draft());
    const plans = await planAll(changes, draft, (error) => this.#trouble("plan a change", error));
    return answer(plans, draft.state) as Outcome<T>[];
  }

  readonly #onUp = (): void => {
    const { store, switch: switch_ } = this.#options;
    if (switch_.connected && (store.reloadOwed || store.recoveryOwed)) this.#work();
  };

  #work(): void {
    this.#worker ??= this.#run().finally(() => {
      this.#worker = undefined;
      if (this.#waiting.length > 0) this.#work();
    });
  }

  async #run(): Promise<void> {
    // Requests that arrive in the same tick share a transaction.
    await nextTick();
    await this.#quietly("settle what is owed", () => this.#settle());
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      await this.#perform(batch);
    }
    this.#cleanLater();
  }

  #takeBatch(): Job[] {
    const batch: Job[] = [];
    let items = 0;
    for (const job of this.#waiting) {
      const separate = job.alone !== undefined || batch[0]?.alone !== undefined;
      if (batch.length > 0 && (separate || items + job.changes.length > BATCH_ITEMS)) break;
      batch.push(job);
      items += job.changes.length;
    }
    this.#waiting.splice(0, batch.length);
    return batch;
  }

  async #perform(batch: readonly Job[]): Promise<void> {
    const hold = this.#options.xmlState.hold();
    this.#hold = hold;
    try {
      await this.#settle();
      const [first] = batch;
      if (first?.alone) return await first.alone();
      this.#assertConnected();
      const outcomes = await this.#transact(batch.flatMap((job) => job.changes));
      for (const outcome of outcomes) this.#counters["done" in outcome ? "done" : "failed"]++;
      for (const job of batch) job.resolve(outcomes.splice(0, job.changes.length));
    } catch (error) {
      for (const job of batch) job.reject(error);
    } finally {
      this.#hold = undefined;
      hold.release();
    }
  }

  /** What an earlier failure left to do: files to put back, a switch to tell. */
  async #settle(): Promise<void> {
    const { store, switch: switch_ } = this.#options;
    if (store.recoveryOwed) await store.recover();
    if (store.reloadOwed && switch_.connected) {
      await this.#quietly("reload after a rollback", async () => {
        await this.#reload();
        await store.reloaded();
      });
    }
  }

  async #transact(changes: readonly Change<unknown>[], attempt = 1): Promise<Outcome<unknown>[]> {
    const { store, xmlState } = this.#options;
    const state = xmlState.current.version === 0 ? await xmlState.refresh() : xmlState.current;
    const draft = new ChangeDraft(state, await store.draft());
    const plans = await planAll(changes, draft, (error) => this.#trouble("plan a change", error));
    const files = draft.store.changes();
    if (files.length === 0 && findMissing(expectationsOf(plans), state) === undefined)
      return answer(plans, state);
    try {
      return await this.#carryOut(files, plans);
    } catch (error) {
      // Somebody edited a file between our reading and our writing; their edit belongs into the plan.
      if (error instanceof TreeChangedError && attempt < REPLANS) {
        return this.#transact(changes, attempt + 1);
      }
      throw error;
    }
  }

  async #carryOut(
    files: readonly FileChange[],
    plans: readonly Plan[],
  ): Promise<Outcome<unknown>[]> {
    try {
      return await this.#tryOut(files, (state) => {
        const missing = findMissing(expectationsOf(plans), state);
        if (missing !== undefined) throw new ItemError("not read back", missing);
        return answer(plans, state);
      });
    } catch (error) {
      const failed = asItemError(error);
      return plans.map((plan) => ("failed" in plan ? plan : { failed }));
    }
  }

  async #replace(
    changes: readonly FileChange[],
    check: (state: XmlState) => string | undefined,
  ): Promise<XmlState> {
    this.#assertConnected();
    return this.#tryOut(changes, (state) => {
      const problem = check(state);
      if (problem !== undefined) throw new ItemError("not read back", problem);
      return state;
    });
  }

  /** Files, reload, reading; what `judge` makes of the reading. All is as before when any of it throws. */
  async #tryOut<T>(files: readonly FileChange[], judge: (state: XmlState) => T): Promise<T> {
    const { store, xmlState } = this.#options;
    this.#counters.transactions++;
    const transaction = await store.apply(files);
    try {
      await this.#reload();
      const verdict = judge(await xmlState.refresh());
      await store.commit(transaction);
      return verdict;
    } catch (error) {
      await this.#takeBack(transaction);
      throw error;
    }
  }

  #assertConnected(): void {
    if (!this.#options.switch.connected) throw new SwitchAwayError("reloadxml");
  }

  /** Files first; then the switch reads what it had before, as soon as it can. */
  async #takeBack(transaction: AppliedTransaction): Promise<void> {
    const { store, xmlState } = this.#options;
    this.#counters.rollbacks++;
    await store.undo(transaction);
    await this.#settle();
    if (this.#options.switch.connected) {
      await this.#quietly("read the switch after a rollback", () => xmlState.refresh());
    }
  }

  async #reload(): Promise<void> {
    const { switch: switch_, xmlState } = this.#options;
    this.#counters.reloads++;
    const unexpect = this.#hold?.expectReload();
    try {
      await switch_.reloadXml();
      xmlState.noteReload("+OK [Success]");
    } catch (error) {
      unexpect?.();
      if (error instanceof ReloadRefusedError) xmlState.noteReload(`+OK [${error.text}]`);
      throw error;
    }
  }

  /** Beside the work: it only touches what is committed, and syncing many files may take its time. */
  #cleanLater(): void {
    clearTimeout(this.#cleaner);
    this.#cleaner = setTimeout(
      () => void this.#clean(),
      this.#options.cleanAfterMs ?? 1000,
    ).unref();
  }

  #clean(): Promise<void> {
    const next = (): Promise<void> =>
      this.#quietly("clean the journal", () => this.#options.store.clean());
    this.#cleaning = this.#cleaning.then(next);
    return this.#cleaning;
  }

  async #quietly(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#trouble(what, error);
    }
  }

  #trouble(what: string, error: unknown): void {
    this.#options.onTrouble?.(what, error);
  }
}
