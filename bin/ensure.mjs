// What has to be there before anything of ours can run: the dependencies and the build.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGES = ["esl", "fsxml", "protocol", "softswitch", "server"];
const STAMP = join(ROOT, "node_modules", ".parley-build");
const WEB_STAMP = join(ROOT, "node_modules", ".parley-web-build");

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

const newestOf = (files) => String(Math.max(...files.map((file) => statSync(file).mtimeMs)));

/** Compiles when a source is newer than the last build. */
export function ensureBuilt() {
  ensureCompiled();
  ensureWebBuilt();
}

function ensureCompiled() {
  const newest = newestOf(sources());
  const built = PACKAGES.every((name) => existsSync(join(ROOT, "packages", name, "dist/index.js")));
  if (built && existsSync(STAMP) && readFileSync(STAMP, "utf8") === newest) return;
  console.log("Building …");
  run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-b"]);
  run(process.execPath, [join(ROOT, "bin/bundle.mjs")]);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, newest);
}

/** The browser client; it has only the protocol's sources in it beside its own. */
function ensureWebBuilt() {
  const web = join(ROOT, "packages/web");
  const own = ["compress.ts", "index.html", "package.json", "vite.config.ts"].map((file) =>
    join(web, file),
  );
  const folders = ["packages/web/src", "packages/web/public", "packages/protocol/src"];
  const newest = newestOf([...own, ...folders.flatMap((folder) => filesBelow(join(ROOT, folder)))]);
  const built = existsSync(join(web, "dist/client/index.html"));
  if (built && existsSync(WEB_STAMP) && readFileSync(WEB_STAMP, "utf8") === newest) return;
  console.log("Building the browser client …");
  run(
    process.execPath,
    [join(ROOT, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
    {
      cwd: web,
    },
  );
  writeFileSync(WEB_STAMP, newest);
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function sources() {
  const files = [join(ROOT, "tsconfig.base.json"), join(ROOT, "bin/bundle.mjs")];
  for (const name of PACKAGES)
    files.push(
      join(ROOT, "packages", name, "package.json"),
      ...filesBelow(join(ROOT, "packages", name, "src")),
    );
  return files;
}

/** Programs that tests drive, with the Debian package of each. */
const TEST_TOOLS = {
  chromium: "chromium",
  baresip: "baresip-core",
  sipp: "sip-tester",
  linphonec: "linphone-cli",
};

/** Real phones for the tests, where root may install them; says what stays missing. The tests skip what they lack. */
export function ensureTestTools() {
  const missing = Object.keys(TEST_TOOLS).filter((program) => !onPath(program));
  if (missing.length === 0) return;
  const packages = missing.map((program) => TEST_TOOLS[program]);
  const reason = installDebian(packages);
  for (const program of missing.filter((each) => !onPath(each)))
    console.log(
      `Skipped: tests with ${program} (${reason}; Debian: apt-get install ${TEST_TOOLS[program]}).`,
    );
}

function onPath(program) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .some((folder) => existsSync(join(folder, program)));
}

/** Why packages could not be installed; empty when they were. */
function installDebian(packages) {
  if (!onPath("apt-get")) return "not installed, and there is no apt-get";
  if (process.getuid?.() !== 0) return "not installed, and only root may install it";
  console.log(`Installing ${packages.join(", ")} for the tests with real phones …`);
  const options = {
    stdio: "ignore",
    timeout: 180_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  const install = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  if (spawnSync("apt-get", install, options).status === 0) return "";
  // A fresh image has no lists of packages yet.
  spawnSync("apt-get", ["update", "-qq"], options);
  if (spawnSync("apt-get", install, options).status === 0) return "";
  // One that a distribution does not have keeps none of the others away.
  const command = install.slice(0, -packages.length);
  for (const each of packages) spawnSync("apt-get", [...command, each], options);
  return "apt-get could not install it";
}

export function ensureAll() {
  ensureNode();
  ensureInstalled();
  ensureBuilt();
}
