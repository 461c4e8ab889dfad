import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { allowance, amount, inWords } from "../../test/endurance.js";
import { ScriptedCall } from "../../test/scripted-call.js";
import { createServer } from "./index.js";

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

const CALLS = Math.ceil(amount("PARLEY_TEST_COMMANDS", 6_000) / 10);
const FLAT = `${inWords(CALLS)} calls with ten commands each leave heap and handles as they were`;
test(FLAT, { timeout: allowance(CALLS, 20) }, async () => {
  const server = createServer(async (call) => {
    call.onEvent("CHANNEL_EXECUTE_COMPLETE", () => {});
    const reading = (async () => {
      for await (const event of call.events()) if (event.name === "NEVER") break;
    })();
    for (let count = 0; count < 10; count++) await call.playback("x.wav");
    await call.hangup();
    await reading.catch(() => {});
  });
  await server.listen({ port: 0, host: "127.0.0.1" });
  const work = async (count: number) => {
    for (let done = 0; done < count; done += 20) {
      const calls = await Promise.all(Array.from({ length: 20 }, () => ScriptedCall.dial(server)));
      await Promise.all(calls.map((call) => call.until(() => call.closed)));
    }
  };
  await work(100);
  const heap = await heapAfterRest();
  const timers = handles("Timeout");
  await work(CALLS);
  await vi.waitFor(() => expect(server.calls.size).toBe(0));
  expect(await heapAfterRest()).toBeLessThan(heap + 1_500_000);
  await vi.waitFor(() => {
    expect(handles("Timeout")).toBeLessThanOrEqual(timers);
    expect(handles("TCPSocketWrap")).toBe(0);
  });
  await server.close();
});
