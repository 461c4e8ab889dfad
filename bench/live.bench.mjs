// 5,000 members in 200 conferences, 1,000 events a second, 100 WebSocket clients: CPU and memory of the server, which
// has a core of its own. Twice: events that v1 does not show (talking), and events that go to every client (mute).
import { createRequire } from "node:module";
import { canPin, cpuSeconds, freePort, launch, prepare, residentMb } from "./_util/system.mjs";

const WebSocket = createRequire(import.meta.url)("ws");
const MEMBERS = 5000;
const CONFERENCES = 200;
const EVENTS = 1000;
const CLIENTS = 100;
const SECONDS = 15;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

if (!canPin) console.log("taskset is missing: the server is not held to one core");
for (const kind of ["talk", "mute"]) await measure(kind);

async function measure(kind) {
  const system = prepare();
  const loaded = await launch(
    process.execPath,
    ["bench/_util/loaded-softswitch.mjs", system.confDir, MEMBERS, CONFERENCES, EVENTS, kind].map(
      String,
    ),
    { until: /loaded (\d+)/, core: 0 },
  );
  const server = await launch(process.execPath, ["packages/server/bin/parley.js", "start"], {
    env: {
      PARLEY_SWITCH: "softswitch",
      PARLEY_ESL_PORT: loaded.match[1],
      PARLEY_ESL_PASSWORD: "bench",
      PARLEY_CONF_DIR: system.confDir,
      PARLEY_DATA_DIR: system.dataDir,
      PARLEY_HTTP_PORT: String(await freePort()),
      PARLEY_LOG_LEVEL: "warn",
    },
    until: /ready: (http\S+)/,
    core: 1,
  });
  const clients = await connect(server.match[1], system.login);
  await sleep(2000);
  const before = {
    cpu: cpuSeconds(server.child.pid),
    frames: total(clients),
    at: performance.now(),
  };
  await sleep(SECONDS * 1000);
  const seconds = (performance.now() - before.at) / 1000;
  const cpu = ((cpuSeconds(server.child.pid) - before.cpu) / seconds) * 100;
  const frames = (total(clients) - before.frames) / seconds;
  console.log(
    `${kind}: ${MEMBERS} members, ${CONFERENCES} conferences, ${EVENTS} events/s, ${clients.length} clients: ` +
      `${cpu.toFixed(0)} % of a core, ${residentMb(server.child.pid).toFixed(0)} MB, ` +
      `${Math.round(frames)} messages/s to clients (wanted: under 100 %, 300 MB)`,
  );
  const behind = await settle(clients);
  if (kind === "mute")
    console.log(`  every client got as many messages as the others: ${behind ? "yes" : "NO"}`);
  for (const { socket } of clients) socket.terminate();
  await server.stop();
  await loaded.stop();
  system.remove();
}

function connect(base, { name, password }) {
  const login = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`;
  const url = `${base.replace("http", "ws")}api/live?login=${login}`;
  return Promise.all(
    Array.from({ length: CLIENTS }, () => {
      const client = { socket: new WebSocket(url), frames: 0 };
      client.socket.on("message", () => {
        client.frames += 1;
      });
      return new Promise((resolve, reject) => {
        // As pages do: who has said nothing is told of nothing for a moment.
        client.socket.on("open", () => client.socket.send('{"req":"init"}'));
        client.socket.once("message", () => {
          client.frames = 0;
          resolve(client);
        });
        client.socket.on("error", reject);
      });
    }),
  );
}

function total(clients) {
  return clients.reduce((sum, { frames }) => sum + frames, 0);
}

/** Whether the clients' counts differ by no more than what is in flight. */
async function settle(clients) {
  await sleep(100);
  const counts = clients.map(({ frames }) => frames);
  return Math.max(...counts) - Math.min(...counts) < EVENTS;
}
