import { encodeCommand } from "../commands/command.js";
import { requireAccepted, toReply } from "../commands/reply.js";
import { loadFormat } from "../decoding/load-format.js";
import { CommandError, ConnectionLostError } from "../errors.js";
import type { Link } from "../link/link.js";
import {
  addFilter,
  NOTHING,
  passes,
  type Subscription,
  subscriptionCommands,
  wants,
  withNeeded,
} from "./subscription.js";

/**
 * Keeps what one client wants to receive and brings each link to it. Changes are written one after the other; the last
 * wish wins.
 */
export interface Subscriber {
  readonly wish: Subscription;
  /** Whether events of that name were asked for by the owner, and not only because commands of ours need them. */
  shows(name: string): boolean;
  /** The switch accepted a command that the owner wrote himself: `event`, `nixevent`, `noevents` or `myevents`. */
  heed(line: string): void;
  /** Applies everything to a link that has nothing yet. */
  start(link: Link): Promise<void>;
  /**
   * Makes `wish` the wish. Settles when the switch has accepted it, or at once when there is no link: it is then applied
   * before the next "ready". One that is refused is forgotten, or no later link would ever be ready: the last accepted one
   * stands again.
   */
  change(wish: Subscription): Promise<void>;
  /**
   * These events are needed from now on. Written in this very turn, so that the switch reads it before the command they
   * follow; undefined when nothing has to be written.
   */
  need(link: Link | undefined, names: readonly string[]): Promise<unknown> | undefined;
  /** Undefined stops the log. Kept for the next links too, unless it is refused. */
  setLog(level: string | undefined): Promise<void>;
}

export function createSubscriber(first: Subscription, timeoutMs: number): Subscriber {
  /** Events that commands of ours are followed by, wished for or not. */
  const needed = new Set<string>();
  /** Words of the owner's own `event` commands on this link. */
  const raw = new Set<string>();
  let wish = first;
  let accepted = first;
  let logLevel: string | undefined;
  let link: Link | undefined;
  /** What the link has; undefined after a refusal in the middle of a change. */
  let applied: Subscription | undefined = NOTHING;
  let last: Promise<unknown> = Promise.resolve();
  let queued = 0;

  /** Written together: one round trip, and nothing of ours in between. */
  const run = (target: Link, lines: readonly string[]) =>
    Promise.all(
      lines.map(async (line) => {
        const reply = toReply(await target.request(encodeCommand(line), { timeoutMs }));
        // These are refused when there was nothing to take away.
        if (line !== "noevents" && line !== "nolog") requireAccepted(reply, line);
      }),
    );

  const commandsTo = (wanted: Subscription) => [
    ...(applied ? [] : ["noevents", "filter delete all"]),
    ...subscriptionCommands(applied ?? NOTHING, wanted),
    ...(applied === NOTHING && logLevel !== undefined ? [`log ${logLevel}`] : []),
  ];

  const apply = async () => {
    // What the switch may send has to be readable before it is asked for.
    for (let load = loadFormat(wish.format); load; load = loadFormat(wish.format)) await load;
    const target = link;
    if (!target || target.error) return;
    const tried = wish;
    const wanted = withNeeded(tried, [...needed]);
    const lines = commandsTo(wanted);
    if (lines.length > 0) applied = undefined;
    try {
      await run(target, lines);
      accepted = tried;
    } catch (error) {
      // The wish outlives the link and is applied to the next one.
      if (!(error instanceof ConnectionLostError)) throw error;
    }
    if (link === target) applied = wanted;
  };

  const enqueue = () => {
    const next = queued++ === 0 ? apply() : last.then(apply);
    last = next.catch(() => {}).finally(() => queued--);
    return next;
  };

  return {
    get wish() {
      return wish;
    },
    shows(name) {
      return wants(wish, name) || [name, "ALL", "MYEVENTS"].some((word) => raw.has(word));
    },
    heed(line) {
      const words = line.toUpperCase().split(/\s+/);
      if (words[0] === "NOEVENTS") raw.clear();
      else for (const word of words) words[0] === "NIXEVENT" ? raw.delete(word) : raw.add(word);
    },
    start(next) {
      link = next;
      raw.clear();
      applied = NOTHING;
      return enqueue();
    },
    async change(next) {
      wish = next;
      try {
        await enqueue();
      } catch (error) {
        if (error instanceof CommandError && wish === next) {
          wish = accepted;
          await enqueue().catch(() => {});
        }
        throw error;
      }
    },
    need(target, names) {
      const missing = names.filter((name) => !needed.has(name));
      if (!target || missing.length === 0) return undefined;
      for (const name of missing) needed.add(name);
      // Not the format of the wish: what reads it may not be there yet.
      const now = applied ?? wish;
      const asked = run(target, [
        ...passes(now, missing).map(addFilter),
        `event ${now.format} ${missing.join(" ")}`,
      ]);
      asked.catch(() => {
        for (const name of missing) needed.delete(name);
      });
      return asked;
    },
    async setLog(level) {
      const before = logLevel;
      logLevel = level;
      if (!link || link.error) return;
      try {
        await run(link, [level === undefined ? "nolog" : `log ${level}`]);
      } catch (error) {
        if (error instanceof CommandError && logLevel === level) logLevel = before;
        throw error;
      }
    },
  };
}
