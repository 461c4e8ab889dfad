import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { QueueClosedError, TreeLockedError } from "../../packages/server/src/changes/index.js";
import { SwitchAwayError } from "../../packages/server/src/switch/index.js";
import { openRooms, type Rooms } from "./rooms.js";
import { makeTree, type TestTree } from "./tree.js";
import { TreeSwitch } from "./tree-switch.js";

let tree: TestTree;
let switch_: TreeSwitch;
let rooms: Rooms;

beforeEach(async () => {
  tree = makeTree();
  switch_ = new TreeSwitch(tree.confDir);
  rooms = await openRooms(tree, switch_);
});
afterEach(async () => {
  await rooms.close();
  tree.remove();
});

const person = (name: string, context = "team") => ({ name, email: "x@example.com", context });
const people = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => person(`${prefix} ${index}`));
const journal = () => readdirSync(join(tree.dataDir, "journal"));

test("50 requests of 10 users at once: 500 users, no id twice, a few reloads", async () => {
  const requests = Array.from({ length: 50 }, (_, index) =>
    rooms.users.add(people(`user ${index}`, 10)),
  );
  const answers = await Promise.all(requests);
  const done = answers.flatMap((answer) => answer.done);
  expect(answers.flatMap((answer) => answer.failed)).toEqual([]);
  expect(new Set(done.map(({ id }) => id)).size).toBe(500);
  expect(switch_.reloads).toBeLessThanOrEqual(3);
  for (const user of done) expect(rooms.xmlState.current.userById(user.id)).toEqual(user);
});

test("requests that race for one name: one gets it", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => rooms.users.add([person("Anna")])),
  );
  expect(answers.flatMap(({ done }) => done)).toHaveLength(1);
  expect(answers.flatMap(({ failed }) => failed.map(({ error }) => error))).toEqual(
    Array.from({ length: 19 }, () => "name already taken"),
  );
});

describe("the switch is away", () => {
  test("a change is refused at once and touches nothing; later it works", async () => {
    switch_.leave();
    const before = tree.contents();
    await expect(rooms.users.add([person("Anna")])).rejects.toBeInstanceOf(SwitchAwayError);
    expect(tree.contents()).toEqual(before);
    switch_.comeBack();
    expect((await rooms.users.add([person("Anna")])).done).toHaveLength(1);
  });

  test("lost before it read the files: everything is put back, those who wait are refused", async () => {
    await rooms.xmlState.refresh();
    const before = tree.contents();
    switch_.duringReload = () => switch_.leave();
    const first = rooms.users.add([person("Anna")]);
    await expect(first).rejects.toBeInstanceOf(SwitchAwayError);
    expect(tree.contents()).toEqual(before);
    await expect(rooms.users.add([person("Berta")])).rejects.toBeInstanceOf(SwitchAwayError);
  });

  test("lost after it read the files: files are put back, and the switch reads them again when it is there", async () => {
    await rooms.xmlState.refresh();
    const before = tree.contents();
    switch_.beforeAnswer = () => switch_.leave();
    await expect(rooms.users.add([person("Anna")])).rejects.toBeInstanceOf(SwitchAwayError);
    expect(tree.contents()).toEqual(before);
    switch_.beforeAnswer = () => {};
    const reloads = switch_.reloads;
    switch_.comeBack();
    await until(() => switch_.reloads === reloads + 1);
    expect((await rooms.xmlState.refresh()).usersByName("Anna")).toEqual([]);
    await until(() => journal().length === 0);
  });

  test("lost between reload and reading back: the same", async () => {
    await rooms.xmlState.refresh();
    const before = tree.contents();
    switch_.once("event", () => setImmediate(() => switch_.leave()));
    switch_.beforeAnswer = () => {};
    const slow = switch_.xmlLocate.bind(switch_);
    switch_.xmlLocate = async (...args) => {
      await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
      return slow(...args);
    };
    await expect(rooms.users.add([person("Anna")])).rejects.toBeInstanceOf(SwitchAwayError);
    expect(tree.contents()).toEqual(before);
  });
});

