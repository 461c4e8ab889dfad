import { afterAll, beforeAll, expect, test } from "vitest";
import { pause, until } from "../phones/harness/processes.js";
import { strangeRtp } from "../phones/harness/stranger.js";
import { Caller } from "./harness/caller.js";
import { nonsenseByTcp, nonsenseByUdp, nonsenseByWebSocket } from "./harness/nonsense.js";
import { type SpawnedSwitch, spawnSwitch } from "./harness/switch.js";

const [LOW, HIGH, STRANGE] = [500, 900, 1700];
const ROUNDS = process.env["PARLEY_TEST_ENDURANCE"] ? 100 : 4;

let running: SpawnedSwitch;
const callers: Caller[] = [];

beforeAll(async () => {
  running = await spawnSwitch();
});

afterAll(async () => {
  for (const each of callers) each.vanish();
  await running?.stop();
});

async function talker(user: string, hz: number): Promise<Caller> {
  const caller = await Caller.open(running.udp, user);
  callers.push(caller);
  await caller.join("30000");
  caller.sing(hz);
  return caller;
}

test("nobody who talks nonsense, by whatever way, disturbs two who talk to each other", {
  timeout: 60_000 + ROUNDS * 2000,
}, async () => {
  const one = await talker("20001", LOW);
  const two = await talker("20002", HIGH);
  const hear = async (): Promise<void> => {
    await until("one's tone", () => two.hears(LOW) > -30);
    await until("the other's tone", () => one.hears(HIGH) > -30);
  };
  await hear();
  const before = await running.counts();
  const [tcp, web] = await Promise.all([
    nonsenseByTcp(running.tcp),
    nonsenseByWebSocket(running.wsUrl),
    nonsenseByUdp(running.udp, ROUNDS),
    nonsenseByUdp({ host: "127.0.0.1", port: one.remotePort }, 1),
    strangeRtp({ host: "127.0.0.1", port: two.remotePort }, STRANGE, 800),
  ]);
  expect(one.hears(STRANGE)).toBeLessThan(-45);
  await hear();
  expect((await running.counts()).connections).toBeGreaterThan(0);
  for (const each of [...tcp, ...web]) each.destroy();
  await until("the connections' end", async () => (await running.counts()).connections === 0);
  const after = await running.counts();
  expect(after).toMatchObject({ channels: 2, members: 2, legs: 2, works: before.works });
  expect(after.registrations).toBe(0);
  await Promise.all([one.hangUp(), two.hangUp()]);
  await until("nobody", async () => (await running.counts()).channels === 0);
  await pause(50);
  expect(running.isAlive).toBe(true);
  expect(running.complaints).toEqual([]);
});
