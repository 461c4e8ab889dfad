import { describe, expect } from "vitest";
import { CHROMIUM_MISSING, useBench } from "./harness/bench.js";
import type { BrowserPhone } from "./harness/browser.js";
import { phoneTest } from "./harness/not-yet.js";
import { until } from "./harness/processes.js";

const LOW = 440;
const HIGH = 1000;
const SILENT_DB = -50;
const browser = { missing: CHROMIUM_MISSING };
const bench = useBench({ ringSeconds: 2 });

const page = (id: string, tone: number, answers: boolean) =>
  bench.page(id, { tone, answers, listensFor: [LOW, HIGH] });

/** 20001 calls 21000, both are pages, and both hear each other. */
async function bridged(): Promise<[BrowserPhone, BrowserPhone]> {
  const caller = await page("20001", LOW, false);
  const called = await page("21000", HIGH, true);
  await caller.call("21000");
  await called.told("confirmed");
  await Promise.all([caller.waitsFor(HIGH), called.waitsFor(LOW)]);
  return [caller, called];
}

const channels = async () => Number.parseInt(await bench.at.control.api("show channels count"), 10);
const noChannels = () => until("no channel to be left", async () => !(await channels()));

describe("a call from page to page", () => {
  phoneTest(
    "each hears the other, not itself, and the called one's hanging up ends both",
    async () => {
      const from = bench.at.control.now;
      const [caller, called] = await bridged();
      const [atCaller, atCalled] = await Promise.all([caller.hears(), called.hears()]);
      expect(Math.max(atCaller[0]!, atCalled[1]!)).toBeLessThan(SILENT_DB);
      expect((await called.told("incoming")).detail).toBe("20001");
      const bridge = await bench.at.control.event(
        "the bridge",
        ({ name }) => name === "CHANNEL_BRIDGE",
        from,
      );
      expect(bridge.get("Caller-Destination-Number")).toBe("21000");
      await called.hangup();
      await caller.told("ended");
      await noChannels();
    },
    browser,
  );

  phoneTest(
    "hold reaches the switch and silences the other, unhold brings the sound back, the caller ends it",
    async () => {
      const [caller, called] = await bridged();
      const from = bench.at.control.now;
      await caller.hold(true);
      await called.waitsFor(LOW, { silent: true });
      await bench.at.control.event("hold", ({ name }) => name === "CHANNEL_HOLD", from);
      await caller.hold(false);
      await Promise.all([caller.waitsFor(HIGH), called.waitsFor(LOW)]);
      await bench.at.control.event("unhold", ({ name }) => name === "CHANNEL_UNHOLD", from);
      await caller.hangup();
      await called.told("ended");
      await noChannels();
    },
    browser,
  );

  phoneTest(
    "a page that does not answer rings until the time is up, and the caller is told 480",
    async () => {
      const caller = await page("20001", LOW, false);
      const called = await page("21000", HIGH, false);
      await expect(caller.call("21000")).rejects.toThrow(/480/);
      expect((await caller.told("progress")).name).toBe("progress");
      await called.told("failed");
      await noChannels();
    },
    browser,
  );

  phoneTest(
    "a page that refuses is busy: the caller is told 486",
    async () => {
      const caller = await page("20001", LOW, false);
      const called = await page("21000", HIGH, false);
      const refused = expect(caller.call("21000")).rejects.toThrow(/486/);
      await called.told("incoming");
      await called.refuse();
      await refused;
      await noChannels();
    },
    browser,
  );

  phoneTest(
    "a caller who gives up while it rings stops the ringing",
    async () => {
      const caller = await page("20001", LOW, false);
      const called = await page("21000", HIGH, false);
      const given = expect(caller.call("21000")).rejects.toThrow(/Canceled/);
      await called.told("incoming");
      await caller.told("progress");
      await caller.hangup();
      await given;
      expect((await called.told("failed")).detail).toBe("Canceled");
      await noChannels();
    },
    browser,
  );

  phoneTest(
    "a number that nobody has is 404, a user who is not there 480",
    async () => {
      const caller = await page("20001", LOW, false);
      await expect(caller.call("39999")).rejects.toThrow(/404/);
      await expect(caller.call("22000")).rejects.toThrow(/480/);
    },
    browser,
  );

  phoneTest(
    "a wrong password is refused, and nobody is registered",
    async () => {
      const wrong = bench.page("20002", { listensFor: [], password: "wrong" });
      await expect(wrong).rejects.toThrow(/registration failed: (401|403)/);
      expect(await bench.at.control.api("show registrations count")).toMatch(/^\s*0 total/m);
    },
    browser,
  );
});
