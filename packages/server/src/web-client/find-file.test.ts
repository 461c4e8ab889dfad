import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findFile } from "./find-file.js";

const root = realpathSync(mkdtempSync(join(tmpdir(), "parley-find-file-")));
mkdirSync(join(root, "web/static"), { recursive: true });
writeFileSync(join(root, "secret"), "outside");
writeFileSync(join(root, "web/.secret"), "hidden");
writeFileSync(join(root, "web/index.html"), "page");
writeFileSync(join(root, "web/static/a.js"), "script");
symlinkSync("../secret", join(root, "web/out"));
symlinkSync("..", join(root, "web/up"));
symlinkSync("static", join(root, "web/same"));
const web = join(root, "web");

async function contentOf(path: string): Promise<string | undefined> {
  const found = await findFile(web, path);
  if (!found) return undefined;
  const text = await found.handle.readFile("utf8");
  await found.handle.close();
  return text;
}

test("a file is found by its path, by a link inside the folder, and a folder by its page", async () => {
  expect(await contentOf("static/a.js")).toBe("script");
  expect(await contentOf("same/a.js")).toBe("script");
  expect(await contentOf("")).toBe("page");
  expect(await contentOf("static/")).toBeUndefined();
});

test("whatever the path is put together from, nothing outside the folder and nothing hidden is opened", async () => {
  const piece = fc.constantFrom(
    ...["..", ".", "", "static", "same", "up", "out", "web", "secret", ".secret", "a.js"],
    ...["index.html", "\\", "..\\", "\0", "%2e%2e", root.slice(1), "~"],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
      expect([undefined, "page", "script"]).toContain(await contentOf(pieces.join("/")));
    }),
    { numRuns: 500 },
  );
});
