import { describe, expect } from "vitest";
import { BARESIP_MISSING, Baresip, type BaresipWishes } from "./harness/baresip.js";
import { CHROMIUM_MISSING, person, useBench } from "./harness/bench.js";
import { phoneTest } from "./harness/not-yet.js";
import { until } from "./harness/processes.js";

const LOW = 440;
const HIGH = 1000;
const LOUD_DB = -20;
/** baresip's sine is full scale, and the codecs leave their noise. */
const SILENT_DB = -45;
/** As baresip names them. */
const CODECS = {
  PCMA: "PCMA/8000/1",
  PCMU: "PCMU/8000/1",
  "G.722": "G722/16000/1",
  Opus: "opus/48000/2",
} as const;
const baresip = { missing: BARESIP_MISSING };
const both = { missing: BARESIP_MISSING ?? CHROMIUM_MISSING };
const bench = useBench({ ringSeconds: 2 });

const phone = async (id: string, wishes: BaresipWishes = {}) =>
  bench.keep(await Baresip.register(bench.at, person(id), wishes));

async function joins(phone: Baresip, number = "30000"): Promise<void> {
  const from = bench.at.control.now;
  phone.call(number);
  await bench.at.control.action("add-member", phone.person.id, from);
}

const channels = async () => Number.parseInt(await bench.at.control.api("show channels count"), 10);
const noChannels = () => until("no channel to be left", async () => !(await channels()));

describe("baresip", () => {
  phoneTest(
    "registers and takes its registration back when it ends",
    async () => {
      const from = bench.at.control.now;
      const registered = await phone("20001");
      const event = await bench.at.control.sofia("register", "20001", from);
      expect(event.get("network-ip")).toBe("127.0.0.1");
      await registered.close();
      await bench.at.control.sofia("unregister", "20001", from);
      expect(await bench.at.control.api("show registrations count")).toMatch(/^\s*0 total/m);
    },
    baresip,
  );

  phoneTest(
    "is refused with a wrong password",
    async () => {
      const wrong = bench.keep(
        await Baresip.start(bench.at, person("20001"), { password: "wrong" }),
      );
      expect((await wrong.told("REGISTER_FAIL")).param).toMatch(/^(401|403)/);
    },
    baresip,
  );

  phoneTest(
    "two in one conference, by UDP and by TCP, hear each other and not themselves",
    async () => {
      const low = await phone("20001", { tone: LOW });
      const high = await phone("20002", { tone: HIGH, transport: "tcp" });
      await joins(low);
      await joins(high);
      await Promise.all([low.waitsFor(HIGH), high.waitsFor(LOW)]);
      const [atLow, atHigh] = await Promise.all([low.hears([LOW, HIGH]), high.hears([LOW, HIGH])]);
      expect(Math.min(atLow[1]!, atHigh[0]!)).toBeGreaterThan(LOUD_DB);
      expect(Math.max(atLow[0]!, atHigh[1]!)).toBeLessThan(SILENT_DB);
    },
    baresip,
  );

  for (const [codec, codecs] of Object.entries(CODECS))
    phoneTest(
      `speaks ${codec} with a page that hears it and is heard`,
      async () => {
        const page = await bench.page("20002", { tone: HIGH, listensFor: [LOW, HIGH] });
        const low = await phone("20001", { tone: LOW, codecs });
        await joins(low);
        await page.call("30000");
        await Promise.all([page.waitsFor(LOW), low.waitsFor(HIGH)]);
        const [[, own = 0], [echo = 0]] = await Promise.all([page.hears(), low.hears([LOW])]);
        expect(Math.max(own, echo)).toBeLessThan(SILENT_DB);
      },
      both,
    );

  phoneTest(
    "its keys by RFC 4733 are understood, once each",
    async () => {
      const keys = await phone("20001");
      await joins(keys);
      const from = bench.at.control.now;
      for (const [index, digit] of ["1", "2", "6", "7"].entries()) {
        keys.key(digit);
        await until(`key ${digit}`, () => pressed(from).length > index);
      }
      expect(pressed(from)).toEqual(["1", "2", "6", "7"]);
    },
    baresip,
  );

  const pressed = (from: number) =>
    bench.at.control.events
      .slice(from)
      .filter((event) => event.get("Action") === "dtmf")
      .map((event) => event.get("DTMF-Key"));

  phoneTest(
    "hold silences it in the conference, resume brings it back",
    async () => {
      const low = await phone("20001", { tone: LOW });
      const high = await phone("20002", { tone: HIGH });
      await joins(low);
      await joins(high);
      await low.waitsFor(HIGH);
      high.command("hold");
      await low.waitsFor(HIGH, { silent: true });
      high.command("resume");
      await Promise.all([low.waitsFor(HIGH), high.waitsFor(LOW)]);
    },
    baresip,
  );
});

describe("a call from baresip to baresip", () => {
  phoneTest(
    "is heard both ways, and ends on both sides",
    async () => {
      const caller = await phone("20001", { tone: LOW });
      const called = await phone("21000", { tone: HIGH, answers: true });
      caller.call("21000");
      await called.told("CALL_ESTABLISHED");
      await caller.told("CALL_ESTABLISHED");
      await Promise.all([caller.waitsFor(HIGH), called.waitsFor(LOW)]);
      caller.command("hangup");
      await called.told("CALL_CLOSED");
      await noChannels();
    },
    baresip,
  );

  phoneTest(
    "to one that refuses ends busy",
    async () => {
      const caller = await phone("20001");
      const called = await phone("21000");
      caller.call("21000");
      await called.told("CALL_INCOMING");
      called.command("hangup");
      expect((await caller.told("CALL_CLOSED")).param).toMatch(/^486/);
      await noChannels();
    },
    baresip,
  );

  phoneTest(
    "to one that does not answer ends when the time is up",
    async () => {
      const caller = await phone("20001");
      const called = await phone("21000");
      caller.call("21000");
      await caller.told("CALL_RINGING");
      expect((await caller.told("CALL_CLOSED")).param).toMatch(/^480/);
      await called.told("CALL_CLOSED");
      await noChannels();
    },
    baresip,
  );

  phoneTest(
    "that the caller gives up stops ringing",
    async () => {
      const caller = await phone("20001");
      const called = await phone("21000");
      caller.call("21000");
      await called.told("CALL_INCOMING");
      await caller.told("CALL_RINGING");
      caller.command("hangup");
      await called.told("CALL_CLOSED");
      await noChannels();
    },
    baresip,
  );
});

describe("a call between a page and baresip", () => {
  phoneTest(
    "is heard both ways, whoever calls",
    async () => {
      const page = await bench.page("20002", {
        ...{ tone: HIGH, answers: true, listensFor: [LOW, HIGH] },
      });
      const other = await phone("21000", { tone: LOW, answers: true });
      await page.call("21000");
      await Promise.all([page.waitsFor(LOW), other.waitsFor(HIGH)]);
      await page.hangup();
      await other.told("CALL_CLOSED");
      await noChannels();
      const from = other.events.length;
      other.call("20002");
      await other.told("CALL_ESTABLISHED", from);
      await Promise.all([page.waitsFor(LOW), other.waitsFor(HIGH)]);
    },
    both,
  );
});
