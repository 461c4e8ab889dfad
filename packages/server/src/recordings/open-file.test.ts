import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBelow, parseRange } from "./open-file.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-open-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("only plain files are opened: no link, no folder, no pipe that would wait for a writer", async () => {
  writeFileSync(join(folder, "plain.wav"), "four");
  symlinkSync(join(folder, "plain.wav"), join(folder, "link.wav"));
  symlinkSync(join(folder, "nowhere"), join(folder, "dangling.wav"));
  mkdirSync(join(folder, "folder.wav"));
  execFileSync("mkfifo", [join(folder, "pipe.wav")]);
  for (const name of ["link.wav", "dangling.wav", "folder.wav", "pipe.wav", "missing.wav"])
    expect(await openBelow(folder, name), name).toBeUndefined();
  const opened = await openBelow(folder, "plain.wav");
  expect(opened?.size).toBe(4);
  await opened?.handle.close();
});

test("a part is asked for by its first, its last, or the number of bytes from the end", () => {
  expect(parseRange("bytes=0-0", 10)).toEqual({ kind: "part", first: 0, last: 0 });
  expect(parseRange("bytes=3-", 10)).toEqual({ kind: "part", first: 3, last: 9 });
  expect(parseRange("Bytes=3-99", 10)).toEqual({ kind: "part", first: 3, last: 9 });
  expect(parseRange("bytes=-4", 10)).toEqual({ kind: "part", first: 6, last: 9 });
  expect(parseRange("bytes=-40", 10)).toEqual({ kind: "part", first: 0, last: 9 });
});

test("what lies behind the end is outside", () => {
  for (const [header, size] of [
    ["bytes=10-", 10],
    ["bytes=10-12", 10],
    ["bytes=-0", 10],
    ["bytes=0-", 0],
    ["bytes=-1", 0],
    [`bytes=${"9".repeat(400)}-`, 10],
  ] as const)
    expect(parseRange(header, size), header).toEqual({ kind: "outside" });
});

test("several parts, other units and nonsense give the whole", () => {
  for (const header of [undefined, "", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4"])
    expect(parseRange(header, 10), header).toEqual({ kind: "whole" });
  for (const header of ["items=0-1", "bytes=a-b", "bytes=1.5-2", "bytes=0x1-2", "bytes=--1"])
    expect(parseRange(header, 10), header).toEqual({ kind: "whole" });
});

test("no header makes a part that is not in the file", () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(), fc.nat()).map(([first, last]) => `bytes=${first}-${last}`),
    fc.stringMatching(/^bytes=\d{0,30}-\d{0,30}$/),
  );
  fc.assert(
    fc.property(header, fc.nat({ max: 1000 }), (text, size) => {
      const range = parseRange(text, size);
      if (range.kind !== "part") return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(size);
    }),
  );
});
