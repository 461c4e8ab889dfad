import { expect, test } from "vitest";
import { ready } from "../../test/ready.js";
import type { Backpressure, EslEvent } from "../index.js";

const LIVE = { subscription: { events: ["HEARTBEAT"] } } as const;
const PADDING = "x".repeat(2000);

function burst(t: Awaited<ReturnType<typeof ready>>, from: number, to: number): void {
  for (let sequence = from; sequence <= to; sequence++) {
    t.scripted.peer.event({
      "Event-Name": "HEARTBEAT",
      "Event-Sequence": String(sequence),
      Padding: PADDING,
    });
  }
}

async function take(
  iterator: AsyncIterator<EslEvent>,
  count: number,
): Promise<(number | undefined)[]> {
  const seen: (number | undefined)[] = [];
  while (seen.length < count) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    seen.push(value.sequence);
  }
  return seen;
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("an iterator brings every event in order, over a reconnect, until the client is closed", async () => {
  await using t = await ready({}, LIVE);
  const seen: (number | undefined)[] = [];
  const reading = (async () => {
    for await (const event of t.client.events()) seen.push(event.sequence);
  })();
  burst(t, 1, 3);
  await t.client.api("status");
  const again = new Promise<void>((resolve) => t.client.once("ready", resolve));
  t.scripted.dropAll();
  await again;
  burst(t, 4, 6);
  await t.client.api("status");
  await t.client.close();
  await reading;
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a lagging iterator pauses reading at its mark, tells so, loses nothing, and reading goes on", async () => {
  await using t = await ready({}, LIVE);
  const states: Backpressure[] = [];
  const paused = new Promise<void>((resolve) =>
    t.client.on("backpressure", (state) => {
      states.push(state);
      if (state.paused) resolve();
    }),
  );
  let delivered = 0;
  t.client.on("event", () => delivered++);
  const iterator = t.client.events({ highWaterMark: 10 })[Symbol.asyncIterator]();
  burst(t, 1, 2000);
  await paused;
  expect(states).toEqual([{ paused: true, queued: 10 }]);
  expect(delivered).toBe(10);
  expect(await take(iterator, 2000)).toEqual(numbers(1, 2000));
  expect(states.filter((state) => state.paused).length).toBeGreaterThan(10);
  expect(states.at(-1)?.paused).toBe(false);
});

test("whoever awaits a reply inside the loop gets it although the queue is over its mark", async () => {
  await using t = await ready({}, LIVE);
  const seen: (number | undefined)[] = [];
  burst(t, 1, 40);
  for await (const event of t.client.events({ highWaterMark: 8 })) {
    seen.push(event.sequence);
    expect(await t.client.api("status")).toBe("+OK\n");
    if (seen.length === 1) burst(t, 41, 60);
    if (event.sequence === 60) break;
  }
  expect(seen).toEqual(numbers(1, 60));
});

test("at ten times the mark reading stops even while a reply is awaited", async () => {
  await using t = await ready({ script: ({ line }) => line === "api hang" }, LIVE);
  const iterator = t.client.events({ highWaterMark: 5 })[Symbol.asyncIterator]();
  let delivered = 0;
  t.client.on("event", () => delivered++);
  const paused = new Promise((resolve) => t.client.once("backpressure", resolve));
  const hanging = t.client
    .api("hang", undefined, { timeoutMs: 60_000 })
    .catch((error: Error) => error.name);
  await t.scripted.received("api hang");
  burst(t, 1, 1000);
  expect(await paused).toEqual({ paused: true, queued: 50 });
  expect(delivered).toBe(50);
  expect(await take(iterator, 1000)).toEqual(numbers(1, 1000));
  await t.client.close();
  expect(await hanging).toBe("ClosedError");
});

test("an answer that stays behind a full queue is late, and the error says why", async () => {
  await using t = await ready({}, LIVE);
  t.client.events({ highWaterMark: 1 })[Symbol.asyncIterator]();
  const paused = new Promise((resolve) => t.client.once("backpressure", resolve));
  burst(t, 1, 100);
  await paused;
  const late = t.client.api("status", undefined, { timeoutMs: 50 });
  await expect(late).rejects.toMatchObject({
    name: "TimeoutError",
    message: "api status: no answer within 50 ms: reading is paused, an iterator lags",
  });
});

test("leaving the loop releases the link", async () => {
  await using t = await ready({}, LIVE);
  burst(t, 1, 100);
  for await (const event of t.client.events({ highWaterMark: 2 })) if (event.sequence === 1) break;
  expect(await t.client.api("status")).toBe("+OK\n");
});

test("a signal ends the loop quietly, before and during the wait", async () => {
  await using t = await ready({}, LIVE);
  const controller = new AbortController();
  const ended = take(t.client.events({ signal: controller.signal })[Symbol.asyncIterator](), 1);
  controller.abort();
  expect(await ended).toEqual([]);
  expect(
    await take(t.client.events({ signal: controller.signal })[Symbol.asyncIterator](), 1),
  ).toEqual([]);
});

test("a filter decides what one iterator sees, and one that throws harms nobody", async () => {
  const errors: unknown[] = [];
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error: (message: string) => void errors.push(message),
  };
  await using t = await ready({}, { ...LIVE, logger });
  const even = t.client
    .events({ filter: (event) => (event.sequence ?? 0) % 2 === 0 })
    [Symbol.asyncIterator]();
  t.client
    .events({
      filter: () => {
        throw new Error("broken filter");
      },
    })
    [Symbol.asyncIterator]();
  burst(t, 1, 6);
  expect(await take(even, 3)).toEqual([2, 4, 6]);
  expect(errors).toHaveLength(6);
});

test("two iterators each see everything, and the slower one sets the pace", async () => {
  await using t = await ready({}, LIVE);
  const fast = t.client.events({ highWaterMark: 1000 })[Symbol.asyncIterator]();
  const slow = t.client.events({ highWaterMark: 5 })[Symbol.asyncIterator]();
  burst(t, 1, 50);
  expect(await take(fast, 5)).toEqual(numbers(1, 5));
  expect(await take(slow, 50)).toEqual(numbers(1, 50));
  expect(await take(fast, 45)).toEqual(numbers(6, 50));
});

test("when the policy gives up, what is queued is handed out and then the error is thrown", async () => {
  await using t = await ready({}, { ...LIVE, reconnect: false });
  const iterator = t.client.events()[Symbol.asyncIterator]();
  burst(t, 1, 2);
  await t.client.api("status");
  const closed = new Promise<void>((resolve) =>
    t.client.on("status", ({ state }) => {
      if (state === "closed") resolve();
    }),
  );
  t.scripted.dropAll();
  await closed;
  expect(await take(iterator, 2)).toEqual([1, 2]);
  await expect(iterator.next()).rejects.toMatchObject({ name: "ConnectionLostError" });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});
