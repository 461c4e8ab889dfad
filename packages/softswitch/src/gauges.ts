import type { AudioClock } from "./audio/index.js";
import type { Conferences } from "./conference/index.js";
import type { SwitchCore } from "./core/index.js";
import type { Media } from "./media/index.js";
import type { Registrations } from "./registrations/index.js";
import type { Sofia } from "./sofia/index.js";

/** What is looked at; without real phones there is neither SIP nor media. */
export interface GaugesInput {
  readonly clock: AudioClock;
  readonly conferences: Conferences;
  readonly registrations: Registrations;
  readonly sofia?: Sofia | undefined;
  readonly media?: Media | undefined;
}

/**
 * Adds `softswitch clock [reset]` (how late the ticks of the sound came, in milliseconds) and `softswitch counts` (how
 * much of everything there is now, so that a test sees what is never given back). Both answer with one line of JSON.
 */
export function registerGauges(core: SwitchCore, input: GaugesInput): void {
  core.own.register(
    "clock",
    (args) => {
      const stats = input.clock.stats();
      if (args === "reset") input.clock.recount();
      return `${JSON.stringify(stats)}\n`;
    },
    { syntax: "[reset]" },
  );
  core.own.register("counts", () => `${JSON.stringify(counts(core, input))}\n`);
}

function counts(core: SwitchCore, { clock, conferences, registrations, ...phones }: GaugesInput) {
  const rooms = conferences.rooms();
  const { transactions = 0, calls = 0, connections = 0 } = phones.sofia?.stack.counts ?? {};
  const { rss, heapUsed } = process.memoryUsage();
  return {
    channels: core.counters.active,
    conferences: rooms.length,
    members: rooms.reduce((sum, { members }) => sum + members.length, 0),
    registrations: registrations.list().length,
    works: clock.works,
    legs: phones.media?.legs ?? 0,
    calls,
    transactions,
    connections,
    /** What keeps the event loop busy, by kind: sockets, timers. */
    resources: tally(process.getActiveResourcesInfo()),
    rss,
    heapUsed,
  };
}

function tally(names: readonly string[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const name of names) counted[name] = (counted[name] ?? 0) + 1;
  return counted;
}
