import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Part } from "../../packages/server/src/archive/index.js";
import { makeTree, type TestTree } from "../changes/tree.js";
import { TreeSwitch } from "../changes/tree-switch.js";
import { type ArchiveRooms, openArchive } from "./rooms.js";
import { type RawEntry, tarGzOf } from "./tars.js";

let tree: TestTree;
let switch_: TreeSwitch;
let rooms: ArchiveRooms;
beforeEach(async () => {
  tree = makeTree();
  switch_ = new TreeSwitch(tree.confDir);
  rooms = await openArchive(tree, switch_);
  await rooms.xmlState.refresh();
});
afterEach(async () => {
  await rooms.close();
  tree.remove();
});

const zoe = { name: "Zoë", email: "zoe@example.com", context: "friends" };
/** What a test compares: everything but our lock. */
function contents(): Record<string, string> {
  const { ".parley.lock": _, ...others } = tree.contents();
  return others;
}
const folders = (): string[] =>
  readdirSync(tree.confDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
const bytesOf = async (file: string): Promise<Buffer> =>
  buffer((await rooms.archive.read(file)).handle.createReadStream());
const upload = (bytes: Buffer, part: Part = "freeswitch") =>
  rooms.archive.upload(part, undefined, Readable.from([bytes]));

/** The running tree as entries, some of them replaced; `undefined` leaves one out. */
function entries(replaced: Record<string, string | undefined> = {}): RawEntry[] {
  const all = { ...contents(), ...replaced };
  return Object.entries(all).flatMap(([name, content]) =>
    content === undefined ? [] : [{ name, content }],
  );
}

test("a restored tree is the stored one byte for byte: files, folders and modes", async () => {
  mkdirSync(join(tree.confDir, "empty"));
  writeFileSync(join(tree.confDir, "bytes.bin"), Buffer.from([0, 255, 10, 13]));
  chmodSync(join(tree.confDir, "vars.xml"), 0o600);
  const before = contents();
  const foldersBefore = folders();
  const { file, size } = await rooms.archive.store("freeswitch", "first_1");
  expect(file).toMatch(/^freeswitch-first_1-\d{4}-\d\d-\d\dT[\d:.]+Z\.tar\.gz$/);
  expect(statSync(join(tree.dataDir, "archive", file))).toMatchObject({ size });
  expect(statSync(join(tree.dataDir, "archive", file)).mode & 0o777).toBe(0o600);

  await rooms.users.add([zoe]);
  tree.write("vars.xml", tree.read("vars.xml").replace("0815", "4711"));
  chmodSync(join(tree.confDir, "vars.xml"), 0o644);
  mkdirSync(join(tree.confDir, "more/deep"), { recursive: true });
  tree.write("more/deep/file.txt", "new");
  const restored = await rooms.archive.restore(file);
  expect(restored).toMatchObject({ file, added: 0, changed: 1, removed: 2 });
  expect(contents()).toEqual(before);
  expect(folders()).toEqual(foldersBefore);
  expect(statSync(join(tree.confDir, "vars.xml")).mode & 0o777).toBe(0o600);
  expect(rooms.xmlState.current.users.map(({ name }) => name)).not.toContain("Zoë");
  expect(rooms.xmlState.current.globals["defconpin"]).toBe("0815");
});

test("the snapshot made before a restore leads back to what was there", async () => {
  const { file } = await rooms.archive.store("freeswitch");
  await rooms.users.add([zoe]);
  const before = contents();
  const { before: automatic = "" } = await rooms.archive.restore(file);
  expect(contents()).not.toEqual(before);
  const [newest] = await rooms.archive.list();
  expect(newest).toMatchObject({ file: automatic, automatic: true, part: "freeswitch" });
  await rooms.archive.restore(automatic);
  expect(contents()).toEqual(before);
  expect(rooms.xmlState.current.users.map(({ name }) => name)).toContain("Zoë");
});

test("restoring a part leaves the rest of the tree alone", async () => {
  const { file } = await rooms.archive.store("conferences");
  await rooms.users.add([zoe]);
  await rooms.conferences.add([{ name: "Room", type: "48kHz-video", context: "team" }]);
  const { directory, ...rest } = split(contents());
  await rooms.archive.restore(file);
  const after = split(contents());
  expect(after.directory).toEqual(directory);
  expect(Object.keys(after.conferences)).toHaveLength(Object.keys(rest.conferences).length - 1);
  expect(rooms.xmlState.current.users.map(({ name }) => name)).toContain("Zoë");
  expect(rooms.xmlState.current.conferences.map(({ name }) => name)).not.toContain("Room");
});

function split(all: Record<string, string>) {
  const of = (folder: string) =>
    Object.fromEntries(Object.entries(all).filter(([path]) => path.startsWith(folder)));
  return { directory: of("directory/"), conferences: of("dialplan/conferences/") };
}

test("restoring the newest takes what somebody stored, not what was kept before a restore", async () => {
  await rooms.archive.store("directory");
  const before = contents();
  await rooms.users.add([zoe]);
  await rooms.archive.restoreNewest("directory");
  expect(contents()).toEqual(before);
  const again = await rooms.archive.restoreNewest("directory");
  expect(again).toMatchObject({ added: 0, changed: 0, removed: 0, before: undefined });
  await expect(rooms.archive.restoreNewest("dialplan")).rejects.toThrow("no snapshot");
});

test("a difference tells files and lines, and changes nothing", async () => {
  const { file } = await rooms.archive.store("freeswitch");
  expect(await rooms.archive.difference(file)).toEqual([]);
  const [user] = (await rooms.users.add([zoe])).done;
  tree.write("vars.xml", tree.read("vars.xml").replace("0815", "4711"));
  const before = contents();
  const difference = await rooms.archive.difference(file);
  expect(difference.map(({ path, change }) => [path, change])).toEqual([
    [`directory/default/friends/${user?.id}.xml`, "removed"],
    ["vars.xml", "changed"],
  ]);
  expect(difference[1]?.diff).toMatch(/^-.*4711.*\n\+.*0815/m);
  expect(contents()).toEqual(before);
});

const OUTSIDE: Record<string, RawEntry[]> = {
  "leads out of the tree": [{ name: "../evil.xml", content: "x" }],
  "directory/../../evil": [{ name: "directory/../../evil.xml", content: "x" }],
  "/etc/evil": [{ name: "/etc/evil.xml", content: "x" }],
  "not a plain path": [{ name: "directory\\evil.xml", content: "x" }],
  "symbolic link": [{ name: "directory/link", type: "2", target: "/etc/passwd" }],
  "hard link": [{ name: "directory/link", type: "1", target: "vars.xml" }],
  "a device": [{ name: "directory/null", type: "3" }],
  "a pipe": [{ name: "directory/pipe", type: "6" }],
  "unknown kind": [{ name: "directory/sparse", type: "S" }],
  twice: [{ name: "./vars.xml", content: "other" }],
  "both a file and a folder": [{ name: "vars.xml/below.xml", content: "x" }],
  "too large": [{ name: "directory/big.bin", size: 0o77777777777 }],
};

for (const [reason, extra] of Object.entries(OUTSIDE))
  test(`an archive with an entry that is hostile is refused: ${reason}`, async () => {
    const before = contents();
    await expect(upload(tarGzOf([...entries(), ...extra]))).rejects.toThrow(reason);
    expect(contents()).toEqual(before);
    expect(await rooms.archive.list()).toEqual([]);
  });

test("a bomb, a truncated, a corrupt and a foreign archive are refused when they are restored too", async () => {
  const good = tarGzOf(entries());
  const { file } = await upload(good);
  const before = contents();
  const { reloads } = switch_;
  const turned = Buffer.from(gunzipSync(good));
  turned[100] = 0x39;
  const bad: [Buffer, string][] = [
    [good.subarray(0, good.length / 2), "truncated"],
    [Buffer.from("no archive at all"), "not compressed by gzip"],
    [gzipSync(Buffer.alloc(2048, 7)), "corrupt"],
    [gzipSync(turned), "corrupt"],
    [gzipSync(Buffer.alloc(200 * 1024 * 1024)), "more than"],
    [tarGzOf(entries({ "freeswitch.xml": undefined })), "no freeswitch.xml"],
    [tarGzOf([]), "no freeswitch.xml"],
  ];
  for (const [bytes, reason] of bad) {
    await expect(upload(bytes)).rejects.toThrow(reason);
    writeFileSync(join(tree.dataDir, "archive", file), bytes);
    await expect(rooms.archive.restore(file)).rejects.toThrow(reason);
    await expect(rooms.archive.difference(file)).rejects.toThrow(reason);
  }
  await expect(upload(good, "directory")).rejects.toThrow("outside of directory");
  expect(contents()).toEqual(before);
  expect(switch_.reloads).toBe(reloads);
});

test("a tree that does not load is refused before the running one is touched, with its place", async () => {
  const broken = [
    [{ "directory/default.xml": '<domain name="x">\n</wrong>\n' }, "does not load"],
    [{ "freeswitch.xml": "<document/>" }, "has no section"],
    [
      {
        "directory/loop.xml":
          '<X-PRE-PROCESS cmd="include" data="loop*.xml"/>\n'.repeat(40) + "x".repeat(100_000),
      },
      "include each other",
    ],
  ] as const;
  const before = contents();
  for (const [replaced, reason] of broken) {
    const { file } = await upload(tarGzOf(entries(replaced)));
    await expect(rooms.archive.restore(file)).rejects.toThrow(reason);
  }
  expect(contents()).toEqual(before);
  expect(readdirSync(join(tree.dataDir, "archive")).filter((name) => name.startsWith("."))).toEqual(
    [],
  );
});

test("when the switch refuses, the tree is as before and the switch has read it again", async () => {
  const { file } = await rooms.archive.store("freeswitch");
  await rooms.users.add([zoe]);
  const before = contents();
  switch_.refusal = "[error near line 8]: for a test";
  await expect(rooms.archive.restore(file)).rejects.toThrow("error near line 8");
  switch_.refusal = undefined;
  expect(contents()).toEqual(before);
  expect((await rooms.archive.list()).map((each) => each.file)).toEqual([file]);
  await rooms.users.add([{ ...zoe, name: "Next" }]);
  expect(rooms.xmlState.current.users.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["Zoë", "Next"]),
  );
});

