import type { Placing, ScriptedCall } from "./types.js";

export interface LoadOptions {
  readonly members: number;
  readonly conferences: number;
  /** Toggles per second over all members: talking is one event unless suppressed, muting two (DTMF and the member's). */
  readonly eventsPerSecond: number;
  readonly kind?: "talk" | "mute";
  /** Conference profile, `default` unless given. */
  readonly profile?: string;
  /** Conferences are named `<prefix><n>`. */
  readonly prefix?: string;
  readonly flags?: string;
}

export interface Load {
  readonly calls: readonly ScriptedCall[];
  /** Toggles so far. */
  readonly toggles: number;
  /** Stops the toggling and hangs everybody up. */
  stop(): Promise<void>;
}

const TICK_MS = 10;
/** Calls placed before the event loop gets a turn. */
const BATCH = 50;

async function placeAll(channels: Placing, options: LoadOptions): Promise<ScriptedCall[]> {
  const { members, conferences, profile = "default", prefix = "load-", flags = "" } = options;
  const calls: ScriptedCall[] = [];
  for (let at = 0; at < members; at += 1) {
    const number = String(100_000 + at);
    const data = `${prefix}${at % conferences}@${profile}++flags{${flags}}`;
    const actions = [
      { application: "answer", data: "" },
      { application: "conference", data },
    ];
    calls.push(await channels.call({ number }, number, { actions }));
    if (at % BATCH === BATCH - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return calls;
}

/** Members in conferences that toggle at a steady rate, evenly spread: a load for benchmarks. */
export async function startLoad(channels: Placing, options: LoadOptions): Promise<Load> {
  const calls = await placeAll(channels, options);
  const talking = new Uint8Array(calls.length);
  const began = performance.now();
  let toggles = 0;
  const toggle = (): void => {
    const at = toggles % calls.length;
    const call = calls[at];
    talking[at] = talking[at] ? 0 : 1;
    toggles += 1;
    if (options.kind === "mute") void call?.dtmf("0");
    else call?.talk(talking[at] === 1);
  };
  const timer = setInterval(() => {
    const due = ((performance.now() - began) * options.eventsPerSecond) / 1000;
    while (calls.length > 0 && toggles < due) toggle();
  }, TICK_MS);
  return {
    calls,
    get toggles() {
      return toggles;
    },
    stop: async () => {
      clearInterval(timer);
      for (const call of calls) await call.hangup();
    },
  };
}
