import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { XmlSource } from "@parley/fsxml";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Switch } from "../../packages/server/src/switch/index.js";
import type { XmlState } from "../../packages/server/src/xml-state/index.js";
import {
  type ChildLine,
  type ChildTask,
  type Person,
  randomFrom,
  type Wish,
} from "./crash-child.js";
import { openRooms } from "./rooms.js";
import { linkTo, type RunningSoftswitch, startSoftswitch } from "./softswitch.js";
import { makeTree, type TestTree } from "./tree.js";

const CRASHES = Number(process.env["PARLEY_TEST_CRASHES"] ?? 30);
const CHANGES = 200;
/** Another seed tries other moments; the one of a failure is in its message. */
const SEED = Number(process.env["PARLEY_TEST_SEED"] ?? 1);

let program: string;
let tree: TestTree;
let running: RunningSoftswitch;
let link: Switch;

beforeAll(async () => {
  program = await bundle();
  tree = makeTree();
  running = await startSoftswitch(tree.confDir);
  link = await linkTo(running.port);
}, 60_000);
afterAll(async () => {
  await link?.stop();
  await running?.softswitch.stop();
  tree?.remove();
  rmSync(join(program, ".."), { recursive: true, force: true });
});

test(`kill -9 at ${CRASHES} random moments: every answered change is there, and nothing half`, async () => {
  const random = randomFrom(SEED);
  let interrupted = 0;
  for (let crash = 0; crash < CRASHES; crash++) {
    const seed = SEED * 1000 + crash;
    const afterAnswers = Math.floor(random() * CHANGES);
    const delayMs = random() * 15;
    const said = await runAndKill(seed, afterAnswers, delayMs);
    // What repairs must stand being killed as well.
    if (crash % 3 === 0) await killAtStart(random() * 400);
    interrupted += await examine(
      said,
      `crash ${crash}, seed ${SEED}, after ${afterAnswers} answers`,
    );
  }
  // Moments that never meet a change at work would prove nothing.
  if (CRASHES >= 20) expect(interrupted).toBeGreaterThan(0);
}, 300_000);

function start(task: Pick<ChildTask, "seed" | "changes">): ChildProcess {
  const { confDir, dataDir, templatesDir } = tree;
  const whole: ChildTask = { confDir, dataDir, templatesDir, port: running.port, ...task };
  return spawn(process.execPath, [program, JSON.stringify(whole)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** A process that only starts, and is killed somewhere between its first step and the end of its repairs. */
async function killAtStart(delayMs: number): Promise<void> {
  const child = start({ seed: 0, changes: 0 });
  const ended = once(child, "close");
  child.stdout?.resume();
  killSoon(child, delayMs);
  await ended;
}

/** Runs the change queue in a process of its own and kills it; what it said until then. */
async function runAndKill(
  seed: number,
  afterAnswers: number,
  delayMs: number,
): Promise<ChildLine[]> {
  const child = start({ seed, changes: CHANGES });
  const ended = once(child, "close");
  const said: ChildLine[] = [];
  let answers = -1;
  for await (const text of createInterface({ input: child.stdout! })) {
    const line = JSON.parse(text) as ChildLine;
    said.push(line);
    if (line.say === "ready" || line.say === "done") answers++;
    if (answers === afterAnswers) killSoon(child, delayMs);
  }
  await ended;
  expect(child.signalCode).toBe("SIGKILL");
  return said;
}

function killSoon(child: ChildProcess, delayMs: number): void {
  setTimeout(() => child.kill("SIGKILL"), delayMs);
}

/**
 * Starts anew on what the killed process left, and holds it against what that process said. Answers with the number of
 * changes that had to be taken back.
 */
async function examine(said: readonly ChildLine[], when: string): Promise<number> {
  const rooms = await openRooms(tree, link);
  const state = await stateAfterStart(rooms.xmlState, rooms.queue);
  expect(rooms.report.kept, when).toEqual([]);
  expectWhole(when);
  expectAnswered(said, state, when);
  const others = state.users.filter(({ id }) => id !== "20000").map(({ id }) => ({ id }));
  expect((await rooms.users.remove(others)).failed, when).toEqual([]);
  await rooms.close();
  expect(readdirSync(join(tree.dataDir, "journal")), when).toEqual([]);
  return rooms.report.undone;
}

type Opened = Awaited<ReturnType<typeof openRooms>>;

/** An empty removal waits behind whatever the start still owes the switch. */
async function stateAfterStart(
  xmlState: Opened["xmlState"],
  queue: Opened["queue"],
): Promise<XmlState> {
  await queue.submit([{ plan: async () => ({ expects: [], result: () => undefined }) }]);
  await link.reloadXml();
  return xmlState.refresh();
}

/** No temporary file is left, and every file is a complete document. */
function expectWhole(when: string): void {
  const paths = readdirSync(tree.confDir, { recursive: true }).map(String);
  expect(
    paths.filter((path) => /parley-new|\.tmp$|lock\./.test(path)),
    when,
  ).toEqual([]);
  for (const path of paths.filter((path) => path.endsWith(".xml"))) {
    expect(
      () => XmlSource.parse(readFileSync(join(tree.confDir, path), "utf8")),
      when,
    ).not.toThrow();
  }
}

function expectAnswered(said: readonly ChildLine[], state: XmlState, when: string): void {
  const { certain, open } = account(said);
  const found = new Map(
    state.users
      .filter(({ id }) => id !== "20000")
      .map(({ id, name, password }) => [id, { id, name, password }]),
  );
  for (const wish of open) settle(wish, certain, found);
  expect(Object.fromEntries(found), when).toEqual(Object.fromEntries(certain));
}

/** What must be there, and the wishes that were not answered: those may be done or not, never half. */
function account(said: readonly ChildLine[]): { certain: Map<string, Person>; open: Wish[] } {
  const certain = new Map<string, Person>();
  const wishes = new Map<number, Wish>();
  for (const line of said) {
    if (line.say === "wants") wishes.set(line.worker, line.wish);
    if (line.say !== "done") continue;
    const wish = wishes.get(line.worker);
    wishes.delete(line.worker);
    if (wish?.what === "remove") certain.delete(wish.id);
    if (line.user !== null) certain.set(line.user.id, line.user);
  }
  return { certain, open: [...wishes.values()] };
}

/** Takes over from what was found what an unanswered wish explains. */
function settle(
  wish: Wish,
  certain: Map<string, Person>,
  found: ReadonlyMap<string, Person>,
): void {
  if (wish.what === "remove") {
    if (!found.has(wish.id)) certain.delete(wish.id);
    return;
  }
  const { name, password } = wish.person;
  const user = [...found.values()].find((candidate) => candidate.name === name);
  if (user?.password === password) certain.set(user.id, user);
}

/** The child as one file of plain JavaScript: spawned programs know neither TypeScript nor the aliases of the tests. */
async function bundle(): Promise<string> {
  const { build } = await import("vite");
  const here = fileURLToPath(new URL(".", import.meta.url));
  const outDir = mkdtempSync(join(tmpdir(), "parley-crash-"));
  const source = (name: string): string => join(here, `../../packages/${name}/src/index.ts`);
  const names = ["esl", "fsxml", "protocol"];
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: Object.fromEntries(names.map((name) => [`@parley/${name}`, source(name)])) },
    ssr: { noExternal: true },
    build: {
      ssr: join(here, "crash-main.ts"),
      outDir,
      minify: false,
      rollupOptions: { output: { entryFileNames: "child.mjs" } },
    },
  });
  return join(outDir, "child.mjs");
}
