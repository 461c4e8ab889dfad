import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect } from "vitest";
import { CHROMIUM_MISSING, useBench } from "./harness/bench.js";
import type { BrowserPhone } from "./harness/browser.js";
import { phoneTest } from "./harness/not-yet.js";
import { pause, until } from "./harness/processes.js";
import { type Attached, attachServer } from "./harness/server.js";
import { levelsOf, readWav } from "./harness/sound.js";

const LOW = 440;
const HIGH = 1000;
/** Both sing at 0.3 of full scale. */
const SUNG_DB = 20 * Math.log10(0.3);
const SILENT_DB = -50;
/** What a busy machine adds to a delay is not the switch's, and it never takes anything away: the best of a few counts. */
const TRIES = 6;
const browser = { missing: CHROMIUM_MISSING };

const bench = useBench();
let server: Attached | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** Two moderators in one conference, each with a tone of its own, who hear each other: the same for every test. */
let pages: readonly [BrowserPhone, BrowserPhone] | undefined;

async function conversation(): Promise<readonly [BrowserPhone, BrowserPhone]> {
  const singing = (id: string, tone: number) =>
    bench.lastingPage(id, { tone, listensFor: [LOW, HIGH], polite: true });
  pages ??= await Promise.all([singing("20001", LOW), singing("20002", HIGH)]);
  const [low, high] = pages;
  await Promise.all([joins(low), joins(high)]);
  await Promise.all([low.waitsFor(HIGH), high.waitsFor(LOW)]);
  return pages;
}

async function joins(page: BrowserPhone): Promise<void> {
  if (await page.established()) return;
  const from = bench.at.control.now;
  await page.call("30000");
  await bench.at.control.action("add-member", page.options.user, from);
}

function memberId(user: string): string {
  const joined = bench.at.control.events.findLast(
    (event) =>
      event.get("Action") === "add-member" && event.get("Caller-Caller-ID-Number") === user,
  );
  return joined?.get("Member-ID") ?? "";
}

const empty = () =>
  until(
    "the conference to be empty",
    async () => (await bench.at.control.members("team")).length === 0,
  );

function print(what: string, ...tries: number[]): void {
  process.stdout.write(`Measured: ${what}: ${tries.map(Math.round).join(", ")} ms\n`);
}

