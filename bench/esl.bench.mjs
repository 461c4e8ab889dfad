// Decoding of events with 60 headers (2 kB), side by side in one run: events per second of CPU time, with five headers
// read and with all of them. PARLEY_BENCH_PEERS names a folder whose node_modules holds modesl; PARLEY_BENCH_LIBESL a
// program on FreeSWITCH's C library: it is called with host, port, format and number of events, sends `event FORMAT ALL`,
// reads that many, and prints its CPU seconds.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { EslClient } from "../packages/esl/dist/index.js";
import { loadModesl, parley, raw } from "./_util/esl-decoders.mjs";
import { eventStream, FIVE, headersOf } from "./_util/esl-stream.mjs";

const COUNT = 20_000;
const LOOPBACK_COUNT = 50_000;
const ROUNDS = 7;
/** Until the compilers are done. */
const WARM_UP = 2;
const WANTED = { "plain five": 200_000, "plain all": 80_000, "json five": 90_000 };

const cpuSeconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const shown = (rate) => Math.round(rate).toLocaleString("en").padStart(9);

const decoders = [
  ["@parley/esl", parley],
  ["raw loop", raw],
  ...peers(process.env.PARLEY_BENCH_PEERS),
];
for (const format of ["plain", "json"]) {
  const reads = eventStream(format, COUNT);
  for (const readAll of [false, true]) compare(format, readAll, reads);
}
for (const format of ["plain", "json"]) await overLoopback(format);
hugeEvent();

function peers(folder) {
  if (!folder) {
    console.log("skipped: modesl (PARLEY_BENCH_PEERS names no folder)");
    return [];
  }
  const decode = loadModesl(folder);
  if (decode) return [["modesl", decode]];
  console.log(`skipped: modesl is not in ${folder}/node_modules`);
  return [];
}

/** The rounds of all decoders alternate, so that a busy moment of the machine does not hit one of them alone. */
function compare(format, readAll, reads) {
  const title = `${format} ${readAll ? "all" : "five"}`;
  const wanted = WANTED[title] ? `, wanted: ${WANTED[title].toLocaleString("en")}` : "";
  console.log(`${format}, ${readAll ? "all 60 headers" : "five headers"} read, events/s${wanted}`);
  const rates = new Map(decoders.map(([name]) => [name, []]));
  const wrong = new Set();
  for (let round = 0; round < WARM_UP + ROUNDS; round++)
    for (const [name, decode] of decoders) {
      const { rate, right } = measure(decode, reads, readAll);
      if (round >= WARM_UP) rates.get(name).push(rate);
      if (!right) wrong.add(name);
    }
  const best = median(rates.get("@parley/esl"));
  for (const [name, list] of rates) {
    const verdict = wrong.has(name) ? "WRONG VALUES" : "values right";
    const ratio = `ours is ${(best / median(list)).toFixed(1)} times that`;
    console.log(
      `  ${name.padEnd(12)} ${shown(median(list))}  ${verdict}${name === "@parley/esl" ? "" : `, ${ratio}`}`,
    );
  }
}

function measure(decode, reads, readAll) {
  let events = 0;
  let bytes = 0;
  let values = 0;
  const readFive = (get) => {
    for (const [name] of FIVE) bytes += get(name).length;
  };
  const visit = (name, value) => {
    values++;
    bytes += name.length + String(value).length;
  };
  const since = process.cpuUsage();
  decode(reads, (get, each) => {
    events++;
    if (readAll) each(visit);
    else readFive(get);
  });
  const rate = events / cpuSeconds(since);
  const right = events === COUNT && (readAll ? values === 60 * COUNT : bytes > 0);
  return { rate, right: right && rightValues(decode, reads) };
}

/** Every value of every hundredth event. */
function rightValues(decode, reads) {
  let n = -1;
  let right = true;
  decode(reads.slice(0, 40), (get) => {
    n++;
    if (n % 100 !== 0) return;
    for (const [name, expected] of FIVE) right &&= get(name) === expected(n);
    for (const [name, expected] of headersOf(n)) right &&= get(name) === expected;
  });
  return right && n > 0;
}

async function overLoopback(format) {
  console.log(
    `${format}, five headers read, whole client over loopback, events per CPU second of the client`,
  );
  const source = await startSource(format);
  console.log(
    `  ${"@parley/esl".padEnd(12)} ${shown(LOOPBACK_COUNT / (await ownClient(source.port, format)))}`,
  );
  const program = process.env.PARLEY_BENCH_LIBESL;
  if (program)
    console.log(
      `  ${"libesl (C)".padEnd(12)} ${shown(LOOPBACK_COUNT / libesl(program, source.port, format))}`,
    );
  else console.log("  skipped: libesl (PARLEY_BENCH_LIBESL names no program)");
  source.child.kill("SIGTERM");
}

function startSource(format) {
  const script = fileURLToPath(new URL("_util/esl-source.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, format, String(LOOPBACK_COUNT)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).once("line", (line) =>
      resolve({ child, port: Number(line.replace("port ", "")) }),
    );
  });
}

async function ownClient(port, format) {
  const client = new EslClient({ port, password: "x", subscription: { format, events: ["ALL"] } });
  const since = process.cpuUsage();
  await new Promise((resolve) => {
    let events = 0;
    let bytes = 0;
    client.on("event", (event) => {
      for (const [name] of FIVE) bytes += event.get(name).length;
      if (++events === LOOPBACK_COUNT && bytes > 0) resolve();
    });
    client.connect();
  });
  const seconds = cpuSeconds(since);
  await client.close();
  return seconds;
}

function libesl(program, port, format) {
  const { stdout, status } = spawnSync(
    program,
    ["127.0.0.1", String(port), format, String(LOOPBACK_COUNT)],
    {
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return Number(stdout);
}

/** One event of 16 MiB, in pieces as small as those of a network. */
function hugeEvent() {
  const event = `Event-Name: API\nContent-Length: ${2 ** 24 - 100}\n\n${"x".repeat(2 ** 24 - 100)}`;
  const bytes = Buffer.from(
    `Content-Length: ${event.length}\nContent-Type: text/event-plain\n\n${event}`,
  );
  const reads = [];
  for (let at = 0; at < bytes.length; at += 1460) reads.push(bytes.subarray(at, at + 1460));
  const times = Array.from({ length: ROUNDS }, () => {
    const since = process.cpuUsage();
    parley(reads, (get) => get("Event-Name"));
    return cpuSeconds(since) * 1000;
  });
  console.log(
    `one event of 16 MiB in pieces of 1,460 bytes: ${median(times).toFixed(0)} ms of CPU (wanted: under 100)`,
  );
}
