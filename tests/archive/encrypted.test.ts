import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Archive } from "../../packages/server/src/archive/index.js";
import { makeTree, type TestTree } from "../changes/tree.js";
import { TreeSwitch } from "../changes/tree-switch.js";
import {
  AGE,
  AGE_WITH_PASSPHRASE,
  age,
  ageOnTerminal,
  type KeyPair,
  keyPair,
  writeKeys,
} from "./age.js";
import { type ArchiveRooms, openArchive } from "./rooms.js";
import { tarGzOf } from "./tars.js";

const PASSPHRASE = "vier Wörter und Käse";
const ARMORED = Buffer.from("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n");
const zoe = { name: "Zoë", email: "zoe@example.com", context: "friends" };
let tree: TestTree;
let switch_: TreeSwitch;
let rooms: ArchiveRooms;
let keys: KeyPair;
let keyFile: string;
/** Stores for the key, and has it. */
let sealing: Archive;
beforeEach(async () => {
  tree = makeTree();
  switch_ = new TreeSwitch(tree.confDir);
  rooms = await openArchive(tree, switch_);
  await rooms.xmlState.refresh();
  keys = await keyPair();
  keyFile = writeKeys(join(tree.base, "keys.txt"), keys);
  sealing = rooms.archiveWith({ recipients: [keys.recipient], identityFile: keyFile });
});
afterEach(async () => {
  await rooms.close();
  tree.remove();
});

const names = (): string[] => rooms.xmlState.current.users.map(({ name }) => name);
const place = (file: string): string => join(tree.dataDir, "archive", file);
const upload = (archive: Archive, bytes: Buffer) =>
  archive.upload("freeswitch", undefined, Readable.from([bytes]));

function contents(): Record<string, string> {
  const { ".parley.lock": _, ...others } = tree.contents();
  return others;
}

test("what is stored is encrypted, the one made before a restore too, and is restored with the server's key", async () => {
  const stored = await sealing.store("freeswitch", "night");
  expect(stored).toMatchObject({ encrypted: true, label: "night", part: "freeswitch" });
  expect(stored.file).toMatch(/^freeswitch-night-[\d:.TZ-]+\.tar\.gz\.age$/);
  expect(statSync(place(stored.file)).mode & 0o777).toBe(0o600);
  expect(() => gunzipSync(readFileSync(place(stored.file)))).toThrow();
  const before = contents();
  await rooms.users.add([zoe]);
  const withZoe = contents();
  expect(await sealing.difference(stored.file)).toEqual([
    expect.objectContaining({ change: "removed" }),
  ]);
  const restored = await sealing.restore(stored.file);
  expect(contents()).toEqual(before);
  expect(names()).not.toContain("Zoë");
  expect(restored.before).toMatch(/^freeswitch-before_restore-.*\.tar\.gz\.age$/);
  await sealing.restore(restored.before ?? "");
  expect(contents()).toEqual(withZoe);
  expect((await sealing.list()).every(({ encrypted }) => encrypted)).toBe(true);
});

test("snapshots in clear from before the setting stay restorable, and it is told which is which", async () => {
  const clear = await rooms.archive.store("freeswitch");
  await rooms.users.add([zoe]);
  await sealing.store("directory");
  expect((await sealing.list()).map(({ encrypted }) => encrypted)).toEqual([true, false]);
  await sealing.restore(clear.file);
  expect(names()).not.toContain("Zoë");
});

