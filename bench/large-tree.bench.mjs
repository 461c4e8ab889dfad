// 10,000 users in the tree: from start to ready, and a thousand more in one request. Switch and server share one core.
import { call } from "./_util/digest.mjs";
import {
  canPin,
  childrenOf,
  cpuSeconds,
  freePort,
  launch,
  prepare,
  residentMb,
} from "./_util/system.mjs";

const USERS = 10_000;
const ADDED = 1000;
const system = prepare(USERS);
try {
  const starts = [];
  const processorTimes = [];
  let running;
  for (let round = 0; round < 3; round++) {
    if (running) await running.stop();
    running = await launch(process.execPath, ["bin/start.mjs"], {
      env: {
        PARLEY_DATA_DIR: system.dataDir,
        PARLEY_HTTP_PORT: String(await freePort()),
        PARLEY_ESL_PORT: String(await freePort()),
        PARLEY_SWITCH: "softswitch",
      },
      until: /ready: (http\S+)/,
    });
    starts.push(running.readyMs / 1000);
    processorTimes.push(processorTime(running.child.pid));
  }
  const base = running.match[1];
  const cores = canPin ? "one core" : "all cores (taskset is missing)";
  console.log(
    `start to ready, ${USERS} users, ${cores}: ${starts.map((s) => s.toFixed(2)).join(", ")} s (wanted: under 2)`,
  );
  if (canPin) {
    const times = processorTimes.map((s) => s.toFixed(2)).join(", ");
    const memory = residentMb(running.child.pid).toFixed(0);
    console.log(`processor time of server and switch: ${times} s; the server takes ${memory} MB`);
  }
  const users = await call(base, system.login, "GET", "/api/users");
  console.log(`GET /api/users: ${users.body.users.length} users`);
  for (const context of ["friends", "public"]) {
    const items = Array.from({ length: ADDED }, (_, i) => ({
      name: `New ${context} ${i}`,
      email: `new${i}@example.org`,
      context,
    }));
    const at = performance.now();
    const processorBefore = processorTime(running.child.pid);
    const { body } = await call(base, system.login, "POST", "/api/users/add", items);
    const seconds = (performance.now() - at) / 1000;
    console.log(
      `${body.done?.length} users added in one request, with the reload: ${seconds.toFixed(2)} s (wanted: 1,000 under 3), processor time ${(processorTime(running.child.pid) - processorBefore).toFixed(2)} s`,
    );
    if (body.failed?.length) console.log("failed:", body.failed.length, body.failed[0]);
  }
  await running.stop();
} finally {
  system.remove();
}

/** What a busy machine lengthens less than the wall time; not known where there is no proc(5). */
function processorTime(pid) {
  if (!canPin) return Number.NaN;
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + cpuSeconds(each), 0);
}
