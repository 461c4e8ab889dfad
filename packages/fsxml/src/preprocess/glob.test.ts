import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileComponent, glob } from "./glob.js";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "glob-"));
  for (const directory of ["a", "a-b", "b"]) mkdirSync(join(folder, directory));
  for (const name of ["a/1.xml", "a-b/1.xml", "b/2.xml", "a/.h.xml", "x*.xml", "xy.xml"]) {
    writeFileSync(join(folder, name), "");
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const names = (pattern: string) =>
  glob(`${folder}/${pattern}`)?.map((path) => path.slice(folder.length + 1));

test("sorts by the bytes of the whole path", () => {
  expect(names("*/*.xml")).toEqual(["a-b/1.xml", "a/1.xml", "b/2.xml"]);
});

test("finds a plain path only when it exists", () => {
  expect(names("a/1.xml")).toEqual(["a/1.xml"]);
  expect(names("a/9.xml")).toEqual([]);
  expect(names("*/2.xml")).toEqual(["b/2.xml"]);
});

test("a missing directory fails the pattern, a file in its place matches nothing", () => {
  expect(names("missing/*.xml")).toBeUndefined();
  expect(names("xy.xml/*.xml")).toEqual([]);
  expect(names("*/missing/*.xml")).toEqual([]);
});

test("a backslash makes a star a character", () => {
  expect(names("x\\*.xml")).toEqual(["x*.xml"]);
});

test.each([
  ["*.xml", "a.xml", true],
  ["*.xml", ".xml", false],
  [".*", ".xml", true],
  ["?.xml", "ab.xml", false],
  ["?.xml", "😀.xml", true],
  ["[a-c]1", "b1", true],
  ["[!a-c]1", "b1", false],
  ["[^a-c]1", "d1", true],
  ["[]x]", "]", true],
  ["[[:digit:]]", "7", true],
  ["[[:digit:]]", "x", false],
  ["[", "[", true],
  ["a.c", "abc", false],
  ["{a,b}", "a", false],
  ["{a,b}", "{a,b}", true],
  ["~", "~", true],
])("%s against %s is %s", (pattern, name, matches) => {
  expect(compileComponent(pattern)(name)).toBe(matches);
});
