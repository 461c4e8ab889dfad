import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FREESWITCH = fileURLToPath(new URL("../../freeswitch", import.meta.url));
export const TEMPLATES = join(FREESWITCH, "templates");

/** A copy of the project's own tree with every token filled, and an empty data folder. */
export interface TestTree {
  readonly base: string;
  readonly confDir: string;
  readonly dataDir: string;
  readonly templatesDir: string;
  read(path: string): string;
  write(path: string, text: string): void;
  /** Every file below the tree, its content by its path. */
  contents(): Record<string, string>;
  remove(): void;
}

export function makeTree(): TestTree {
  const base = mkdtempSync(join(tmpdir(), "parley-changes-"));
  const confDir = join(base, "conf");
  cpSync(join(FREESWITCH, "conf"), confDir, { recursive: true });
  for (const path of filesBelow(confDir)) {
    const text = readFileSync(path, "utf8");
    if (text.includes("@@")) writeFileSync(path, text.replace(/@@(\w+)@@/g, fill));
  }
  return {
    base,
    confDir,
    dataDir: join(base, "data"),
    templatesDir: TEMPLATES,
    read: (path) => readFileSync(join(confDir, path), "utf8"),
    write: (path, text) => writeFileSync(join(confDir, path), text),
    contents: () =>
      Object.fromEntries(
        filesBelow(confDir).map((path) => [
          path.slice(confDir.length + 1),
          readFileSync(path, "utf8"),
        ]),
      ),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

const VALUES: Record<string, string> = { defconpin: "0815", modconpin: "2357" };

function fill(_: string, name: string): string {
  return VALUES[name] ?? `test-${name}`;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .sort();
}
