// npm start: whatever is missing is made, then the switch (unless a FreeSWITCH is named) and the server run until
// a signal. Arguments: --demo lets scripted callers come and go.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { ensureAll, ROOT } from "./ensure.mjs";

ensureAll();
const startedAt = performance.now();
const demo = process.argv.includes("--demo");
const { ConfigError, createLogger, loadConfig, prepareDataDir, startServer } = await import(
  "../packages/server/dist/index.js"
);

const config = await settings();
const { settings: wanted } = config;
const switchProcess = wanted.switch === "softswitch" ? await startSoftswitch(wanted) : undefined;
if (switchProcess) wanted.eslPort = switchProcess.port;
const server = await startServer(wanted, { logger: createLogger(wanted.logLevel) }).catch(giveUp);
await server.ready;
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`Parley is ready: ${server.url}  (${wanted.switch}, ${seconds} s)`);

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);

async function settings() {
  try {
    const first = await loadConfig();
    if (first.settings.switch !== "softswitch") return warned(first);
    const { dataDir } = first.settings;
    const made = prepareDataDir({ dataDir, treeDir: join(ROOT, "freeswitch/conf") });
    if (made) tellLogin(made);
    return warned(made ? await loadConfig() : first);
  } catch (error) {
    return giveUp(error);
  }
}

function warned(config) {
  for (const warning of config.warnings) console.warn(`warning: ${warning}`);
  return config;
}

function tellLogin({ login, pins, confDir }) {
  console.log(`Prepared ${confDir}. Shown only this once:`);
  console.log(`  administrator  ${login.name}`);
  console.log(`  password       ${login.password}`);
  console.log(`  conference PIN ${pins.moderators} (team), ${pins.others} (others)`);
}

/** The stand-in runs in a process of its own, as FreeSWITCH would; it is started again should it ever end. */
async function startSoftswitch({ confDir, recordingsDir, eslHost, eslPort, eslPassword }) {
  const program = join(ROOT, "packages/softswitch/bin/parley-softswitch.js");
  const args = [program, "--conf", confDir, "--recordings", recordingsDir, "--esl-host", eslHost];
  if (demo) args.push("--demo");
  const launch = (port) =>
    spawn(process.execPath, [...args, "--esl-port", String(port)], {
      stdio: ["ignore", "pipe", "inherit"],
      // Not an argument: other users of the machine can read those.
      env: { ...process.env, PARLEY_ESL_PASSWORD: eslPassword },
    });
  const state = { child: launch(eslPort), port: 0, stopping: false };
  state.port = await readyPort(state.child, eslPort);
  const watch = () =>
    state.child.once("exit", (code) => {
      if (state.stopping) return;
      console.error(`The softswitch ended (${code}); starting it again.`);
      setTimeout(() => {
        if (state.stopping) return;
        state.child = launch(state.port);
        state.child.stdout.resume();
        watch();
      }, 500);
    });
  watch();
  return state;
}

/** The line `… ready … HOST:PORT` that the softswitch prints once. */
function readyPort(child, wantedPort) {
  return new Promise((resolve) => {
    child.once("exit", (code) =>
      giveUp(
        new Error(
          `the softswitch did not start (${code}); is port ${wantedPort} taken? PARLEY_ESL_PORT names another`,
        ),
      ),
    );
    createInterface({ input: child.stdout }).on("line", (line) => {
      const ready = /ready.*:(\d+)\s*$/.exec(line);
      if (!ready) return console.log(line);
      child.removeAllListeners("exit");
      resolve(Number(ready[1]));
    });
  });
}

async function stop() {
  process.once("SIGINT", () => process.exit(130));
  await server.stop();
  if (switchProcess) {
    switchProcess.stopping = true;
    if (switchProcess.child.exitCode === null) {
      switchProcess.child.kill("SIGTERM");
      await new Promise((resolve) => switchProcess.child.once("exit", resolve));
    }
  }
  process.exit(0);
}

function giveUp(error) {
  console.error(error instanceof ConfigError ? `parley: ${error.message}` : error);
  process.exit(1);
}
