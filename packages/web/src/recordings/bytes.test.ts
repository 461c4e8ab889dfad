import { expect, test } from "vitest";
import { formatBytes } from "./bytes.js";

test("sizes have the unit in which people say them", () => {
  expect(formatBytes(0, "en")).toBe("0 byte");
  expect(formatBytes(999, "en")).toBe("999 byte");
  expect(formatBytes(1_250_000, "en")).toBe("1.3 MB");
  expect(formatBytes(1_250_000, "de")).toBe("1,3 MB");
  expect(formatBytes(5e15, "en")).toBe("5,000 TB");
});
