import { expect, test } from "vitest";
import { keyOf } from "./key.js";

test("a file of keys is one with its remarks, and everything else is a passphrase as it was typed", () => {
  const file = "# created: 2026-11-22\nAGE-SECRET-KEY-1QQQ\n";
  expect(keyOf(file)).toEqual({ identity: file.trim() });
  expect(keyOf("  AGE-SECRET-KEY-1QQQ ")).toEqual({ identity: "AGE-SECRET-KEY-1QQQ" });
  expect(keyOf(" two words ")).toEqual({ passphrase: " two words " });
  expect(keyOf("no AGE-SECRET-KEY-1 here")).toEqual({ passphrase: "no AGE-SECRET-KEY-1 here" });
});