test("without a key, with another one or with broken ones nothing is changed, and it is said why", async () => {
  const { file } = await sealing.store("freeswitch");
  await rooms.users.add([zoe]);
  const before = contents();
  const { reloads } = switch_;
  const stranger = await keyPair();
  const strangers = writeKeys(join(tree.base, "stranger.txt"), stranger);
  const onlyStoring = rooms.archiveWith({ recipients: [keys.recipient] });
  const tries = [
    [rooms.archive, undefined, { name: "ArchiveKeyError", reason: "needed" }],
    [onlyStoring, undefined, { name: "ArchiveKeyError", reason: "needed" }],
    [rooms.archiveWith({ identityFile: strangers }), undefined, { reason: "wrong" }],
    [rooms.archive, { identity: stranger.identity }, { reason: "wrong" }],
    [rooms.archive, { passphrase: PASSPHRASE }, { reason: "wrong" }],
    // A key that was sent is the one that is tried.
    [sealing, { identity: stranger.identity }, { reason: "wrong" }],
    [rooms.archive, { identity: "my key" }, { name: "InvalidValueError", field: "identity" }],
    [rooms.archiveWith({ identityFile: "/nowhere" }), undefined, { name: "IdentityFileError" }],
  ] as const;
  for (const [archive, key, error] of tries) {
    await expect(archive.restore(file, key)).rejects.toMatchObject(error);
    await expect(archive.difference(file, key)).rejects.toMatchObject(error);
  }
  expect(contents()).toEqual(before);
  expect(switch_.reloads).toBe(reloads);
  await onlyStoring.restore(file, { identity: keys.identity });
  expect(names()).not.toContain("Zoë");
});

test("a file of keys that others may read is refused when it is to be used", async () => {
  const { file } = await sealing.store("freeswitch");
  for (const mode of [0o644, 0o640, 0o604]) {
    const open = writeKeys(join(tree.base, `open-${mode}.txt`), keys, mode);
    const archive = rooms.archiveWith({ identityFile: open });
    await expect(archive.difference(file)).rejects.toThrow("others may read it; chmod 600");
  }
});

test("with a passphrase in place of keys it is stored and restored", async () => {
  const archive = rooms.archiveWith({ passphrase: PASSPHRASE });
  const { file } = await archive.store("directory");
  await rooms.users.add([zoe]);
  await expect(rooms.archive.restoreNewest("directory")).rejects.toMatchObject({
    reason: "needed",
  });
  expect(await archive.restoreNewest("directory")).toMatchObject({ file, removed: 1 });
  expect(await rooms.archive.difference(file, { passphrase: PASSPHRASE })).toEqual([]);
}, 60_000);

test("uploads: in clear they are encrypted, for our key looked into, for another's kept as they are", async () => {
  const { file } = await rooms.archive.store("freeswitch");
  const clear = readFileSync(place(file));
  const taken = await upload(sealing, clear);
  expect(taken.encrypted).toBe(true);
  expect(await sealing.difference(taken.file)).toEqual([]);

  const other = await keyPair();
  const foreign = await rooms.archiveWith({ recipients: [other.recipient] }).store("freeswitch");
  const kept = await upload(sealing, readFileSync(place(foreign.file)));
  expect(readFileSync(place(kept.file))).toEqual(readFileSync(place(foreign.file)));
  expect(await sealing.difference(kept.file, { identity: other.identity })).toEqual([]);

  const all = await sealing.list();
  const nothing = await sealed(gzipSync("nothing"));
  await expect(upload(sealing, nothing)).rejects.toThrow("truncated");
  await expect(upload(sealing, ARMORED)).rejects.toThrow("encrypted as text");
  await expect(upload(sealing, nothing.subarray(0, 100))).rejects.toThrow("encryption is broken");
  expect(await sealing.list()).toEqual(all);
});

/** Bytes as the archive encrypts them, whatever they are. */
async function sealed(content: Buffer): Promise<Buffer> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.addRecipient(keys.recipient);
  return Buffer.from(await encrypter.encrypt(content));
}

