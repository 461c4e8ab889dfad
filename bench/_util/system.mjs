// A data folder with as many users as wanted, and `npm start`'s own program run in it, on one core.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { prepareDataDir } = await import("../../packages/server/dist/index.js");

/** Linux only; elsewhere the figures are for as many cores as there are, and said so. */
export const canPin = spawnSync("taskset", ["--version"]).status === 0;
export const pinned = (core, command, args) =>
  canPin ? ["taskset", ["-c", String(core), command, ...args]] : [command, args];

export function prepare(users = 0) {
  const dataDir = mkdtempSync(join(tmpdir(), "parley-bench-"));
  const { confDir, login } = prepareDataDir({ dataDir, treeDir: join(ROOT, "freeswitch/conf") });
  const template = readFileSync(join(ROOT, "freeswitch/templates/user.xml"), "utf8");
  const contexts = ["team", "friends", "public"];
  for (let i = 0; i < users; i++) writeUser(confDir, template, contexts[i % 3], 50_000 + i);
  return {
    dataDir,
    confDir,
    login,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

function writeUser(confDir, template, context, id) {
  const values = {
    id,
    context,
    name: `Müller & Søn ${id}`,
    email: `user${id}@example.org`,
    password: `password-of-${id}`,
    conpin: "2357",
    polymac: "none",
    confflags: "mute-detect",
  };
  const text = template.replace(/\{\{(\w+)\}\}/g, (_, key) =>
    String(values[key]).replace("&", "&amp;"),
  );
  const folder = join(confDir, "directory/default", context);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id}.xml`), text, { mode: 0o600 });
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a program; resolves when a line of its output fits. */
export async function launch(command, args, { env = {}, until, core = 0 }) {
  const [program, words] = pinned(core, command, args);
  const startedAt = performance.now();
  const child = spawn(program, words, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // Whatever goes wrong here, nothing goes on loading the machine.
  process.once("exit", () => child.kill("SIGKILL"));
  const found = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const match = until.exec(line);
      if (match) resolve(match);
    });
  });
  child.removeAllListeners("exit");
  const readyMs = performance.now() - startedAt;
  const stop = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGTERM");
    });
  return { child, match: found, readyMs, stop };
}

/** CPU seconds a process has used, all its threads (proc(5), fields 14 and 15, in clock ticks of 10 ms). */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Linux only, as everything of proc(5) here. */
export function childrenOf(pid) {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return list
    .split(" ")
    .filter((word) => word !== "")
    .map(Number);
}

export function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}
