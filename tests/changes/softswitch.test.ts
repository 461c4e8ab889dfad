import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDirectory } from "@parley/fsxml";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ContextTable } from "../../packages/server/src/config/index.js";
import { type Switch, SwitchAwayError } from "../../packages/server/src/switch/index.js";
import { openRooms, type Rooms } from "./rooms.js";
import { linkTo, type RunningSoftswitch, startSoftswitch } from "./softswitch.js";
import { makeTree, type TestTree } from "./tree.js";

const CONTEXTS: ContextTable = [
  {
    name: "team",
    role: "administrator",
    users: { first: 20000, last: 39999 },
    conferences: { first: 40000, last: 49999 },
  },
];

let tree: TestTree;
let running: RunningSoftswitch;
let link: Switch;
let rooms: Rooms;

beforeEach(() => {
  tree = makeTree();
});
afterEach(async () => {
  await rooms.close();
  await link.stop();
  await running.softswitch.stop();
  tree.remove();
});

async function open(): Promise<void> {
  running = await startSoftswitch(tree.confDir);
  link = await linkTo(running.port);
  rooms = await openRooms(tree, link, CONTEXTS);
  await rooms.xmlState.refresh();
}

const people = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${prefix} ${index}`,
    email: `u${index}@example.com`,
    context: "team",
  }));

const reloads = () => rooms.queue.counters.reloads;

test("50 parallel requests of 10 users: no id twice, a few reloads, each one answered is in xml_locate at once", async () => {
  await open();
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const answer = await rooms.users.add(people(`user ${index}`, 10));
      const section = await link.xmlLocate("directory");
      const there = new Map(
        readDirectory(section!).flatMap(({ users }) =>
          users.map((user) => [user.id, user.params["password"]]),
        ),
      );
      for (const user of answer.done) expect(there.get(user.id)).toBe(user.password);
      return answer;
    }),
  );
  const ids = answers.flatMap(({ done }) => done.map(({ id }) => id));
  expect(ids).toHaveLength(500);
  expect(new Set(ids).size).toBe(500);
  expect(reloads()).toBeLessThanOrEqual(3);
});

test("a refused reload, told in the switch's words over a real socket, leaves no trace", async () => {
  await open();
  const before = tree.contents();
  running.softswitch.misbehave("refuse reload");
  const { failed } = await rooms.users.add(people("x", 3));
  expect(failed.map(({ problem }) => problem)).toEqual(Array(3).fill("refused by the switch"));
  expect(failed[0]?.error).toMatch(/error near line \d+/);
  expect(tree.contents()).toEqual(before);
  running.softswitch.behave();
  expect((await rooms.users.add(people("x", 3))).done).toHaveLength(3);
  expect(
    readdirSync(join(tree.dataDir, "journal")).filter((name) => name.endsWith("undone")),
  ).toEqual([]);
});

test("a switch that is lost in the middle of many changes: what was answered is there, what was not is not", async () => {
  await open();
  const wanted = Array.from({ length: 40 }, (_, index) => `worker ${index}`);
  const dropped = new Promise<void>((resolve) => link.on("down", () => resolve()));
  const work = wanted.map(async (name, index) => {
    for (let turn = 0; turn < index; turn++) await new Promise((resolve) => setImmediate(resolve));
    if (index === 20) running.softswitch.misbehave("drop link");
    return (await rooms.users.add([{ ...people(name, 1)[0]!, name }])).done;
  });
  const outcomes = await Promise.allSettled(work);
  await dropped;
  const answered = outcomes.flatMap((outcome) =>
    outcome.status === "fulfilled" ? outcome.value : [],
  );
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(SwitchAwayError);
  }
  if (!link.connected) await new Promise<void>((resolve) => link.on("up", resolve));
  const marker = await rooms.users.add(people("after", 1));
  const names = rooms.xmlState.current.users.map(({ name }) => name).sort();
  expect(names).toEqual(
    [...answered, ...marker.done]
      .map(({ name }) => name)
      .concat("admin")
      .sort(),
  );
  expect(readdirSync(join(tree.confDir, "directory/default/team"))).toHaveLength(names.length);
});

test("a tree of 10,000 users takes 1,000 more in one request, with one reload and one reading", async () => {
  fill(10_000);
  await open();
  expect(rooms.xmlState.current.users).toHaveLength(10_001);
  const { done, failed } = await rooms.users.add(people("new", 1000));
  expect(failed).toEqual([]);
  expect(done).toHaveLength(1000);
  expect(rooms.xmlState.current.users).toHaveLength(11_001);
}, 60_000);

/** Users as the template writes them. */
function fill(count: number): void {
  const template = tree.read("directory/default/team/20000.xml");
  mkdirSync(join(tree.confDir, "directory/default/team"), { recursive: true });
  for (let index = 1; index <= count; index++) {
    const id = String(20000 + index);
    const text = template.replaceAll("20000", id).replace('"admin"', `"filler ${index}"`);
    writeFileSync(join(tree.confDir, `directory/default/team/${id}.xml`), text);
  }
}
