import { expect, test } from "vitest";
import { ClockWatch } from "./clock-watch.js";

test("a clock that is set is not believed for an hour, whichever way it went", () => {
  let elapsed = 0;
  let offset = 1_000_000;
  const watch = new ClockWatch({ now: () => elapsed + offset, elapsed: () => elapsed });
  elapsed += 600_000;
  expect(watch.trusted()).toBe(true);
  for (const jump of [4 * 365 * 86_400_000, -86_400_000]) {
    offset += jump;
    elapsed += 600_000;
    expect(watch.trusted()).toBe(false);
    elapsed += 3_000_000;
    expect(watch.trusted()).toBe(false);
    elapsed += 600_001;
    expect(watch.trusted()).toBe(true);
  }
});

test("a clock that is drawn after by seconds is believed", () => {
  let elapsed = 0;
  let offset = 0;
  const watch = new ClockWatch({ now: () => elapsed + offset, elapsed: () => elapsed });
  for (let round = 0; round < 10; round += 1) {
    elapsed += 600_000;
    offset += 5000;
    expect(watch.trusted()).toBe(true);
  }
});