describe("the switch does not take it", () => {
  test("every item of the batch fails with its words, the files are as before, and it is told to read them", async () => {
    await rooms.xmlState.refresh();
    const before = tree.contents();
    switch_.refusal = "[error near line 12]: missing >";
    const answers = await Promise.all([
      rooms.users.add([person("Anna")]),
      rooms.users.remove([{ id: "29999" }]),
    ]);
    expect(answers[0].failed[0]?.error).toContain("[error near line 12]: missing >");
    expect(answers[1].failed[0]?.error).toBe("no userid 29999");
    expect(tree.contents()).toEqual(before);
    expect(switch_.reloads).toBe(2);
    switch_.refusal = undefined;
    expect((await rooms.users.add([person("Anna")])).done).toHaveLength(1);
  });

  test("a file that the tree does not include is noticed on reading back and taken away again", async () => {
    await rooms.xmlState.refresh();
    const file = "directory/default.xml";
    tree.write(file, tree.read(file).replace("default/public/*.xml", "default/elsewhere/*.xml"));
    const before = tree.contents();
    const { done, failed } = await rooms.users.add([person("Anna", "public")]);
    expect(done).toEqual([]);
    expect(failed).toMatchObject([{ problem: "not read back" }]);
    expect(failed[0]?.error).toContain("does not know user 22000");
    expect(tree.contents()).toEqual(before);
  });

  test("a user that a second file defines too is not reported as removed", async () => {
    await rooms.users.add([person("Anna")]);
    tree.write("directory/default/friends/copy.xml", tree.read("directory/default/team/20001.xml"));
    const before = tree.contents();
    const { failed } = await rooms.users.remove([{ id: "20001" }]);
    expect(failed[0]?.error).toContain("still knows user 20001");
    expect(tree.contents()).toEqual(before);
  });
});

test("a journal that cannot be written rejects the request before any file is touched", async () => {
  const folder = join(tree.dataDir, "journal");
  await rooms.xmlState.refresh();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "in the way");
  const before = tree.contents();
  await expect(rooms.users.add([person("Anna")])).rejects.toThrow(/ENOTDIR/);
  expect(tree.contents()).toEqual(before);
  rmSync(folder);
  mkdirSync(folder);
  expect((await rooms.users.add([person("Anna")])).done).toHaveLength(1);
});

test("a second server on the same tree is refused", async () => {
  await expect(
    openRooms({ ...tree, dataDir: join(tree.base, "other") }, switch_),
  ).rejects.toBeInstanceOf(TreeLockedError);
});

test("a stop finishes the change at work, refuses the rest, and leaves neither journal nor lock", async () => {
  await rooms.xmlState.refresh();
  let reloading = (): void => {};
  const begun = new Promise<void>((resolve) => {
    reloading = resolve;
  });
  switch_.duringReload = reloading;
  const first = rooms.users.add([person("Anna")]);
  await begun;
  const waiting = rooms.users.add([person("Berta")]);
  const refused = expect(waiting).rejects.toBeInstanceOf(QueueClosedError);
  await rooms.queue.stop();
  await refused;
  expect((await first).done).toHaveLength(1);
  expect(journal()).toEqual([]);
  expect(tree.contents()[".parley.lock"]).toBeUndefined();
  await expect(rooms.users.add([person("Clara")])).rejects.toBeInstanceOf(QueueClosedError);
});

test("the state is read once per transaction, not again for the event of our own reload", async () => {
  await rooms.xmlState.refresh();
  let readings = 0;
  const read = switch_.xmlLocate.bind(switch_);
  switch_.xmlLocate = (section, ...rest) => {
    if (section === "directory") readings++;
    return read(section, ...rest);
  };
  await rooms.users.add([person("Anna")]);
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(readings).toBe(1);
});

async function until(done: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!done()) {
    if (Date.now() > deadline) throw new Error("it did not come to pass");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
