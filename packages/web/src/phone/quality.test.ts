import { expect, test } from "vitest";
import { type Counters, countersOf, qualityBetween } from "./quality.js";

const counters = (change: Partial<Counters> = {}): Counters => ({
  ...{ received: 1000, lost: 0, jitterMs: 5, roundTripMs: 20 },
  ...change,
});

test("figures are read from the reports of the sound that comes in", () => {
  const reports = [
    { type: "inbound-rtp", kind: "video", packetsReceived: 1, packetsLost: 1, jitter: 1 },
    { type: "inbound-rtp", kind: "audio", packetsReceived: 50, packetsLost: 2, jitter: 0.012 },
    { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
    { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.08 },
  ];
  expect(countersOf(reports)).toEqual({ received: 50, lost: 2, jitterMs: 12, roundTripMs: 80 });
});

test("without sound there are no figures, without a round trip none is told", () => {
  expect(countersOf([])).toBeUndefined();
  expect(countersOf([{ type: "inbound-rtp", kind: "audio" }])?.roundTripMs).toBeUndefined();
});

test("loss counts since the last look, not since the beginning", () => {
  const before = counters({ received: 1000, lost: 500 });
  expect(qualityBetween(before, counters({ received: 1100, lost: 500 }))).toMatchObject({
    bars: 4,
    lossPercent: 0,
  });
  expect(qualityBetween(before, counters({ received: 1090, lost: 510 })).lossPercent).toBe(10);
});

test.each([
  [{}, 4],
  [{ lost: 20 }, 3],
  [{ lost: 60 }, 2],
  [{ lost: 200 }, 1],
  [{ jitterMs: 40 }, 3],
  [{ jitterMs: 200 }, 1],
  [{ roundTripMs: 500 }, 2],
  [{ roundTripMs: undefined }, 4],
])("%j is %i bars", (change, bars) => {
  expect(qualityBetween(counters({ received: 0 }), counters(change)).bars).toBe(bars);
});

test("counters that begin anew count as no loss", () => {
  const quality = qualityBetween(counters({ lost: 50 }), counters({ received: 10, lost: 0 }));
  expect(quality.lossPercent).toBe(0);
});
