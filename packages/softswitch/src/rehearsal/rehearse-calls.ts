import { setTimeout as pause } from "node:timers/promises";
import { encodeEvent } from "@parley/esl/switch";
import { createManualClock, type ManualClock } from "../audio/index.js";
import { installChannels } from "../channels/index.js";
import { installConferences } from "../conference/index.js";
import { createCore } from "../core/index.js";
import { createMedia } from "../media/index.js";
import { createRegistrations } from "../registrations/index.js";
import { createSipStack } from "../sip/index.js";
import { createSofia, joinPhones } from "../sofia/index.js";
import { createTree } from "../tree/index.js";
import { type CallerHouse, callOnce } from "./caller.js";
import { makeSmallTree, ROOM, type SmallTree } from "./small-tree.js";

const HOST = "127.0.0.1";
/** Two ranges that do not meet: the callers' ports would otherwise be taken for those of the switch. */
const SWITCH_PORTS = [46_000, 47_998] as const;
const CALLER_PORTS = [48_000, 49_998] as const;
const CODECS = ["PCMU", "G722", "PCMU", "PCMA"];
const ROUNDS = 5;
const TICKS = 40;
/** Faster than the time, and yet with a pause for whatever else the process has to do. */
const TICK_MS = 2;
/** A machine on which not even loopback works is not waited for. */
const LONGEST_MS = 30_000;

/**
 * Lives through some calls on a small switch beside the real one: on loopback, on ports of its own, with a tree of its
 * own, seen by nobody. The first calls of a process take twenty times as long as the later ones (code that is not
 * compiled yet, tables) and would make those who already talk stutter. Takes about a second; gives how many calls
 * were answered.
 */
export async function rehearseCalls(): Promise<number> {
  const tree = makeSmallTree();
  const undo: (() => unknown)[] = [() => tree.remove()];
  try {
    const clock = createManualClock();
    const house = await openHouse(tree, clock, undo);
    return await withTicks(clock, callRooms(house));
  } finally {
    for (const each of undo.reverse()) await each();
  }
}

async function openHouse(
  tree: SmallTree,
  clock: ManualClock,
  undo: (() => unknown)[],
): Promise<CallerHouse> {
  const { confDir, password } = tree;
  const core = createCore({ tree: ({ variables }) => createTree({ confDir, variables }) });
  // As a client of the event socket would be told.
  core.on("event", ({ headers, body }) => void encodeEvent(headers, body, "plain"));
  const registrations = createRegistrations(core);
  const conferences = installConferences(core, { clock });
  const channels = installChannels(core, { conferences, registrations, clock });
  const media = createMedia({ address: HOST, portRange: SWITCH_PORTS });
  const sofia = createSofia(core, registrations, { host: HOST, port: 0 });
  joinPhones({ core, sofia, media, channels });
  const { udp } = await sofia.start();
  const stack = createSipStack({ bindings: [{ transport: "udp", host: HOST, port: 0 }] });
  await stack.start();
  const callers = createMedia({ address: HOST, portRange: CALLER_PORTS });
  undo.push(
    () => clock.stop(),
    () => registrations.stop(),
    () => sofia.stop(),
    () => media.stop(),
    () => conferences.stop(),
    () => channels.stop(),
    () => callers.stop(),
    () => stack.stop(),
  );
  const peer = { transport: "udp", address: HOST, port: udp?.port ?? 0 } as const;
  return { stack, media: callers, clock, peer, password };
}

/** Lets the clock run while something goes on. */
async function withTicks<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let going = true;
  const done = work.finally(() => {
    going = false;
  });
  const end = Date.now() + LONGEST_MS;
  while (going && Date.now() < end) {
    clock.tick();
    await Promise.race([done, pause(TICK_MS)]);
  }
  if (going) throw new Error(`The rehearsal was not over after ${LONGEST_MS} ms`);
  return done;
}

/** Some at a time in one room, again and again. */
async function callRooms(house: CallerHouse): Promise<number> {
  let answered = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const calls = CODECS.map((codec) => callOnce(house, ROOM, codec, TICKS));
    answered += (await Promise.all(calls)).filter(Boolean).length;
  }
  return answered;
}
