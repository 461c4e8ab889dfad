import { once } from "node:events";
import { describe, expect } from "vitest";
import { BARESIP_MISSING, Baresip, type BaresipWishes } from "./harness/baresip.js";
import { CHROMIUM_MISSING, person, useBench } from "./harness/bench.js";
import { phoneTest } from "./harness/not-yet.js";
import { until } from "./harness/processes.js";
import { halfRequest, strangeDatagrams, strangeRtp, strangeWebSocket } from "./harness/stranger.js";

const LOW = 440;
const HIGH = 1000;
const STRANGE = 1900;
const TIMEOUT_MS = 2000;
/** The switch looks at the time now and then, and the machine is busy. */
const LATE_MS = TIMEOUT_MS + 6000;
const baresip = { missing: BARESIP_MISSING };
const browser = { missing: CHROMIUM_MISSING };
const both = { missing: BARESIP_MISSING ?? CHROMIUM_MISSING };
const bench = useBench({ variables: { media_timeout_ms: TIMEOUT_MS } });

const phone = async (id: string, wishes: BaresipWishes = {}) =>
  bench.keep(await Baresip.register(bench.at, person(id), wishes));

/** Calls the conference; resolves to the channel. */
async function joins(phone: { call(target: string): unknown }, id: string): Promise<string> {
  const from = bench.at.control.now;
  await phone.call("30000");
  const joined = await bench.at.control.action("add-member", id, from);
  return joined.get("Unique-ID")!;
}

const isRegistered = async (id: string) =>
  (await bench.at.control.api("show registrations")).includes(`\n${id},`);
const unregistered = (id: string) =>
  until(`${id} to be unregistered`, async () => !(await isRegistered(id)));

describe("whoever vanishes", () => {
  phoneTest(
    "a phone that is killed in a conference is gone after the media timeout",
    async () => {
      const [stays, killed] = [await phone("20001"), await phone("20002")];
      await joins(stays, "20001");
      await joins(killed, "20002");
      const from = bench.at.control.now;
      const at = Date.now();
      await killed.kill();
      const left = await bench.at.control.action("del-member", "20002", from, LATE_MS);
      expect(Date.now() - at).toBeGreaterThan(TIMEOUT_MS - 500);
      const uuid = left.get("Unique-ID");
      const over = await bench.at.control.event(
        "the hangup",
        (event) => event.name === "CHANNEL_HANGUP_COMPLETE" && event.get("Unique-ID") === uuid,
        from,
      );
      expect(over.get("Hangup-Cause")).toBe("MEDIA_TIMEOUT");
      expect(await bench.at.control.members("team")).toEqual(["20001"]);
    },
    baresip,
  );

  phoneTest(
    "a page that is closed without a word leaves neither member nor registration",
    async () => {
      const page = await bench.page("20001", { tone: LOW });
      await joins(page, "20001");
      const from = bench.at.control.now;
      await page.close();
      await bench.at.control.action("del-member", "20001", from, LATE_MS);
      await unregistered("20001");
      expect(await bench.at.control.members("team")).toEqual([]);
    },
    browser,
  );

  phoneTest(
    "a page that crashes leaves neither",
    async () => {
      const page = await bench.page("20001", { tone: LOW });
      await joins(page, "20001");
      const from = bench.at.control.now;
      await page.crash();
      await bench.at.control.action("del-member", "20001", from, LATE_MS);
      await unregistered("20001");
    },
    browser,
  );

  phoneTest(
    "a phone by TCP that is killed loses its registration with its connection",
    async () => {
      const killed = await phone("20001", { transport: "tcp" });
      await until("the registration", () => isRegistered("20001"));
      await killed.kill();
      await unregistered("20001");
    },
    baresip,
  );
});

describe("strangers", () => {
  phoneTest(
    "who send sound to a phone's port are not heard, and the phone still is",
    async () => {
      const page = await bench.page("20001", { tone: HIGH, listensFor: [LOW, STRANGE] });
      await joins(page, "20001");
      const victim = await phone("20002", { tone: LOW, codecs: "PCMU/8000/1" });
      const uuid = await joins(victim, "20002");
      await page.waitsFor(LOW);
      const port = Number(await bench.at.control.api(`uuid_getvar ${uuid} local_media_port`));
      expect(port).toBeGreaterThan(0);
      const [[low = 0, strange = 0]] = await Promise.all([
        page.hears(1200),
        strangeRtp({ host: "127.0.0.1", port }, STRANGE, 1500),
      ]);
      expect(low).toBeGreaterThan(-30);
      expect(strange).toBeLessThan(-50);
    },
    both,
  );

  phoneTest(
    "who talk nonsense disturb nobody's call",
    async () => {
      const page = await bench.page("20001", { tone: HIGH, listensFor: [LOW] });
      await joins(page, "20001");
      const talks = await phone("20002", { tone: LOW });
      await joins(talks, "20002");
      await page.waitsFor(LOW);
      const halves = await Promise.all(Array.from({ length: 20 }, () => halfRequest(bench.at.tcp)));
      await strangeDatagrams(bench.at.udp, 400);
      await strangeWebSocket(bench.at.wsUrl);
      await page.waitsFor(LOW);
      // Among twenty half requests the next phone is still served.
      const next = await phone("20003", { transport: "tcp" });
      await joins(next, "20003");
      expect(await bench.at.control.members("team")).toHaveLength(3);
      for (const half of halves) half.destroy();
      await Promise.all(halves.map((half) => half.closed || once(half, "close")));
    },
    both,
  );
});
