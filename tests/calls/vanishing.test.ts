import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../phones/harness/processes.js";
import { Caller, statusOf } from "./harness/caller.js";
import { type SpawnedSwitch, spawnSwitch } from "./harness/switch.js";

const MEDIA_TIMEOUT_MS = 1500;
const RING_SECONDS = 2;
const isEndurance = Boolean(process.env["PARLEY_TEST_ENDURANCE"]);

let running: SpawnedSwitch;
const callers: Caller[] = [];

beforeAll(async () => {
  running = await spawnSwitch({
    variables: { media_timeout_ms: MEDIA_TIMEOUT_MS },
    ringSeconds: RING_SECONDS,
  });
});

afterAll(async () => {
  for (const each of callers) each.vanish();
  await running?.stop();
});

async function caller(user: string): Promise<Caller> {
  const made = await Caller.open(running.udp, user);
  callers.push(made);
  return made;
}

/** What a phone does before it is gone, by when it goes. */
const PHASES: Readonly<Record<string, (user: string) => Promise<Caller>>> = {
  "before the challenge is answered": async (user) => {
    const phone = await caller(user);
    await phone.ask("INVITE", { body: phone.sdp });
    return phone;
  },
  "while the other phone rings": async (user) => {
    const called = await caller("20004");
    expect(await called.register()).toBe(200);
    const phone = await caller(user);
    expect(statusOf(await phone.call("20004", [180, 183]))).toBeLessThan(200);
    called.vanish();
    return phone;
  },
  "after the 200, without an ACK": async (user) => {
    const phone = await caller(user);
    expect(statusOf(await phone.call("30000"))).toBe(200);
    return phone;
  },
  "in the middle of the call": async (user) => {
    const phone = await caller(user);
    await phone.join("30000");
    phone.sing(500);
    await until("sound", () => phone.packets > 5);
    return phone;
  },
  "within a re-INVITE": async (user) => {
    const phone = await caller(user);
    await phone.join("30000");
    phone.sing(500);
    phone.sequence += 1;
    phone.say("INVITE", { to: phone.remoteTag, body: phone.sdp });
    return phone;
  },
};

test("whoever vanishes leaves nothing behind, whenever it goes", {
  timeout: isEndurance ? 120_000 : 30_000,
}, async () => {
  const users = ["20001", "20002", "20003", "20001", "20002"];
  const phones: Caller[] = [];
  for (const [at, act] of Object.values(PHASES).entries()) {
    phones.push(await act(users[at] ?? "20001"));
  }
  expect((await running.counts()).channels).toBeGreaterThanOrEqual(3);
  for (const each of phones) each.vanish();
  const gone = async () => {
    const { channels, members, legs, works } = await running.counts();
    return channels + members + legs + works === 0;
  };
  await until("everybody's end", gone, 15_000);
  // Transactions wait 64 * T1 for a phone that may repeat itself (RFC 3261 17.2), registrations for their expiry.
  if (isEndurance) {
    const silent = async () => {
      const { transactions, calls } = await running.counts();
      return transactions + calls === 0;
    };
    await until("the last transaction's end", silent, 80_000);
  }
  expect(running.complaints).toEqual([]);
  expect(running.isAlive).toBe(true);
});

test.runIf(isEndurance)(
  "the registration of a phone that is gone ends when its time and the grace are over",
  { timeout: 90_000 },
  async () => {
    const phone = await caller("22000");
    const from = running.control.now;
    expect(await phone.register(1)).toBe(200);
    phone.vanish();
    await running.control.sofia("expire", "22000", from, 80_000);
  },
);
