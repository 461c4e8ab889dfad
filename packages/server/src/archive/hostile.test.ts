import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { entryPath } from "./entry-path.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { packTree } from "./tar-writer.js";
import type { Tree } from "./tree.js";
import { unpackTree } from "./unpack.js";

const unpack = (bytes: Uint8Array): Promise<Tree> =>
  unpackTree(Readable.from([Buffer.from(bytes)]), DEFAULT_LIMITS);

const isSafe = (path: string): boolean =>
  path !== "" &&
  normalize(path) === path &&
  !path.startsWith("/") &&
  !path.split("/").includes("..") &&
  !/[\0\\]/.test(path);

test("whatever a name is, it is refused or stays a plain path below the root", () => {
  const parts = fc.constantFrom(
    "..",
    ".",
    "",
    "a",
    "ä b",
    "\0",
    "\\",
    "C:",
    "...",
    "a\n",
    "%2e%2e",
  );
  const names = fc.oneof(
    fc.array(parts, { maxLength: 8 }).map((all) => all.join("/")),
    fc.string(),
  );
  let taken = 0;
  fc.assert(
    fc.property(names, (name) => {
      let path: string | undefined;
      try {
        path = entryPath(name, DEFAULT_LIMITS);
      } catch (error) {
        expect((error as Error).name).toBe("ArchiveUnfitError");
      }
      if (path === undefined) return;
      taken++;
      expect(isSafe(path)).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(50);
});

test("a tar with turned bytes gives a refusal or plain paths, never another error", async () => {
  const content = Buffer.from("<a/>");
  const files = new Map(
    ["freeswitch.xml", `${"long/".repeat(30)}name.xml`].map((path) => [
      path,
      { mode: 0o640, content },
    ]),
  );
  const tar = gunzipSync(await packTree({ files, folders: new Map() }));
  const turns = fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(turns, fc.boolean(), async (changes, repaired) => {
      const changed = Buffer.from(tar);
      for (const [at, byte] of changes) changed[at] = byte;
      // With sums that fit, the fields behind them are reached.
      if (repaired)
        for (let at = 0; at < changed.length; at += 512) repairSum(changed.subarray(at, at + 512));
      const result = await unpack(gzipSync(changed)).catch((error: unknown) => error);
      if (result instanceof Error) expect(result.name).toBe("ArchiveUnfitError");
      else for (const path of (result as Tree).files.keys()) expect(isSafe(path)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

function repairSum(block: Buffer): void {
  if (block.toString("latin1", 257, 262) !== "ustar") return;
  block.write(" ".repeat(8), 148, "latin1");
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}

const TAR = spawnSync("tar", ["--version"]).status === 0;

test.skipIf(!TAR)("archives go to and fro between us and tar, in each of its formats", async () => {
  const base = mkdtempSync(join(tmpdir(), "parley-tar-"));
  try {
    const texts = {
      "freeswitch.xml": "<document/>",
      "directory/ä b.xml": "<a/>",
      [`${"long-folder/".repeat(20)}name.xml`]: "x".repeat(3000),
    };
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(base, "tree", path)), { recursive: true });
      writeFileSync(join(base, "tree", path), text);
      chmodSync(join(base, "tree", path), 0o640);
    }
    const shown = ({ files }: Tree) =>
      Object.fromEntries([...files].map(([path, { content }]) => [path, content.toString()]));
    let last: Tree | undefined;
    for (const format of ["gnu", "pax"]) {
      const packed = execFileSync("tar", [
        "cz",
        `--format=${format}`,
        "-C",
        join(base, "tree"),
        ".",
      ]);
      last = await unpack(packed);
      expect(shown(last)).toEqual(texts);
    }
    const ours = await packTree(last ?? { files: new Map(), folders: new Map() });
    mkdirSync(join(base, "back"));
    execFileSync("tar", ["xz", "-C", join(base, "back")], { input: ours });
    execFileSync("diff", ["-r", join(base, "tree"), join(base, "back")]);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});
