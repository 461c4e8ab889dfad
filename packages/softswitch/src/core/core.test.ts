import { expect, test } from "vitest";
import { Counters } from "./counters.js";
import { formatDuration, formatGmtDate } from "./dates.js";
import { createCore, type SwitchCore, type SwitchEvent, type Tree } from "./index.js";

function makeCore(now = () => 1_795_313_680_837): { core: SwitchCore; events: SwitchEvent[] } {
  const core = createCore({
    tree: () => ({}) as Tree,
    identity: { hostname: "vm", switchname: "sw", ipv4: "192.0.2.2", ipv6: "fd00::2" },
    uuid: "14d6965c-3737-40dc-9858-bc35c01cb661",
    now,
  });
  const events: SwitchEvent[] = [];
  core.on("event", (event) => events.push(event));
  return { core, events };
}

test("an event has the core's headers in FreeSWITCH's order and its own after them", () => {
  const { core, events } = makeCore();
  core.fire("CUSTOM", {
    subclass: "a::b",
    headers: [
      ["Empty", ""],
      ["Mine", "1"],
    ],
    source: { file: "x.c", function: "f", line: 7 },
  });
  expect(events[0]?.headers.map(([name]) => name)).toEqual([
    "Event-Subclass",
    "Event-Name",
    "Core-UUID",
    "FreeSWITCH-Hostname",
    "FreeSWITCH-Switchname",
    "FreeSWITCH-IPv4",
    "FreeSWITCH-IPv6",
    "Event-Date-Local",
    "Event-Date-GMT",
    "Event-Date-Timestamp",
    "Event-Calling-File",
    "Event-Calling-Function",
    "Event-Calling-Line-Number",
    "Event-Sequence",
    "Mine",
  ]);
  expect(events[0]?.get("event-date-timestamp")).toBe("1795313680837000");
  expect(events[0]?.get("Event-Date-GMT")).toBe("Sun, 22 Nov 2026 02:14:40 GMT");
});

test("a prepared event keeps its number while others overtake it, and is delivered once", () => {
  const { core, events } = makeCore();
  const pending = core.prepare("API");
  core.fire("DTMF");
  pending.fire([["Late", "1"]]);
  expect(pending.fire()).toBeUndefined();
  expect(events.map((event) => [event.name, event.sequence])).toEqual([
    ["DTMF", 2],
    ["API", 1],
  ]);
  expect(events[1]?.get("Late")).toBe("1");
});

test("a command that throws counts as failed and is logged, for callers in and out of turn", async () => {
  const { core, events } = makeCore();
  const lines: string[] = [];
  core.on("log", (line) => lines.push(line.text));
  core.api.register("bad", () => {
    throw new Error("now");
  });
  core.api.register("worse", () => Promise.reject(new Error("later")));
  expect(core.api.run("bad")).toBeUndefined();
  expect(await core.api.execute("WORSE a b")).toBe("-ERR WORSE Command not found!\n");
  expect(lines).toEqual([
    "Command bad failed: Error: now\n",
    "Command WORSE failed: Error: later\n",
  ]);
  expect(events.map((event) => event.get("API-Command-Argument"))).toEqual([undefined, "a b"]);
});

test("an unknown command fires its API event too", async () => {
  const { core, events } = makeCore();
  expect(await core.api.execute("nosuch  x ")).toBe("-ERR nosuch Command not found!\n");
  expect(events[0]?.get("API-Command")).toBe("nosuch");
  expect(events[0]?.get("API-Command-Argument")).toBe("x");
});

test("sessions are counted with their peaks of five minutes", () => {
  let now = 1_000_000;
  const counters = new Counters(() => now);
  for (let call = 0; call < 3; call += 1) counters.began();
  counters.ended();
  expect(counters).toMatchObject({ active: 2, total: 3, peak: 3, perSecond: 3, perSecondPeak: 3 });
  expect(counters.peakFiveMinutes).toBe(3);
  now += 300_001;
  expect(counters.peakFiveMinutes).toBe(2);
  expect(counters.perSecond).toBe(0);
  expect(counters.perSecondFiveMinutes).toBe(0);
  counters.ended();
  counters.ended();
  counters.ended();
  expect(counters.active).toBe(0);
});

test("durations are split as status prints them, singular for one", () => {
  const hour = 3_600_000_000;
  expect(formatDuration(hour + 2 * 60_000_000 + 3_004_005)).toBe(
    "0 years, 0 days, 1 hour, 2 minutes, 3 seconds, 4 milliseconds, 5 microseconds",
  );
  expect(formatGmtDate(new Date(0))).toBe("Thu, 01 Jan 1970 00:00:00 GMT");
});
