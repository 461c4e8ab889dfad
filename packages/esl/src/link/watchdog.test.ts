import { expect, test } from "vitest";
import { nextOf, ready } from "../../test/ready.js";

test("row 18: a link that falls silent is probed and then given up", async () => {
  await using t = await ready(
    { script: ({ line }) => line === "noop" },
    { watchdog: { idleMs: 30 }, reconnect: () => 60_000 },
  );
  const error = await nextOf(t.client, "down");
  expect(error).toMatchObject({
    name: "ConnectionLostError",
    message: expect.stringContaining("no sign of life"),
  });
  expect(t.scripted.lines).toContain("noop");
});

test("a switch that answers the probe keeps its link", async () => {
  await using t = await ready({}, { watchdog: { idleMs: 200 } });
  await t.scripted.received("noop", 3);
  expect(t.client.status.state).toBe("ready");
  expect(t.scripted.accepted).toBe(1);
});

test("a slow api keeps the link although nothing else is heard", async () => {
  await using t = await ready(
    { script: ({ line }) => line === "api slow" },
    { watchdog: { idleMs: 10 } },
  );
  const slow = t.client.api("slow", undefined, { timeoutMs: 120 });
  await expect(slow).rejects.toMatchObject({ name: "TimeoutError" });
  expect(t.scripted.lines).not.toContain("noop");
  expect(t.client.status.state).toBe("ready");
});

test("a dead link is given up although somebody keeps asking", async () => {
  await using t = await ready(
    { script: ({ line }) => line !== "auth ClueCon" },
    { watchdog: { idleMs: 40 }, reconnect: () => 60_000 },
  );
  const lost = nextOf(t.client, "down");
  const asking = setInterval(() => {
    t.client.api("status", undefined, { timeoutMs: 15 }).catch(() => {});
  }, 10);
  expect(await lost).toMatchObject({ message: expect.stringContaining("no sign of life") });
  clearInterval(asking);
});

test("a command the socket answers itself is the same question as a probe", async () => {
  await using t = await ready(
    { script: ({ line }) => line.startsWith("filter") },
    { watchdog: { idleMs: 30 }, reconnect: () => 60_000 },
  );
  const lost = nextOf(t.client, "down");
  const asked = t.client.send("filter add A b", {}, { timeoutMs: 60_000 });
  await expect(asked).rejects.toMatchObject({ name: "ConnectionLostError" });
  expect(await lost).toMatchObject({ message: expect.stringContaining("no sign of life") });
  expect(t.scripted.lines).not.toContain("noop");
});

test("reading that is paused on purpose is no silence", async () => {
  await using t = await ready(
    {},
    { watchdog: { idleMs: 5 }, subscription: { events: ["HEARTBEAT"] } },
  );
  t.client.events({ highWaterMark: 1 })[Symbol.asyncIterator]();
  const paused = nextOf(t.client, "backpressure");
  t.scripted.peer.event({ "Event-Name": "HEARTBEAT" });
  await paused;
  const probes = t.scripted.lines.length;
  let ticks = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (++ticks < 6) return;
      clearInterval(timer);
      resolve();
    }, 10);
  });
  expect(t.scripted.lines.length).toBe(probes);
  expect(t.client.status.state).toBe("ready");
});
