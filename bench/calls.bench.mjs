// Real calls in ten conferences: the switch has a core of its own, callers live in other processes on the other one.
// Callers with plain RTP (PCMU; PCMU and G.722 mixed), and callers as browsers are (SRTP; PCMU and Opus, one recording).
// Wanted: of the clock's ticks, those of the call setup among them, 99 of 100 less than 10 ms late.
// PARLEY_BENCH_PROFILE=DIR writes CPU profiles of the switch, PARLEY_BENCH_FLAGS gives it flags of Node,
// PARLEY_BENCH_ONLY=WebRTC takes the measurements with this word, PARLEY_BENCH_SECONDS their length.
import { fork, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { loadavg } from "node:os";
import { join } from "node:path";
import { canPin, cpuSeconds, launch, prepare, ROOT, residentMb } from "./_util/system.mjs";

const ROOMS = Array.from({ length: 10 }, (_, at) => String(32_100 + at));
const SECONDS = Number(process.env.PARLEY_BENCH_SECONDS) || 12;
const LATE_MS = 10;
const USERS = 30;
const LOGINS = Array.from({ length: USERS }, (_, at) => ({
  user: `${50_000 + at}`,
  password: `password-of-${50_000 + at}`,
}));
const SWITCH_CORE = 0;
const CALLERS_CORE = 1;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(1));
/** FreeSWITCH gives itself the same; without it the clock's figures tell more of the machine's other work than of ours. */
const hasPriority = spawnSync("chrt", ["-r", "1", "true"]).status === 0;
if (!hasPriority) console.log("chrt may not be used: other programs can make ticks late");
if (!canPin) console.log("taskset is missing: the switch is not held to one core");
console.log(
  `load average at the start: ${loadavg()[0].toFixed(1)} (of others; two cores are wanted free)`,
);
await measure("150 RTP, PCMU", "rtp-callers", { seats: 15, codecs: ["PCMU"], perSecond: 25 });
await measure("150 RTP, PCMU and G.722", "rtp-callers", {
  seats: 15,
  codecs: ["PCMU", "G722"],
  perSecond: 25,
});
await measure("20 WebRTC, PCMU and Opus, recorded", "web-callers", {
  seats: 2,
  codecs: ["PCMU", "OPUS"],
  perSecond: 4,
  recorded: true,
});

async function measure(title, program, { recorded = false, ...wish }) {
  if (!title.includes(process.env.PARLEY_BENCH_ONLY ?? "")) return;
  const system = prepareRooms();
  process.once("exit", system.remove);
  const running = await startSwitch(system.confDir, title);
  const [, eslPort, udp, ws] = running.match;
  const api = await openSocketApi(Number(eslPort));
  // When it has been up for a second, the switch rehearses calls and loads what browsers need.
  await sleep(5000);
  try {
    const callers = await startCallers(program, {
      ...wish,
      rooms: ROOMS,
      logins: LOGINS,
      sip: { host: "127.0.0.1", port: Number(udp) },
      url: `ws://127.0.0.1:${ws}`,
    });
    const setup = await api.json("softswitch clock reset");
    if (recorded)
      await api(`conference bench0 recording start ${join(system.dataDir, "bench.wav")}`);
    const before = {
      cpu: cpuSeconds(running.child.pid),
      at: performance.now(),
      ...(await callers.stats()),
    };
    await sleep(SECONDS * 1000);
    const seconds = (performance.now() - before.at) / 1000;
    const percent = ((cpuSeconds(running.child.pid) - before.cpu) / seconds) * 100;
    const clock = await api.json("softswitch clock");
    const after = await callers.stats();
    console.log(`${title}: ${after.members} members in ${ROOMS.length} conferences, ${SECONDS} s`);
    console.log(
      `  switch: ${percent.toFixed(0)} % of a core, ${residentMb(running.child.pid).toFixed(0)} MB`,
    );
    tell("ticks during the setup of the calls", setup);
    tell("ticks while all talk", clock);
    const packets = after.packets - before.packets;
    console.log(
      `  callers got ${packets} packets (${(packets / seconds / after.members).toFixed(1)} a second each), ${after.lost - before.lost} lost; slowest setup ${after.setupMs.toFixed(0)} ms`,
    );
    console.log(`  load average: ${loadavg()[0].toFixed(1)}`);
    await callers.leave();
    const counts = await api.json("softswitch counts");
    if (counts.channels + counts.legs + counts.members > 0) {
      console.log(`  LEFT BEHIND: ${JSON.stringify(counts)}`);
      process.exitCode = 1;
    }
  } finally {
    api.close();
    await running.stop();
    system.remove();
  }
}

