import { expect, test } from "vitest";
import { type CallEvent, type Calls, happened } from "./calls.js";
import {
  HISTORY_LIMIT,
  isMissed,
  type PastCall,
  parseHistory,
  pastCall,
  remembered,
} from "./history.js";

const came: CallEvent = {
  ...{ type: "came", id: "a", at: 1000, number: "20001", name: "Berta", offersVideo: false },
};
const call = (...events: CallEvent[]) => [came, ...events].reduce<Calls>(happened, [])[0]!;
const past = (id: string): PastCall => ({
  ...{ id, number: "1", name: "", direction: "outgoing", at: 0, seconds: 0, end: "busy" },
});

test("a call that goes on is not history yet", () => {
  expect(pastCall(call())).toBeUndefined();
});

test("a call is remembered with the time that was spoken", () => {
  const ended = call(
    { type: "answered", id: "a", at: 5000 },
    { type: "ended", id: "a", at: 68_400, end: "hung up" },
  );
  expect(pastCall(ended)).toEqual({
    ...{ id: "a", number: "20001", name: "Berta", direction: "incoming" },
    ...{ at: 1000, seconds: 63, end: "hung up" },
  });
});

test("nobody spoke in a missed call", () => {
  const missed = pastCall(call({ type: "ended", id: "a", at: 9000, end: "missed" }));
  expect(missed).toMatchObject({ seconds: 0 });
  expect(missed && isMissed(missed)).toBe(true);
});

test("the newest comes first, each once, and the oldest fall out", () => {
  const many = Array.from({ length: HISTORY_LIMIT + 5 }, (_, index) => past(String(index)));
  const history = many.reduce<readonly PastCall[]>(remembered, []);
  expect(history).toHaveLength(HISTORY_LIMIT);
  expect(history[0]?.id).toBe(String(HISTORY_LIMIT + 4));
  expect(remembered(history, past("50")).filter(({ id }) => id === "50")).toHaveLength(1);
});

test("what cannot be read is left out", () => {
  expect(parseHistory(null)).toEqual([]);
  expect(parseHistory("{")).toEqual([]);
  expect(parseHistory('{"a":1}')).toEqual([]);
  expect(parseHistory(JSON.stringify([past("1"), { id: 1 }, null]))).toEqual([past("1")]);
});
