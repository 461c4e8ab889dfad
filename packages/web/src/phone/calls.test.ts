import { expect, test } from "vitest";
import {
  type CallEvent,
  type Calls,
  currentCall,
  happened,
  isIncoming,
  othersToHold,
} from "./calls.js";

const out: CallEvent = {
  ...{ type: "dialled", id: "o", at: 1000, number: "30000", name: "Team" },
  ...{ video: false, listening: false },
};
const into: CallEvent = {
  ...{ type: "came", id: "i", at: 2000, number: "20001", name: "Berta", offersVideo: true },
};
const after = (...events: CallEvent[]): Calls => events.reduce<Calls>(happened, []);
const states = (...events: CallEvent[]) => after(...events).map(({ state }) => state);

test("a call that is dialled is sent, rings and is answered", () => {
  const sent: CallEvent = { type: "sent", id: "o" };
  const rang: CallEvent = { type: "rang", id: "o", early: false };
  expect(states(out)).toEqual(["preparing"]);
  expect(states(out, sent)).toEqual(["calling"]);
  expect(states(out, sent, rang)).toEqual(["ringing"]);
  const [call] = after(out, sent, rang, { type: "answered", id: "o", at: 5000 });
  expect(call).toMatchObject({ state: "active", startedAt: 1000, answeredAt: 5000 });
});

test("a call may be answered before it rings, and its ringing then comes too late", () => {
  const events: CallEvent[] = [
    out,
    { type: "sent", id: "o" },
    { type: "answered", id: "o", at: 1 },
  ];
  expect(states(...events, { type: "rang", id: "o", early: true })).toEqual(["active"]);
});

test("sound before the answer stays, whatever rings after it", () => {
  const events: CallEvent[] = [
    out,
    { type: "sent", id: "o" },
    { type: "rang", id: "o", early: true },
  ];
  expect(after(...events, { type: "rang", id: "o", early: false })[0]).toMatchObject({
    early: true,
  });
});

test("one who calls rings here and is not the call one hears", () => {
  const calls = after(into);
  expect(calls.map(isIncoming)).toEqual([true]);
  expect(currentCall(calls)).toBeUndefined();
});

test("what has ended changes no more, and goes when it is dismissed", () => {
  const ended = after(into, { type: "ended", id: "i", at: 3000, end: "missed" });
  expect(ended[0]).toMatchObject({ state: "ended", end: "missed", endedAt: 3000 });
  expect(happened(ended, { type: "answered", id: "i", at: 4000 })).toBe(ended);
  expect(happened(ended, { type: "dismissed", id: "i" })).toEqual([]);
});

test("an unknown call and a change that is none leave everything as it is", () => {
  const calls = after(out);
  expect(happened(calls, { type: "sent", id: "x" })).toBe(calls);
  expect(happened(calls, { type: "dismissed", id: "x" })).toBe(calls);
  expect(happened(calls, { type: "changed", id: "o", change: { muted: false } })).toBe(calls);
  expect(happened(calls, out)).toBe(calls);
});

test("what was asked is pending until it is answered or the call ends", () => {
  const asked = after(
    out,
    { type: "answered", id: "o", at: 1 },
    { type: "asked", id: "o", pending: "hold" },
  );
  expect(asked[0]?.pending).toBe("hold");
  expect(happened(asked, { type: "asked", id: "o", pending: undefined })[0]).not.toHaveProperty(
    "pending",
  );
  const ended = happened(asked, { type: "ended", id: "o", at: 2, end: "hung up" });
  expect(ended[0]).not.toHaveProperty("pending");
});

test("of two calls under way the other one is to be held, unless it is held already", () => {
  const both = after(out, { type: "answered", id: "o", at: 1 }, into, {
    type: "answered",
    id: "i",
    at: 2,
  });
  expect(othersToHold(both, "i").map(({ id }) => id)).toEqual(["o"]);
  const held = happened(both, { type: "changed", id: "o", change: { held: true } });
  expect(othersToHold(held, "i")).toEqual([]);
  expect(currentCall(held)?.id).toBe("i");
});
