import fc from "fast-check";
import { expect, test } from "vitest";
import { isFull, sizeText } from "./space.js";

test("below the limit it is full, and stays so until there is a tenth more", () => {
  expect(isFull(false, 1000, 1000)).toBe(false);
  expect(isFull(false, 999, 1000)).toBe(true);
  expect(isFull(true, 1099, 1000)).toBe(true);
  expect(isFull(true, 1100, 1000)).toBe(false);
});

test("without a limit it is never full", () => {
  expect(isFull(false, 0, 0)).toBe(false);
  expect(isFull(true, 0, 0)).toBe(false);
});

test("a disk that breathes around the limit changes its state only once", () => {
  const around = fc.array(fc.integer({ min: 950, max: 1099 }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(around, (readings) => {
      let full = false;
      let changes = 0;
      for (const free of readings) {
        const now = isFull(full, free, 1000);
        if (now !== full) changes += 1;
        full = now;
      }
      expect(changes).toBeLessThanOrEqual(1);
    }),
  );
});

test.each([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [1536, "1.5 KiB"],
  [500 * 1024 ** 2, "500 MiB"],
  [3 * 1024 ** 4, "3.0 TiB"],
])("%i bytes are %s", (bytes, text) => expect(sizeText(bytes)).toBe(text));
