import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kindOf } from "./kind.js";

function folder(page?: string): string {
  const path = mkdtempSync(join(tmpdir(), "parley-kind-"));
  if (page !== undefined) writeFileSync(join(path, "index.html"), page);
  return path;
}

test("our client is known by the mark in its page, wherever it lies", () => {
  const page = '<!doctype html><html><head><meta name="parley-client" content="2" /></head></html>';
  expect(kindOf(folder(page), "/nowhere")).toBe("own");
});

test("what our build has made is ours without a mark too, also by another path", () => {
  const own = folder("<title>built before there was a mark</title>");
  const other = join(folder(), "link");
  symlinkSync(own, other);
  expect(kindOf(own, own)).toBe("own");
  expect(kindOf(other, own)).toBe("own");
});

test("any other page is somebody else's client, and without a page there is none", () => {
  expect(kindOf(folder("<title>Parley's friend</title>"), folder("<title>x</title>"))).toBe(
    "foreign",
  );
  expect(kindOf(folder(), folder("<title>x</title>"))).toBe("none");
  expect(kindOf("/nowhere/at/all", "/nowhere")).toBe("none");
});
