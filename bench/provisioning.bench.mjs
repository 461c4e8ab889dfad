// 2,000 users' Linphone documents, each with its challenge and its digest, one round after the other. Switch and server
// share one core. Wanted: over 500 documents a second, and memory that stays where it is.
import { call } from "./_util/digest.mjs";
import { canPin, cpuSeconds, freePort, launch, prepare, residentMb } from "./_util/system.mjs";

const USERS = 2000;
const ROUNDS = 6;
const AT_ONCE = 4;
const CONFERENCES = 100;

const system = prepare(USERS);
try {
  const running = await launch(process.execPath, ["bin/start.mjs"], {
    env: {
      PARLEY_DATA_DIR: system.dataDir,
      PARLEY_HTTP_PORT: String(await freePort()),
      PARLEY_ESL_PORT: String(await freePort()),
      PARLEY_SWITCH: "softswitch",
      PARLEY_LOG_LEVEL: "warn",
    },
    until: /ready: (http\S+)/,
  });
  const base = running.match[1];
  const { pid } = running.child;
  console.log(canPin ? "one core for server and switch" : "all cores: taskset is missing");
  const rooms = Array.from({ length: CONFERENCES }, (_, at) => ({
    name: `Room ${at} & more`,
    type: "48kHz-video",
    context: ["team", "friends", "public"][at % 3],
  }));
  const added = await call(base, system.login, "POST", "/api/conferences/add", rooms);
  if (added.body.done?.length !== CONFERENCES) throw new Error("the conferences were not added");
  const logins = Array.from({ length: USERS }, (_, at) => ({
    name: String(50_000 + at),
    password: `password-of-${50_000 + at}`,
  }));
  await fetchAll("document", "/linphone");
  await fetchAll("contact list", "/linphone/contacts.vcf");
  await running.stop();

  async function fetchAll(what, path) {
    const memory = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const waiting = [...logins];
      const before = cpuSeconds(pid);
      const at = performance.now();
      await Promise.all(Array.from({ length: AT_ONCE }, () => fetchSome(waiting, path)));
      const seconds = (performance.now() - at) / 1000;
      memory.push(residentMb(pid));
      const rate = (USERS / seconds).toFixed(0);
      const processor = USERS / (cpuSeconds(pid) - before);
      console.log(
        `${what}, round ${round}: ${rate} a second (wanted: over 500), ${processor.toFixed(0)} per second of processor time, ${memory.at(-1).toFixed(0)} MB`,
      );
    }
    const growth = memory.at(-1) - memory[1];
    console.log(
      `memory from round 2 to round ${ROUNDS}: ${growth > 0 ? "+" : ""}${growth.toFixed(1)} MB`,
    );
  }

  async function fetchSome(waiting, path) {
    for (let login = waiting.pop(); login; login = waiting.pop()) {
      const { status, body } = await call(base, login, "GET", path);
      if (status !== 200 || !String(body).includes(path.endsWith("vcf") ? "VCARD" : login.name))
        throw new Error(`${login.name}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
    }
  }
} finally {
  system.remove();
}
process.exit(0);
