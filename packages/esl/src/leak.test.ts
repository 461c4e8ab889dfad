import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { allowance, amount, inWords } from "../test/endurance.js";
import { nextOf, ready } from "../test/ready.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function heapAfterRest(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

const handles = (kind: string) =>
  process.getActiveResourcesInfo().filter((name) => name === kind).length;

const COMMANDS = amount("PARLEY_TEST_COMMANDS", 20_000);
const RECONNECTS = amount("PARLEY_TEST_RECONNECTS", 50);
const FLAT = `row 21: ${inWords(COMMANDS)} commands and ${inWords(RECONNECTS)} reconnects leave heap, listeners and handles as they were`;
test(FLAT, { timeout: allowance(COMMANDS + 10 * RECONNECTS, 2) }, async () => {
  await using t = await ready({ output: (words) => words.repeat(20) }, { reconnect: () => 1 });
  const { signal } = new AbortController();
  const work = async (count: number) => {
    for (let done = 0; done < count; done += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          index % 4 === 0
            ? t.client.bgapi("status", String(index), { signal })
            : t.client.api("status", String(index), { signal }),
        ),
      );
      t.scripted.commands.length = 0;
    }
  };
  const reconnect = async () => {
    const again = nextOf(t.client, "ready");
    const lost = t.client.api("status").catch(() => {});
    t.scripted.dropAll();
    await Promise.all([again, lost]);
    t.scripted.commands.length = 0;
  };
  await work(2000);
  for (let round = 0; round < 5; round++) await reconnect();
  const heap = await heapAfterRest();
  const timers = handles("Timeout");
  const sockets = handles("TCPSocketWrap");

  await work(COMMANDS);
  for (let round = 0; round < RECONNECTS; round++) await reconnect();

  expect(await heapAfterRest()).toBeLessThan(heap + 1_500_000);
  // The switch's ends of the last connections close a moment later.
  await vi.waitFor(() => {
    expect(handles("TCPSocketWrap")).toBeLessThanOrEqual(sockets);
    expect(handles("Timeout")).toBeLessThanOrEqual(timers);
  });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("iterators that come and go leave nothing behind", async () => {
  await using t = await ready({}, { subscription: { events: ["HEARTBEAT"] } });
  const controller = new AbortController();
  const round = async () => {
    const iterator = t.client.events({ signal: controller.signal })[Symbol.asyncIterator]();
    t.scripted.peer.event({ "Event-Name": "HEARTBEAT" });
    await iterator.next();
    await iterator.return?.();
  };
  for (let count = 0; count < 50; count++) await round();
  const heap = await heapAfterRest();
  for (let count = 0; count < 1000; count++) await round();
  expect(await heapAfterRest()).toBeLessThan(heap + 1_500_000);
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});
