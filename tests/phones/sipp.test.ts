import { describe, expect } from "vitest";
import { CHROMIUM_MISSING, person, useBench } from "./harness/bench.js";
import { phoneTest } from "./harness/not-yet.js";
import { until } from "./harness/processes.js";
import { type Scenario, SIPP_MISSING, Sipp, type SippWishes } from "./harness/sipp.js";

const LOW = 440;
const HIGH = 1000;
const sipp = { missing: SIPP_MISSING };
const both = { missing: SIPP_MISSING ?? CHROMIUM_MISSING };
const bench = useBench({ ringSeconds: 2 });

async function run(id: string, scenario: Scenario, wishes: SippWishes = {}): Promise<Sipp> {
  const started = await Sipp.run(bench.at, person(id), scenario, wishes);
  bench.keep({ close: () => started.stop() });
  return started;
}

/** Registers a phone, and answers calls to it as the scenario says. */
async function calledPhone(id: string, scenario: Scenario, wishes: SippWishes = {}): Promise<Sipp> {
  const registered = await run(id, "register", wishes);
  await registered.done;
  return run(id, scenario, { ...wishes, port: registered.port });
}

const noChannels = () =>
  until("no channel to be left", async () =>
    /^0 total/m.test((await bench.at.control.api("show channels count")).trim()),
  );

for (const transport of ["udp", "tcp"] as const)
  describe(`sipp by ${transport}`, () => {
    phoneTest(
      `registers by ${transport} with a digest, and takes it back`,
      async () => {
        const from = bench.at.control.now;
        const registered = await run("20003", "register", { transport });
        await registered.done;
        await bench.at.control.sofia("register", "20003", from);
        const again = await run("20003", "unregister", { transport, port: registered.port });
        await again.done;
        await bench.at.control.sofia("unregister", "20003", from);
      },
      sipp,
    );

    phoneTest(
      `is refused by ${transport} with a wrong password, for registering and for calling`,
      async () => {
        const wrong = { transport, password: "wrong", target: "30000" };
        await (await run("20003", "refused-register", wrong)).done;
        await (await run("20003", "refused-call", wrong)).done;
        expect(await bench.at.control.members("team")).toEqual([]);
      },
      sipp,
    );

    phoneTest(
      `calls by ${transport} into a conference where a page hears it, mutes itself with INFO, and leaves`,
      async () => {
        const page = await bench.page("20001", { tone: HIGH, listensFor: [LOW, HIGH] });
        await page.call("30000");
        const from = bench.at.control.now;
        const caller = await run("20003", "call", {
          ...{ transport, target: "30000", tone: LOW, talkMs: 1500 },
        });
        await bench.at.control.action("add-member", "20003", from);
        await page.waitsFor(LOW);
        await bench.at.control.action("mute-member", "20003", from);
        await page.waitsFor(LOW, { silent: true });
        await caller.done;
        await bench.at.control.action("del-member", "20003", from);
      },
      both,
    );
  });

describe("sipp is called", () => {
  phoneTest(
    "and what a page says to it comes back",
    async () => {
      const page = await bench.page("20001", { tone: HIGH, listensFor: [LOW, HIGH] });
      const called = await calledPhone("20003", "answer", { echo: true });
      await page.call("20003");
      await page.waitsFor(HIGH);
      await page.hangup();
      await called.done;
      await noChannels();
    },
    both,
  );

  phoneTest(
    "and is busy, or rings until the time is up",
    async () => {
      const page = await bench.page("20001", { tone: HIGH, listensFor: [] });
      const busy = await calledPhone("20003", "busy");
      await expect(page.call("20003")).rejects.toThrow(/486/);
      await busy.done;
      const ringing = await calledPhone("20004", "ring");
      await expect(page.call("20004")).rejects.toThrow(/480/);
      await ringing.done;
      await noChannels();
    },
    both,
  );

  phoneTest(
    "by another sipp that gives up while it rings",
    async () => {
      const ringing = await calledPhone("20004", "ring");
      await (await run("20003", "cancel", { target: "20004" })).done;
      await ringing.done;
      await noChannels();
    },
    sipp,
  );
});