test("a tree without any administrator is not kept", async () => {
  const all = Object.keys(contents()).filter((path) => path.startsWith("directory/default/team/"));
  const without = Object.fromEntries(all.map((path) => [path, undefined]));
  const { file } = await upload(tarGzOf(entries(without)));
  const before = contents();
  await expect(rooms.archive.restore(file)).rejects.toThrow("no administrator");
  expect(contents()).toEqual(before);
});

test("while the switch is away nothing is restored, but stored and compared", async () => {
  const { file } = await rooms.archive.store("freeswitch");
  await rooms.users.add([zoe]);
  const before = contents();
  switch_.leave();
  await expect(rooms.archive.restore(file)).rejects.toThrow("the switch is away");
  expect(await rooms.archive.difference(file)).toHaveLength(1);
  await rooms.archive.store("freeswitch");
  expect(contents()).toEqual(before);
});

test("two restores and changes at once: each sees a whole tree, and the last one stands", async () => {
  const empty = await rooms.archive.store("freeswitch");
  await rooms.users.add([zoe]);
  const withZoe = await rooms.archive.store("freeswitch");
  const expected = contents();
  const answers = await Promise.all([
    rooms.archive.restore(empty.file),
    rooms.users.add([{ ...zoe, name: "Between" }]),
    rooms.archive.restore(withZoe.file),
  ]);
  expect(answers).toHaveLength(3);
  await rooms.archive.restore(withZoe.file);
  expect(contents()).toEqual(expected);
  expect(rooms.xmlState.current.users.map(({ name }) => name)).toContain("Zoë");
  expect(rooms.troubles).toEqual([]);
});

