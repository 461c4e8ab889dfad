import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TreeLockedError } from "./errors.js";
import { TreeLock } from "./tree-lock.js";

let root: string;
let file: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "parley-lock-"));
  file = join(root, ".parley.lock");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const holder = (value: object): Promise<void> => writeFile(file, JSON.stringify(value));

test("a second server on the same tree is refused until the first lets go", async () => {
  const lock = await TreeLock.take(root);
  await expect(TreeLock.take(root)).rejects.toBeInstanceOf(TreeLockedError);
  await lock.release();
  expect(await readdir(root)).toEqual([]);
  await (await TreeLock.take(root)).release();
});

test("a living process of this machine holds its lock", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  await holder({ pid: child.pid, host: hostname() });
  await expect(TreeLock.take(root)).rejects.toMatchObject({ holder: { pid: child.pid } });
  child.kill("SIGKILL");
  await once(child, "exit");
  const lock = await TreeLock.take(root);
  expect(JSON.parse(await readFile(file, "utf8")).pid).toBe(process.pid);
  await lock.release();
});

test("a process that merely has the dead holder's pid is not taken for it", async () => {
  await holder({ pid: process.ppid, host: hostname(), started: "1" });
  await (await TreeLock.take(root)).release();
});

test("a lock with our own pid is from an earlier life of ours", async () => {
  await holder({ pid: process.pid, host: hostname(), started: "1" });
  await (await TreeLock.take(root)).release();
});

test("a holder on another machine counts as long as it touches its lock", async () => {
  await holder({ pid: 1, host: "elsewhere" });
  await expect(TreeLock.take(root)).rejects.toBeInstanceOf(TreeLockedError);
  const longAgo = new Date(Date.now() - 120_000);
  await utimes(file, longAgo, longAgo);
  await (await TreeLock.take(root)).release();
});

test("a lock that a power failure emptied is taken over, and nothing is left over", async () => {
  await writeFile(file, "");
  await writeFile(`${file}.999999999`, "left by a killed process");
  const lock = await TreeLock.take(root);
  expect(await readdir(root)).toEqual([".parley.lock"]);
  await lock.release();
});
