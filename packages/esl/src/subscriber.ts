import { encodeCommand } from "./command.js";
import { ConnectionLostError } from "./errors.js";
import type { Link } from "./link.js";
import { loadFormat } from "./load-format.js";
import { requireAccepted, toReply } from "./reply.js";
import {
  addFilter,
  nameFilter,
  type Subscription,
  subscriptionCommands,
  withNeeded,
} from "./subscription.js";

/** These refusals mean that there was nothing to take away. */
const HARMLESS: ReadonlySet<string> = new Set(["noevents", "nolog"]);

/**
 * Keeps what one client wants to receive and brings each link to it. Changes are written one after the other; the last
 * wish wins.
 */
export class Subscriber {
  readonly #timeoutMs: number;
  #wish: Subscription;
  /** Events that commands of ours are followed by, wished for or not. */
  readonly #needed = new Set<string>();
  #logLevel: string | undefined;
  #link: Link | undefined;
  /** What the link has; "unknown" after a refusal in the middle of a change. */
  #applied: Subscription | "nothing" | "unknown" = "nothing";
  #last: Promise<void> = Promise.resolve();
  #queued = 0;

  constructor(wish: Subscription, timeoutMs: number) {
    this.#wish = wish;
    this.#timeoutMs = timeoutMs;
  }

  get wish(): Subscription {
    return this.#wish;
  }

  /** Applies everything to a link that has nothing yet. */
  start(link: Link): Promise<void> {
    this.#link = link;
    this.#applied = "nothing";
    return this.#enqueue();
  }

  /**
   * Makes `wish` the wish. Settles when the switch has accepted it, or at once when there is no link: it is then applied
   * before the next "ready".
   */
  change(wish: Subscription): Promise<void> {
    this.#wish = wish;
    return this.#enqueue();
  }

  /**
   * These events are needed from now on. Written in this very turn, so that the switch reads it before the command they
   * follow; undefined when nothing has to be written.
   */
  need(link: Link, names: readonly string[]): Promise<void> | undefined {
    const missing = names.filter((name) => !this.#needed.has(name));
    if (missing.length === 0) return undefined;
    for (const name of missing) this.#needed.add(name);
    // Not that of the wish: what reads it may not be there yet.
    const { format, filters } = typeof this.#applied === "string" ? this.#wish : this.#applied;
    const pass = filters.length === 0 ? [] : missing.map((name) => addFilter(nameFilter(name)));
    const asked = this.#run(link, [...pass, `event ${format} ${missing.join(" ")}`]);
    asked.catch(() => {
      for (const name of missing) this.#needed.delete(name);
    });
    return asked;
  }

  /** Undefined stops the log. Kept for the next links too. */
  async setLog(level: string | undefined): Promise<void> {
    this.#logLevel = level;
    const link = this.#link;
    if (link === undefined || link.error !== undefined) return;
    await this.#run(link, [level === undefined ? "nolog" : `log ${level}`]);
  }

  #enqueue(): Promise<void> {
    const next = this.#queued++ === 0 ? this.#apply() : this.#last.then(() => this.#apply());
    this.#last = next
      .catch(() => {})
      .finally(() => {
        this.#queued--;
      });
    return next;
  }

  async #apply(): Promise<void> {
    for (let load = this.#loadFormat(); load !== undefined; load = this.#loadFormat()) await load;
    const link = this.#link;
    if (link === undefined || link.error !== undefined) return;
    const wanted = withNeeded(this.#wish, [...this.#needed]);
    const commands = this.#commandsTo(wanted);
    if (commands.length > 0) {
      this.#applied = "unknown";
      // The wish outlives the link and is applied to the next one.
      await this.#run(link, commands).catch((error: unknown) => {
        if (!(error instanceof ConnectionLostError)) throw error;
      });
    }
    if (this.#link === link) this.#applied = wanted;
  }

  /** What the switch may send has to be readable before it is asked for; undefined when it is. */
  #loadFormat(): Promise<unknown> | undefined {
    return loadFormat(this.#wish.format);
  }

  #commandsTo(wanted: Subscription): string[] {
    if (this.#applied === "nothing") {
      const log = this.#logLevel === undefined ? [] : [`log ${this.#logLevel}`];
      return [...subscriptionCommands(undefined, wanted), ...log];
    }
    if (this.#applied === "unknown") {
      return ["noevents", "filter delete all", ...subscriptionCommands(undefined, wanted)];
    }
    return subscriptionCommands(this.#applied, wanted);
  }

  /** Written together: one round trip, and nothing of ours in between. */
  async #run(link: Link, commands: readonly string[]): Promise<void> {
    const replies = commands.map((line) =>
      link.request(encodeCommand(line), { timeoutMs: this.#timeoutMs }),
    );
    for (const [index, result] of (await Promise.allSettled(replies)).entries()) {
      const line = commands[index] ?? "";
      if (result.status === "rejected") throw result.reason;
      if (!HARMLESS.has(line)) requireAccepted(toReply(result.value), line);
    }
  }
}
