import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../phones/harness/processes.js";
import { PEOPLE } from "../phones/harness/tree.js";
import { Caller, statusOf } from "./harness/caller.js";
import { type SpawnedSwitch, spawnSwitch, switchConf } from "./harness/switch.js";

const isEndurance = Boolean(process.env["PARLEY_TEST_ENDURANCE"]);
const MOST = 20;
const CALLS = isEndurance ? 1000 : 64;
const AT_ONCE = 8;
/** What a program may keep of the first calls: compiled code, tables, pages of the heap. */
const WARM_UP = isEndurance ? 1000 : 64;
const GROWTH_BYTES = 30_000_000;

let running: SpawnedSwitch;

beforeAll(async () => {
  running = await spawnSwitch({ files: switchConf(MOST, 10_000) });
});

afterAll(() => running?.stop());

const team = PEOPLE.filter(({ context }) => context === "team").map(({ id }) => id);
const userAt = (at: number): string => team[at % team.length] ?? "20001";

const nobody = async (): Promise<boolean> => {
  const { channels, members, legs, works } = await running.counts();
  return channels + members + legs + works === 0;
};

async function shortCall(at: number): Promise<void> {
  const caller = await Caller.open(running.udp, userAt(at));
  try {
    await caller.join("30000");
    await caller.hangUp();
  } finally {
    caller.vanish();
  }
}

async function shortCalls(count: number): Promise<void> {
  for (let at = 0; at < count; at += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => shortCall(at + n)));
  }
  await until("the last call's end", nobody);
  // A request is remembered for 64 * T1, in case it is repeated.
  const forgotten = async () => (await running.counts()).transactions === 0;
  if (isEndurance) await until("the last transaction's end", forgotten, 60_000);
}

test("short calls one after the other leave no channel, leg, socket or member, and memory stays", {
  timeout: isEndurance ? 300_000 : 40_000,
}, async () => {
  await shortCalls(WARM_UP);
  const before = await running.counts();
  await shortCalls(CALLS);
  const after = await running.counts();
  const sockets = ({ resources }: typeof before): number => resources["UDPWrap"] ?? 0;
  expect(sockets(after)).toBe(sockets(before));
  expect(after.conferences).toBe(0);
  expect(after.rss - before.rss).toBeLessThan(GROWTH_BYTES);
  expect(running.complaints).toEqual([]);
});

test("calls beyond the limit are refused with 503, and nothing of them stays", {
  timeout: 40_000,
}, async () => {
  const callers = await Promise.all(
    Array.from({ length: 2 * MOST }, (_, at) => Caller.open(running.udp, userAt(at))),
  );
  const answers = await Promise.all(callers.map((caller) => caller.call("30000")));
  const statuses = answers.map(statusOf);
  expect(statuses.filter((status) => status === 200)).toHaveLength(MOST);
  expect(statuses.filter((status) => status === 503)).toHaveLength(MOST);
  expect(await running.counts()).toMatchObject({ channels: MOST, members: MOST, legs: MOST });
  const taken = callers.filter((_, at) => statuses[at] === 200);
  for (const caller of taken) caller.say("ACK", { to: caller.remoteTag });
  await Promise.all(taken.map((caller) => caller.hangUp()));
  await until("everybody's end", nobody);
  for (const caller of callers) caller.vanish();
  await shortCall(0);
});

test("two hundred phones that register at once are all answered, and no user gets more than the profile allows", {
  timeout: 40_000,
}, async () => {
  const callers = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      Caller.open(running.udp, PEOPLE[at % PEOPLE.length]?.id ?? ""),
    ),
  );
  const statuses = await Promise.all(callers.map((caller) => caller.register()));
  const most = 10 * PEOPLE.length;
  expect(statuses.filter((status) => status === 200)).toHaveLength(most);
  expect(statuses.filter((status) => status === 403)).toHaveLength(200 - most);
  expect((await running.counts()).registrations).toBe(most);
  for (const caller of callers) caller.vanish();
  await running.control.api("sofia profile internal flush_inbound_reg");
  expect(running.isAlive).toBe(true);
});
