// npm start: whatever is missing is made, then the switch (unless a FreeSWITCH is named) and the server run until
// a signal. Arguments: --demo lets scripted callers come and go.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { ensureAll, ROOT } from "./ensure.mjs";

ensureAll();
const startedAt = performance.now();
const demo = process.argv.includes("--demo");
// Only what is needed to start the switch; the rest loads while the switch reads its tree.
const { ConfigError, loadConfig } = await import("../packages/server/dist/program-config.js");
const { prepareDataDir } = await import("../packages/server/dist/program-first-run.js");

const config = await settings();
const { settings: wanted } = config;
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
let server;
let switchProcess;
const switchReady = wanted.switch === "softswitch" ? startSoftswitch(wanted) : wanted.eslPort;
const { createLogger, startServer } = await import("../packages/server/dist/program-server.js");
wanted.eslPort = await switchReady;
server = await startServer(wanted, { logger: createLogger(wanted.logLevel) }).catch(giveUp);
await server.ready;
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`Parley is ready: ${server.url}  (${wanted.switch}, ${seconds} s)`);

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
  args.push("--until-stdin-ends", "--free-ports");
  if (demo) args.push("--demo");
  const launch = (port) =>
    spawn(process.execPath, [...args, "--esl-port", String(port)], {
      stdio: ["pipe", "pipe", "inherit"],
      // Not an argument: other users of the machine can read those.
      env: { ...process.env, PARLEY_ESL_PASSWORD: eslPassword },
    });
  const state = { child: launch(await portFor(eslHost, eslPort)), stopping: false };
  switchProcess = state;
  const port = await readyPort(state.child, eslPort);
  const watch = () =>
    state.child.once("exit", (code) => {
      if (state.stopping) return;
      console.error(`The softswitch ended (${code}); starting it again.`);
      setTimeout(() => {
        if (state.stopping) return;
        state.child = launch(port);
        state.child.stdout.resume();
        watch();
      }, 500);
    });
  watch();
  return port;
}

/** The port asked for; when it is only the default and somebody else has it, any free one. */
function portFor(host, port) {
  if (config.sources.eslPort !== "default") return port;
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => {
      console.log(
        `Port ${port} is taken, so the softswitch takes another (PARLEY_ESL_PORT names one).`,
      );
      resolve(0);
    });
    probe.listen(port, host, () => probe.close(() => resolve(port)));
  });
}

/** The line that the softswitch prints once it serves. */
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
      const ready = /ready: event socket \S+:(\d+)/.exec(line);
      if (!ready) return console.log(line);
      child.removeAllListeners("exit");
      tellBrowsers(/\bws (\S+:\d+)/.exec(line)?.[1]);
      resolve(Number(ready[1]));
    });
  });
}

/** Which WebSocket the softswitch has in the end; the tree only says which it wished for. */
function tellBrowsers(address) {
  if (config.sources.sipServers !== undefined || address === undefined) return;
  wanted.sipServers = [`ws://${address}`];
}

async function stop() {
  process.once("SIGINT", () => process.exit(130));
  await server?.stop();
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
