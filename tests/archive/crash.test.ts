import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Encryption } from "../../packages/server/src/archive/index.js";
import { makeTree, type TestTree } from "../changes/tree.js";
import { TreeSwitch } from "../changes/tree-switch.js";
import { keyPair, writeKeys } from "./age.js";
import type { CrashTask } from "./crash-main.js";
import { type ArchiveRooms, openArchive } from "./rooms.js";

const CRASHES = Number(process.env["PARLEY_TEST_CRASHES"] ?? 20);
const PEOPLE = 150;

let program: string;
let tree: TestTree;
/** What the server stores before a restore is encrypted, and one of the two trees is. */
let encryption: Partial<Encryption>;
beforeAll(async () => {
  program = await bundle();
  tree = makeTree();
  const keys = await keyPair();
  const identityFile = writeKeys(join(tree.base, "keys.txt"), keys);
  encryption = { recipients: [keys.recipient], identityFile };
}, 60_000);
afterAll(() => {
  tree?.remove();
  if (program) rmSync(join(program, ".."), { recursive: true, force: true });
});

const people = (tag: string) =>
  Array.from({ length: PEOPLE }, (_, index) => ({
    name: `${tag} ${index}`,
    email: "a@example.com",
    context: "public",
  }));

function contents(): Record<string, string> {
  const { ".parley.lock": _, ...others } = tree.contents();
  return others;
}

async function open(): Promise<ArchiveRooms> {
  const rooms = await openArchive(tree, new TreeSwitch(tree.confDir));
  await rooms.xmlState.refresh();
  return rooms;
}

test(`kill -9 at ${CRASHES} moments of a restore: the tree is the old one or the new one`, async () => {
  const { files, trees } = await twoTrees();
  let undone = 0;
  const met = new Set<number>();
  for (let crash = 0; crash < CRASHES; crash++) {
    const inside = crash % 4 !== 0;
    await runAndKill(files, inside, inside ? (crash * 7) % 40 : (crash * 37) % 230);
    const rooms = await open();
    const when = `crash ${crash}`;
    undone += rooms.report.undone;
    expect(rooms.report.kept, when).toEqual([]);
    const found = contents();
    const which = trees.findIndex((each) => sameAs(each, found));
    expect(which, `${when}: neither the one tree nor the other`).toBeGreaterThanOrEqual(0);
    met.add(which);
    const state = await rooms.xmlState.refresh();
    expect(state.users.filter(({ name }) => name.startsWith(TAGS[which] ?? "?"))).toHaveLength(
      PEOPLE,
    );
    const names = readdirSync(join(tree.dataDir, "archive"));
    expect(
      names.filter((name) => name.startsWith(".")),
      when,
    ).toEqual([]);
    expect(rooms.troubles, when).toEqual([]);
    await rooms.close();
    expect(readdirSync(join(tree.dataDir, "journal")), when).toEqual([]);
  }
  // Moments that never meet a restore at work would prove nothing.
  if (CRASHES >= 20) {
    expect(undone).toBeGreaterThan(0);
    expect(met.size).toBe(2);
  }
}, 300_000);

const TAGS = ["Ada", "Ben"] as const;
const sameAs = (one: object, other: object): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Two snapshots that differ in nearly every file: other users, under other numbers and the same. */
async function twoTrees(): Promise<{ files: string[]; trees: Record<string, string>[] }> {
  const rooms = await open();
  const files: string[] = [];
  const trees: Record<string, string>[] = [];
  for (const tag of TAGS) {
    const { done, failed } = await rooms.users.add(people(tag));
    expect(failed).toEqual([]);
    const archive = rooms.archiveWith(tag === TAGS[0] ? encryption : {});
    files.push((await archive.store("freeswitch", tag)).file);
    trees.push(contents());
    if (tag === TAGS[0]) await rooms.users.remove(done.map(({ id }) => ({ id })));
  }
  await rooms.close();
  return { files, trees };
}

/** Kills at any moment of a restore or, where `inside`, soon after it has begun to touch the tree. */
async function runAndKill(files: string[], inside: boolean, delayMs: number): Promise<void> {
  const { confDir, dataDir, templatesDir } = tree;
  const task: CrashTask = { confDir, dataDir, templatesDir, files, encryption };
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const killSoon = () => setTimeout(() => child.kill("SIGKILL"), delayMs);
  const journal = watch(join(dataDir, "journal"), (_, name) => {
    if (inside && steps >= 2 && name?.endsWith(".begun")) killSoon();
  });
  let steps = 0;
  for await (const _ of createInterface({ input: child.stdout }))
    if (++steps === 3 && !inside) killSoon();
  await ended;
  journal.close();
  expect(child.signalCode).toBe("SIGKILL");
}

/** The child as one file of plain JavaScript: spawned programs know neither TypeScript nor the aliases of the tests. */
async function bundle(): Promise<string> {
  const { build } = await import("vite");
  const here = fileURLToPath(new URL(".", import.meta.url));
  const outDir = mkdtempSync(join(tmpdir(), "parley-archive-crash-"));
  const names = ["esl", "fsxml", "protocol"];
  const source = (name: string): string => join(here, `../../packages/${name}/src/index.ts`);
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: Object.fromEntries(names.map((name) => [`@parley/${name}`, source(name)])) },
    ssr: { noExternal: true },
    build: {
      ssr: join(here, "crash-main.ts"),
      outDir,
      minify: false,
      target: "node20",
      rollupOptions: { output: { entryFileNames: "child.mjs" } },
    },
  });
  return join(outDir, "child.mjs");
}
