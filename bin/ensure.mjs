// What has to be there before anything of ours can run: the dependencies and the build.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGES = ["esl", "fsxml", "protocol", "softswitch", "server"];
const STAMP = join(ROOT, "node_modules", ".parley-build");

/** Runs a program of the workspace; ends this process with its status when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

export const tool = (name) => join(ROOT, "node_modules", ".bin", name);

export function ensureNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Parley needs Node 20.19 or later; this is ${process.version}.`);
  process.exit(1);
}

/** `npm ci` when the lock file is newer than what was installed from it. */
export function ensureInstalled() {
  const installed = join(ROOT, "node_modules", ".package-lock.json");
  const lock = join(ROOT, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log("Installing dependencies …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** Compiles when a source is newer than the last build. */
export function ensureBuilt() {
  const newest = String(Math.max(...sources().map((file) => statSync(file).mtimeMs)));
  const built = PACKAGES.every((name) => existsSync(join(ROOT, "packages", name, "dist/index.js")));
  if (built && existsSync(STAMP) && readFileSync(STAMP, "utf8") === newest) return;
  console.log("Building …");
  run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-b"]);
  run(process.execPath, [join(ROOT, "bin/bundle.mjs")]);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, newest);
}

function sources() {
  const files = [join(ROOT, "tsconfig.base.json"), join(ROOT, "bin/bundle.mjs")];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else files.push(path);
    }
  };
  for (const name of PACKAGES) {
    files.push(join(ROOT, "packages", name, "package.json"));
    walk(join(ROOT, "packages", name, "src"));
  }
  return files;
}

export function ensureAll() {
  ensureNode();
  ensureInstalled();
  ensureBuilt();
}