test("truncated, turned, longer, hollow and hostile ones leave the running tree as it is", async () => {
  const { file } = await sealing.store("freeswitch");
  const good = readFileSync(place(file));
  await rooms.users.add([zoe]);
  const before = contents();
  const { reloads } = switch_;
  const turned = (at: number): Buffer => {
    const copy = Buffer.from(good);
    copy[at] = (copy[at] ?? 0) ^ 0x10;
    return copy;
  };
  const evil = [{ name: "../evil.xml", content: "x" }];
  const bad: [Buffer, string][] = [
    [good.subarray(0, good.length / 2), "encryption is broken"],
    [good.subarray(0, good.length - 1), "encryption is broken"],
    [good.subarray(0, 100), "encryption is broken"],
    [Buffer.concat([good, Buffer.from("\n")]), "encryption is broken"],
    [turned(good.length - 20), "encryption is broken"],
    [turned(good.length - 2000), "encryption is broken"],
    [turned(25), "archive"],
    [Buffer.alloc(0), "not encrypted by age"],
    [ARMORED, "encrypted as text"],
    [gzipSync("x"), "not encrypted by age"],
    [await sealed(Buffer.from("no archive")), "not compressed by gzip"],
    [await sealed(good), "not compressed by gzip"],
    [await sealed(gzipSync(Buffer.alloc(200 * 1024 * 1024))), "more than"],
    [await sealed(tarGzOf(evil)), "leads out of the tree"],
    [await sealed(tarGzOf([])), "no freeswitch.xml"],
  ];
  for (const [bytes, reason] of bad) {
    writeFileSync(place(file), bytes);
    await expect(sealing.restore(file), reason).rejects.toThrow(reason);
    await expect(sealing.difference(file), reason).rejects.toThrow(reason);
  }
  expect(contents()).toEqual(before);
  expect(switch_.reloads).toBe(reloads);
  expect(readdirSync(join(tree.dataDir, "archive"))).toEqual([file]);
}, 60_000);

test("an encrypted bomb is given up after the limit, with little memory", async () => {
  const { file } = await sealing.store("freeswitch");
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.addRecipient(keys.recipient);
  // 31 MiB of members of a megabyte of zeros each: 32 GB, were they all unpacked.
  const member = gzipSync(Buffer.alloc(1024 * 1024));
  const bomb = Buffer.concat(Array.from({ length: 31_000 }, () => member));
  writeFileSync(place(file), await encrypter.encrypt(bomb));
  const started = process.memoryUsage().rss;
  await expect(sealing.restore(file)).rejects.toThrow(/more than|corrupt/);
  expect(process.memoryUsage().rss - started).toBeLessThan(400 * 1024 * 1024);
}, 60_000);

const because = AGE ? "" : " (skipped: the program age is not installed)";

test.skipIf(!AGE)(
  `age opens what we store, and we restore what age encrypted${because}`,
  async () => {
    const { file } = await sealing.store("freeswitch");
    const clear = age(["-d", "-i", keyFile, place(file)]);
    await rooms.users.add([zoe]);
    const taken = await upload(rooms.archive, age(["-r", keys.recipient], clear));
    expect(taken.encrypted).toBe(true);
    await rooms.archive.restore(taken.file, { identity: keys.identity });
    expect(names()).not.toContain("Zoë");
    const large = Buffer.concat([clear, Buffer.alloc(300_000)]);
    expect(age(["-d", "-i", keyFile], await sealed(large))).toEqual(large);
  },
);

test.skipIf(!AGE_WITH_PASSPHRASE)(
  `and so with a passphrase, to and fro${because}`,
  async () => {
    const archive = rooms.archiveWith({ passphrase: PASSPHRASE });
    const { file } = await archive.store("freeswitch");
    const clear = join(tree.base, "clear.tar.gz");
    ageOnTerminal(["-d", "-o", clear, place(file)], PASSPHRASE);
    expect(gunzipSync(readFileSync(clear)).includes("freeswitch.xml")).toBe(true);
    const again = join(tree.base, "again.age");
    ageOnTerminal(["-p", "-o", again, clear], PASSPHRASE);
    await rooms.users.add([zoe]);
    const taken = await upload(rooms.archive, readFileSync(again));
    await rooms.archive.restore(taken.file, { passphrase: PASSPHRASE });
    expect(names()).not.toContain("Zoë");
  },
  120_000,
);