test("links in the running tree are neither archived, nor followed, nor written over", async () => {
  const elsewhere = join(tree.base, "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(tree.confDir, "outside"));
  writeFileSync(join(tree.confDir, "odd\\name"), "stays");
  const { file } = await rooms.archive.store("freeswitch");
  expect(gunzipSync(await bytesOf(file)).includes("outside")).toBe(false);
  await rooms.users.add([zoe]);
  await rooms.archive.restore(file);
  expect(readdirSync(tree.confDir)).toEqual(expect.arrayContaining(["outside", "odd\\name"]));
  const over = await upload(
    tarGzOf([...entries({ "odd\\name": undefined }), { name: "outside/evil", content: "x" }]),
  );
  await expect(rooms.archive.restore(over.file)).rejects.toThrow("another kind");
  expect(readdirSync(elsewhere)).toEqual([]);
});

test("names of snapshots lead nowhere else", async () => {
  writeFileSync(join(tree.dataDir, "secret"), "x");
  const { file } = await rooms.archive.store("freeswitch");
  const names = [
    "../secret",
    "..",
    "",
    `../archive/${file}`,
    `x/${file}`,
    `${file}\0`,
    "a".repeat(5000),
  ];
  for (const name of names) {
    await expect(rooms.archive.read(name)).rejects.toThrow("no snapshot");
    await expect(rooms.archive.remove(name)).rejects.toThrow("no snapshot");
    await expect(rooms.archive.restore(name)).rejects.toThrow("no snapshot");
  }
  symlinkSync("../secret", join(tree.dataDir, "archive", file.replace("freeswitch", "dialplan")));
  await expect(rooms.archive.read(file.replace("freeswitch", "dialplan"))).rejects.toThrow(
    "no snapshot",
  );
  expect(await rooms.archive.list()).toHaveLength(1);
  await rooms.archive.remove(file);
  expect(await rooms.archive.list()).toEqual([]);
});
