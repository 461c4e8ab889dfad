import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TreeChangedError, UnsafePathError } from "./errors.js";
import type { FileChange } from "./file-change.js";
import { Journal } from "./journal.js";
import { Transactions } from "./transactions.js";
import { TreeFiles } from "./tree-files.js";

let base: string;
let tree: string;
let files: TreeFiles;
let journal: Journal;
let transactions: Transactions;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "parley-transactions-"));
  tree = join(base, "conf");
  await mkdir(join(tree, "team"), { recursive: true });
  await writeFile(join(tree, "team/1.xml"), "one");
  await writeFile(join(tree, "team/2.xml"), "two", { mode: 0o600 });
  files = await TreeFiles.open(tree);
  await restart();
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** What a new process starts with. */
async function restart(): Promise<void> {
  journal = await Journal.open(join(base, "data/journal"));
  transactions = new Transactions(files, journal);
}

const change = (
  path: string,
  before: string | undefined,
  after: string | undefined,
): FileChange => ({
  path,
  mode: 0o640,
  before: before === undefined ? undefined : Buffer.from(before),
  after: after === undefined ? undefined : Buffer.from(after),
});

const SET = [
  change("team/1.xml", "one", "ONE"),
  change("team/2.xml", "two", undefined),
  change("team/3.xml", undefined, "three"),
];

async function contents(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(tree, { recursive: true })).sort()) {
    const path = join(tree, name);
    if ((await stat(path)).isFile()) found[name] = await readFile(path, "utf8");
  }
  return found;
}

const BEFORE = { "team/1.xml": "one", "team/2.xml": "two" };
const AFTER = { "team/1.xml": "ONE", "team/3.xml": "three" };