describe("two pages in one conference", () => {
  phoneTest(
    "each measures the other's tone, as loud as it was sung, and not its own",
    async () => {
      const [low, high] = await conversation();
      const [atLow, atHigh] = await Promise.all([low.hears(), high.hears()]);
      expect(Math.abs(atLow[1]! - SUNG_DB)).toBeLessThan(3);
      expect(Math.abs(atHigh[0]! - SUNG_DB)).toBeLessThan(3);
      expect(Math.max(atLow[0]!, atHigh[1]!)).toBeLessThan(SILENT_DB);
    },
    browser,
  );

  phoneTest(
    "mute over the event socket stops the tone within 300 ms, unmute brings it back",
    async () => {
      const [low] = await conversation();
      const id = memberId("20002");
      const tries: number[] = [];
      while (tries.length < TRIES && !tries.some((ms) => ms < 300)) {
        const from = Date.now();
        await bench.at.control.api(`conference team mute ${id} quiet`);
        await low.waitsFor(HIGH, { silent: true });
        tries.push((await low.lastHeard(HIGH, from)) - from);
        await bench.at.control.api(`conference team unmute ${id} quiet`);
        await low.waitsFor(HIGH);
      }
      print("from mute to silence", ...tries);
      expect(Math.min(...tries)).toBeLessThan(300);
    },
    browser,
  );

  for (const way of ["RFC2833", "INFO"] as const)
    phoneTest(
      `the key 0 by ${way} mutes within 300 ms of being understood, and unmutes`,
      async () => {
        const [low, high] = await conversation();
        const tries: number[] = [];
        while (tries.length < TRIES && !tries.some((ms) => ms < 300)) {
          const from = bench.at.control.now;
          await high.dtmf("0", way);
          await bench.at.control.action("mute-member", "20002", from);
          const understood = Date.now();
          await low.waitsFor(HIGH, { silent: true });
          tries.push((await low.lastHeard(HIGH, understood)) - understood);
          await high.dtmf("0", way);
          await bench.at.control.action("unmute-member", "20002", from);
          await low.waitsFor(HIGH);
        }
        print(`from the key 0 by ${way} to silence`, ...tries);
        expect(Math.min(...tries)).toBeLessThan(300);
      },
      browser,
    );

  phoneTest(
    "kick ends the call at the page",
    async () => {
      const [low, high] = await conversation();
      await bench.at.control.api(`conference team kick ${memberId("20002")}`);
      await high.told("ended");
      expect(await low.established()).toBe(true);
      await low.waitsFor(HIGH, { silent: true });
      expect(await bench.at.control.members("team")).toEqual(["20001"]);
    },
    browser,
  );

  phoneTest(
    "the key 1 of a moderator starts a recording that holds both tones, 4 ends it",
    async () => {
      server = await attachServer(bench.at);
      const [low] = await conversation();
      const from = bench.at.control.now;
      await low.dtmf("1");
      await bench.at.control.action("start-recording", undefined, from);
      await pause(2000);
      await low.dtmf("4");
      await bench.at.control.action("stop-recording", undefined, from);
      const folder = bench.at.tree.recordingsDir;
      await until("the recording", () => wavFiles(folder).length === 1);
      const sound = readWav(readFileSync(wavFiles(folder)[0]!));
      const middle = { ...sound, samples: sound.samples.subarray(0, sound.rate * 1.5) };
      for (const level of levelsOf(middle, [LOW, HIGH], 500))
        expect(Math.abs(level - SUNG_DB)).toBeLessThan(3);
    },
    browser,
  );

  phoneTest(
    "a page that mutes itself is not heard, and is again afterwards",
    async () => {
      const [low, high] = await conversation();
      await high.mute(true);
      await low.waitsFor(HIGH, { silent: true });
      await high.mute(false);
      await low.waitsFor(HIGH);
    },
    browser,
  );

  phoneTest(
    "hold silences both ways, unhold brings both back",
    async () => {
      const [low, high] = await conversation();
      await high.hold(true);
      await Promise.all([
        low.waitsFor(HIGH, { silent: true }),
        high.waitsFor(LOW, { silent: true }),
      ]);
      expect(await bench.at.control.members("team")).toHaveLength(2);
      await high.hold(false);
      await Promise.all([low.waitsFor(HIGH), high.waitsFor(LOW)]);
    },
    browser,
  );

  phoneTest(
    "sound goes on over a re-INVITE",
    async () => {
      const [low, high] = await conversation();
      const from = Date.now();
      for (let count = 0; count < 3; count += 1) await high.reinvite();
      await pause(300);
      await Promise.all([low.waitsFor(HIGH), high.waitsFor(LOW)]);
      const gaps = (await low.samples(from)).filter(({ levels }) => levels[1]! < -40);
      expect(gaps.length).toBeLessThan(20);
    },
    browser,
  );

  phoneTest(
    "a page that says good-bye while it reloads leaves no ghost",
    async () => {
      const [low, high] = await conversation();
      await high.page.reload();
      await until(
        "one member",
        async () => (await bench.at.control.members("team")).join() === "20001",
      );
      await high.start();
      const from = bench.at.control.now;
      await high.call("30000");
      await bench.at.control.action("add-member", "20002", from);
      await Promise.all([low.waitsFor(HIGH), high.waitsFor(LOW)]);
      expect(await bench.at.control.members("team")).toHaveLength(2);
      await bench.at.control.api("conference team kick all");
      await empty();
    },
    browser,
  );
});

function wavFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".wav"))
    .map((name) => join(folder, name));
}