function tell(what, { ticks, skipped, p50, p99, max }) {
  const verdict = p99 < LATE_MS ? "" : "  TOO LATE";
  if (verdict) process.exitCode = 1;
  console.log(
    `  ${what}: ${ticks}; late by p50 ${p50} ms, p99 ${p99} ms, most ${max.toFixed(1)} ms; skipped ${skipped}${verdict}`,
  );
}

function prepareRooms() {
  const system = prepare(USERS);
  const template = readFileSync(join(ROOT, "freeswitch/templates/conference.xml"), "utf8");
  for (const [at, number] of ROOMS.entries()) {
    const values = { name: `bench${at}`, number, type: "16kHz-novideo" };
    const text = template.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]);
    // Callers choose their codec here, not the conference.
    const file = join(system.confDir, "dialplan/conferences", `${number}.xml`);
    writeFileSync(file, text.replace(/codec_string=[^"]*/, "codec_string=G722,OPUS,PCMU"));
  }
  return system;
}

function startSwitch(confDir, title) {
  const folder = process.env.PARLEY_BENCH_PROFILE;
  if (folder) mkdirSync(folder, { recursive: true });
  const profile = folder
    ? [
        "--cpu-prof",
        `--cpu-prof-name=${title.replace(/\W+/g, "-")}.cpuprofile`,
        `--cpu-prof-dir=${folder}`,
      ]
    : [];
  const flags = (process.env.PARLEY_BENCH_FLAGS ?? "").split(" ").filter(Boolean);
  const program = "packages/softswitch/bin/parley-softswitch.js";
  const free = ["--esl-port", "0", "--sip-port", "0", "--ws-port", "0", "--esl-password", "bench"];
  const node = [process.execPath, ...profile, ...flags, program, "--conf", confDir, ...free];
  const [command, ...words] = hasPriority ? ["chrt", "-R", "-r", "1", ...node] : node;
  return launch(command, words, {
    until: /event socket \S+:(\d+), sip udp \S+:(\d+),.*ws \S+:(\d+),/,
    core: SWITCH_CORE,
  });
}

async function startCallers(program, wish) {
  const [command, words] = canPin
    ? ["taskset", ["-c", String(CALLERS_CORE), process.execPath]]
    : [process.execPath, []];
  const child = fork(join(ROOT, "bench/_util", `${program}.mjs`), [JSON.stringify(wish)], {
    execPath: command,
    execArgv: words,
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const message = () =>
    new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
    });
  await message();
  const ask = (word) => {
    const answer = message();
    child.send(word);
    return answer;
  };
  const gone = new Promise((resolve) => child.once("exit", resolve));
  return {
    stats: () => ask("stats"),
    leave: () => {
      child.send("leave");
      return gone;
    },
  };
}

/** Commands to the event socket, one after the other. */
async function openSocketApi(port) {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  let text = "";
  let told = () => {};
  socket.on("data", (chunk) => {
    text += chunk;
    told();
  });
  const read = async (done) => {
    for (let found = done(); ; found = done()) {
      if (found !== undefined) return found;
      await new Promise((resolve) => {
        told = resolve;
      });
    }
  };
  const take = () =>
    read(() => {
      const [head] = text.split("\n\n", 1);
      if (head.length === text.length) return undefined;
      const length = Number(/Content-Length: (\d+)/.exec(head)?.[1] ?? 0);
      if (text.length < head.length + 2 + length) return undefined;
      const body = text.slice(head.length + 2, head.length + 2 + length);
      text = text.slice(head.length + 2 + length);
      return body;
    });
  await take();
  socket.write("auth bench\n\n");
  await take();
  const api = (command) => {
    socket.write(`api ${command}\n\n`);
    return take();
  };
  return Object.assign(api, {
    json: async (command) => JSON.parse(await api(command)),
    close: () => socket.destroy(),
  });
}
