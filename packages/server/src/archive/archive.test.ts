import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { changesBetween } from "./difference.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { lineDiff } from "./line-diff.js";
import { packTree } from "./tar-writer.js";
import type { Tree, TreeFile } from "./tree.js";
import { unpackTree } from "./unpack.js";

const unpack = (bytes: Uint8Array, pieces = 1000, limits = DEFAULT_LIMITS): Promise<Tree> =>
  unpackTree(Readable.from(cut(Buffer.from(bytes), pieces)), limits);

function* cut(bytes: Buffer, size: number): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function treeOf(files: Record<string, string | Buffer>, mode = 0o640): Tree {
  const entries = Object.entries(files).map(([path, content]): [string, TreeFile] => [
    path,
    { mode, content: Buffer.from(content) },
  ]);
  return { files: new Map(entries), folders: new Map() };
}

const names = fc.stringMatching(/^[a-zA-Zäöü€ ._-]{1,60}$/).filter((name) => !/^\.*$/.test(name));
const paths = fc.array(names, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("/"));
const trees = fc.uniqueArray(fc.tuple(paths, fc.uint8Array({ maxLength: 2000 }), fc.nat(0o777)), {
  maxLength: 8,
  selector: ([path]) => path,
});

test("a tree comes back byte for byte, with its modes, however the archive is cut into pieces", async () => {
  await fc.assert(
    fc.asyncProperty(trees, fc.integer({ min: 1, max: 3000 }), async (entries, pieces) => {
      const all = entries.map(([path]) => path);
      fc.pre(!all.some((path) => all.some((other) => other.startsWith(`${path}/`))));
      const files = new Map(
        entries.map(([path, bytes, mode]) => [path, { mode, content: Buffer.from(bytes) }]),
      );
      const { files: back } = await unpack(await packTree({ files, folders: new Map() }), pieces);
      expect(new Map([...back].sort())).toEqual(new Map([...files].sort()));
    }),
    { numRuns: 60 },
  );
});

test("equal trees make equal archives, in whatever order their files were met", async () => {
  const [one, other] = [treeOf({ "a/b": "1", c: "2" }), treeOf({ c: "2", "a/b": "1" })];
  expect(await packTree(one)).toEqual(await packTree(other));
});

test("an archive that ends early is refused wherever it ends", async () => {
  const whole = await packTree(treeOf({ "freeswitch.xml": "x".repeat(3000), "a/b.xml": "<a/>" }));
  for (let length = 0; length < whole.length; length += 7)
    await expect(unpack(whole.subarray(0, length))).rejects.toThrow("truncated");
  const tar = gunzipSync(whole);
  // Without the two blocks of zeros at its end.
  for (let length = 0; length <= tar.length - 1024; length += 256)
    await expect(unpack(gzipSync(tar.subarray(0, length)))).rejects.toThrow("truncated");
});

test("random bytes and turned bits never give another tree than was packed", async () => {
  const tree = treeOf({ "freeswitch.xml": "<document/>", "a/b.xml": "<a/>" });
  const whole = await packTree(tree);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, bits) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ bits;
        const back = await unpack(changed).catch((error: unknown) => error);
        // Gzip's own time stamp and flags are not covered by its sum.
        if (back instanceof Error) expect(back.name).toBe("ArchiveUnfitError");
        else expect((back as Tree).files).toEqual(tree.files);
      },
    ),
    { numRuns: 150 },
  );
});

test("a bomb is given up after the limit, not after all of it", async () => {
  let taken = 0;
  function* endless(): Iterable<Buffer> {
    const member = gzipSync(Buffer.alloc(1024 * 1024));
    for (;;) {
      taken += member.length;
      yield member;
    }
  }
  const limits = { ...DEFAULT_LIMITS, unpacked: 8 * 1024 * 1024 };
  const big = await packTree(treeOf({ a: Buffer.alloc(20 * 1024 * 1024) }));
  await expect(unpack(big, 1000, limits)).rejects.toThrow("too large");
  await expect(unpackTree(Readable.from(endless()), limits)).rejects.toThrow("more than 8388608");
  expect(taken).toBeLessThan(100_000);
});

test("what must be changed are the files whose contents differ", () => {
  const changes = changesBetween(
    treeOf({ same: "1", other: "2", gone: "3" }),
    treeOf({ same: "1", other: "two", fresh: "4" }),
  );
  const texts = changes.map(({ path, before, after }) => [path, `${before}`, `${after}`]);
  expect(texts).toEqual([
    ["fresh", "undefined", "4"],
    ["gone", "3", "undefined"],
    ["other", "2", "two"],
  ]);
});

test("a difference shows changed lines among three unchanged ones, with their numbers", () => {
  const lines = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`);
  const after = [...lines];
  after.splice(5, 1, "six");
  const text = lineDiff(`${lines.join("\n")}\n`, `${after.join("\n")}\n`);
  expect(text.split("\n")).toEqual([
    "@@ -3,7 +3,7 @@",
    ...[" line 3", " line 4", " line 5", "-line 6", "+six", " line 7", " line 8", " line 9"],
  ]);
});

test("a difference applied to the one text gives the other", () => {
  const texts = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const shown = lineDiff(
        before.map((x) => `${x}\n`).join(""),
        after.map((x) => `${x}\n`).join(""),
      );
      expect(patched(before, shown)).toEqual(after);
    }),
  );
});

function patched(before: readonly string[], diff: string): string[] {
  const out: string[] = [];
  let at = 0;
  for (const line of diff === "" ? [] : diff.split("\n")) {
    const hunk = /^@@ -(\d+),/.exec(line);
    if (hunk) while (at < Number(hunk[1]) - 1) out.push(before[at++] ?? "");
    else if (line.startsWith("+")) out.push(line.slice(1));
    else if (line.startsWith("-")) at++;
    else out.push(before[at++] ?? "");
  }
  return [...out, ...before.slice(at)];
}