describe("a transaction", () => {
  test("writes, creates and deletes its files, and leaves nothing else behind", async () => {
    const applied = await transactions.apply(SET);
    await transactions.commit(applied);
    expect(await contents()).toEqual(AFTER);
    await transactions.clean();
    expect(await readdir(journal.folder)).toEqual([]);
  });

  test("that is undone leaves every file as it was, and no folder", async () => {
    const extra = change("friends/deep/4.xml", undefined, "four");
    const applied = await transactions.apply([...SET, extra]);
    await transactions.undo(applied);
    expect(await contents()).toEqual(BEFORE);
    expect((await readdir(tree)).sort()).toEqual(["team"]);
    expect(transactions.reloadOwed).toBe(true);
    await transactions.reloaded();
    expect(await readdir(journal.folder)).toEqual([]);
  });

  test("is refused before anything is touched when a file is not what it was planned on", async () => {
    await writeFile(join(tree, "team/2.xml"), "edited by hand");
    await expect(transactions.apply(SET)).rejects.toBeInstanceOf(TreeChangedError);
    expect(await contents()).toEqual({ ...BEFORE, "team/2.xml": "edited by hand" });
  });

  test("that cannot write one of its files puts the others back", async () => {
    await mkdir(join(tree, "team/3.xml"));
    const failing = [
      SET[0] as FileChange,
      change("team/3.xml/x.xml", undefined, "x"),
      change("team/1.xml/y.xml", undefined, "y"),
    ];
    await expect(transactions.apply(failing)).rejects.toThrow();
    expect(await contents()).toEqual(BEFORE);
  });

  test("gives new files the mode asked for, whatever the umask, and the journal to its owner alone", async () => {
    const umask = process.umask(0o077);
    try {
      await transactions.apply(SET);
    } finally {
      process.umask(umask);
    }
    expect((await stat(join(tree, "team/3.xml"))).mode & 0o777).toBe(0o640);
    const [name = ""] = await readdir(journal.folder);
    expect((await stat(join(journal.folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(journal.folder)).mode & 0o777).toBe(0o700);
  });
});

describe("after a crash", () => {
  /** Every way the files of an interrupted transaction can look: each written or not. */
  const halves = Array.from({ length: 8 }, (_, bits) =>
    SET.filter((_, index) => (bits >> index) & 1),
  );

  test.each(halves.map((done) => ({ done })))(
    "an unanswered change is undone ($done.length of 3 files)",
    async ({ done }) => {
      await journal.begin(SET);
      await carryOut(done);
      await writeFile(join(tree, "team/.1.xml.parley-new"), "ON");
      await restart();
      expect(await transactions.recover()).toMatchObject({ undone: 1, kept: [] });
      expect(await contents()).toEqual(BEFORE);
      expect(transactions.reloadOwed).toBe(true);
    },
  );

  test.each(halves.map((done) => ({ done })))(
    "an answered change is completed ($done.length of 3 files)",
    async ({ done }) => {
      await journal.move(await journal.begin(SET), "committed");
      await carryOut(done);
      await restart();
      const report = await transactions.recover();
      expect(report).toMatchObject({ completed: 1, kept: [] });
      expect(report.repaired).toHaveLength(3 - done.length);
      expect(await contents()).toEqual(AFTER);
      expect(await readdir(journal.folder)).toEqual([]);
    },
  );

  test.each(["", "\0\0\0", "O", "ON\0\0"])(
    "a torn file (%j) gets its answered content",
    async (torn) => {
      await transactions.commit(await transactions.apply(SET));
      await writeFile(join(tree, "team/1.xml"), torn);
      await restart();
      await transactions.recover();
      expect(await contents()).toEqual(AFTER);
    },
  );

  test.each(["", "\0\0\0", "O"])(
    "a torn file (%j) of an unanswered change gets its old content",
    async (torn) => {
      await transactions.apply(SET);
      await writeFile(join(tree, "team/1.xml"), torn);
      await restart();
      await transactions.recover();
      expect(await contents()).toEqual(BEFORE);
    },
  );

  test("edits that somebody made after it are kept, answered or not", async () => {
    await transactions.commit(await transactions.apply(SET));
    await writeFile(join(tree, "team/1.xml"), "ONE, edited by hand");
    await restart();
    expect((await transactions.recover()).kept).toEqual(["team/1.xml"]);
    expect(await contents()).toEqual({ ...AFTER, "team/1.xml": "ONE, edited by hand" });
  });

  test("several answered changes of one file end at the last one", async () => {
    const again = [change("team/1.xml", "ONE", "uno"), change("team/3.xml", "three", undefined)];
    await transactions.commit(await transactions.apply(SET));
    await transactions.commit(await transactions.apply(again));
    await writeFile(join(tree, "team/1.xml"), "one");
    await writeFile(join(tree, "team/3.xml"), "three");
    await restart();
    await transactions.recover();
    expect(await contents()).toEqual({ "team/1.xml": "uno" });
  });

  test("an undone change whose reload was never seen still owes it", async () => {
    await transactions.undo(await transactions.apply(SET));
    await restart();
    await transactions.recover();
    expect(transactions.reloadOwed).toBe(true);
    await transactions.reloaded();
    await restart();
    await transactions.recover();
    expect(transactions.reloadOwed).toBe(false);
  });

  test("a journal that was still being written counts for nothing", async () => {
    await writeFile(join(journal.folder, "000000000009.begun.tmp"), '{"path":"team/1.xml","mo');
    await restart();
    expect(await transactions.recover()).toMatchObject({ undone: 0, completed: 0 });
    expect(await readdir(journal.folder)).toEqual([]);
    expect(await contents()).toEqual(BEFORE);
  });

  test("contents that are no text come back byte by byte", async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
    await writeFile(join(tree, "team/1.xml"), bytes);
    await transactions.apply([
      { path: "team/1.xml", mode: 0o640, before: bytes, after: Buffer.from("x") },
    ]);
    await restart();
    await transactions.recover();
    expect(await readFile(join(tree, "team/1.xml"))).toEqual(bytes);
  });
});

describe("paths", () => {
  test.each(["../x.xml", "/etc/passwd", "team/../../x", "team//x", "a\0b", "..\\x"])(
    "%j is refused",
    async (path) => {
      await expect(files.read(path)).rejects.toBeInstanceOf(UnsafePathError);
      await expect(files.write(path, Buffer.from("x"), 0o640)).rejects.toBeInstanceOf(
        UnsafePathError,
      );
    },
  );

  test("a link that leads out of the tree is neither read nor written nor followed for new folders", async () => {
    const outside = join(base, "outside");
    await mkdir(outside);
    await writeFile(join(outside, "secret.xml"), "secret");
    await symlink(outside, join(tree, "door"));
    await symlink(join(outside, "secret.xml"), join(tree, "team/5.xml"));
    for (const path of ["door/secret.xml", "door/new.xml", "door/deep/new.xml", "team/5.xml"]) {
      await expect(files.write(path, Buffer.from("x"), 0o640)).rejects.toBeInstanceOf(
        UnsafePathError,
      );
      await expect(files.remove(path)).rejects.toBeInstanceOf(Error);
    }
    expect(await readdir(outside)).toEqual(["secret.xml"]);
    expect(await readFile(join(outside, "secret.xml"), "utf8")).toBe("secret");
  });

  test("a link inside the tree is written through, and stays a link", async () => {
    await symlink("1.xml", join(tree, "team/6.xml"));
    await files.write("team/6.xml", Buffer.from("through"), 0o640);
    expect((await contents())["team/1.xml"]).toBe("through");
    expect((await readdir(join(tree, "team"))).sort()).toEqual(["1.xml", "2.xml", "6.xml"]);
  });
});

async function carryOut(changes: readonly FileChange[]): Promise<void> {
  for (const { path, after } of changes) {
    if (after === undefined) await rm(join(tree, path));
    else await writeFile(join(tree, path), after);
  }
}
