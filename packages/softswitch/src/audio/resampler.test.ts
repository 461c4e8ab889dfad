import fc from "fast-check";
import { expect, test } from "vitest";
import { amplitudeAt, concatFrames, decibels } from "../../testing/listening.js";
import { Resampler } from "./resampler.js";
import { createTone } from "./tone.js";

const RATES = [8000, 16_000, 32_000, 48_000] as const;
const PAIRS = RATES.flatMap((from) =>
  RATES.filter((to) => to !== from).map((to) => [from, to] as const),
);

/** Half a second of a sine through the resampler, without its beginning. */
function through(from: number, to: number, hertz: number): Int16Array {
  const resampler = new Resampler(from, to);
  const tone = createTone(from, [hertz], 10_000);
  const frames = Array.from({ length: 25 }, () => resampler.process(tone()));
  return concatFrames(frames, to / 50).subarray(to / 10);
}

test.each(PAIRS)("from %i to %i every frame is one frame", (from, to) => {
  const resampler = new Resampler(from, to);
  const lengths = Array.from(
    { length: 5 },
    () => resampler.process(new Int16Array(from / 50)).length,
  );
  expect(lengths).toEqual([to / 50, to / 50, to / 50, to / 50, to / 50]);
});

test.each(PAIRS)("from %i to %i speech keeps its level within half a decibel", (from, to) => {
  const top = Math.min(from, to) * 0.4;
  for (const hertz of [200, 1000, 2000, 3000, top].filter((hertz) => hertz <= top)) {
    const level = amplitudeAt(through(from, to, hertz), to, hertz);
    expect(Math.abs(decibels(level, 10_000))).toBeLessThan(0.5);
  }
});

test.each(PAIRS.filter(([from, to]) => to < from))(
  "from %i down to %i what does not fit is 40 dB down",
  (from, to) => {
    for (const hertz of [to * 0.52, to * 0.6, to * 0.75, from * 0.48]) {
      const rest = through(from, to, hertz);
      const peak = Math.max(...rest.map(Math.abs));
      expect(decibels(Math.max(1, peak), 10_000)).toBeLessThan(-40);
    }
  },
);

test.each(PAIRS.filter(([from, to]) => to > from))(
  "from %i up to %i no image appears above the old top",
  (from, to) => {
    const out = through(from, to, 1000);
    expect(decibels(amplitudeAt(out, to, from - 1000), 10_000)).toBeLessThan(-45);
  },
);

test("what swings beyond 16 bits is cut off, not turned over", () => {
  const resampler = new Resampler(8000, 48_000);
  resampler.process(new Int16Array(160));
  const step = resampler.process(new Int16Array(160).fill(32_767));
  expect(Math.max(...step)).toBe(32_767);
  expect(Math.min(...step)).toBeGreaterThan(-5000);
});

test("where the stream is cut makes no difference", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PAIRS, [44_100, 8000] as const, [11_025, 16_000] as const),
      fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }),
      ([from, to], cuts) => {
        const length = cuts.reduce((sum, cut) => sum + cut, 0);
        const input = Int16Array.from({ length }, (_, n) => ((n * 7919) % 20_001) - 10_000);
        const whole = new Resampler(from, to).process(input);
        const pieces = new Resampler(from, to);
        let at = 0;
        const parts = cuts.flatMap((cut) => {
          at += cut;
          return [...pieces.process(input.subarray(at - cut, at))];
        });
        expect(parts).toEqual([...whole]);
      },
    ),
    { numRuns: 50 },
  );
});
