import { expect, test } from "vitest";
import { type CallEvent, type Calls, happened } from "./calls.js";
import { keepCalls, takeLostCalls } from "./lost-calls.js";

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

const events: CallEvent[] = [
  {
    ...{ type: "dialled", id: "o", at: 1, number: "30001", name: "Video" },
    ...{ video: true, listening: false },
  },
  { type: "answered", id: "o", at: 2 },
];
const active = events.reduce<Calls>(happened, []);

test("a call that went on is told once, to the same user", () => {
  const storage = memory();
  keepCalls(storage, "20000", active, 1000);
  expect(takeLostCalls(storage, "20000", 2000)).toEqual([
    { number: "30001", name: "Video", video: true },
  ]);
  expect(takeLostCalls(storage, "20000", 2000)).toEqual([]);
});

test("another user is not told, nor anybody after ten minutes", () => {
  const storage = memory();
  keepCalls(storage, "20000", active, 1000);
  expect(takeLostCalls(storage, "20001", 2000)).toEqual([]);
  keepCalls(storage, "20000", active, 1000);
  expect(takeLostCalls(storage, "20000", 1000 + 600_001)).toEqual([]);
});

test("a call that has ended is not lost", () => {
  const storage = memory();
  keepCalls(storage, "20000", active, 1000);
  const ended = happened(active, { type: "ended", id: "o", at: 3, end: "hung up" });
  keepCalls(storage, "20000", ended, 1500);
  expect(takeLostCalls(storage, "20000", 2000)).toEqual([]);
});

test("garbage is nothing", () => {
  const storage = memory();
  storage.setItem("parley.phone.calls", "{");
  expect(takeLostCalls(storage, "20000", 1)).toEqual([]);
});
