// Events with 60 headers (2 kB) over loopback, library by library in processes of their own, in one run: events per
// second of CPU time, with five headers read and with all of them; then decoding alone beside a bare loop, one huge
// event, and round trips of `api`. PARLEY_BENCH_LIBESL may name a program on FreeSWITCH's C library: it is called with
// host, port, format and number of events, sends `event FORMAT ALL`, reads that many, and prints its CPU seconds.
import { parley, raw } from "./_util/esl-decoders.mjs";
import { consume, output, startSource } from "./_util/esl-processes.mjs";
import { roundTrips } from "./_util/esl-round-trip.mjs";
import { eventStream, FIVE, headersOf } from "./_util/esl-stream.mjs";

const OWN = "@parley/esl";
const PEERS = ["modesl", "drachtio-modesl", "esl", "esl-lite"];
const DECODED = 20_000;
const ROUNDS = 5;
/** Until the compilers are done. */
const WARM_UP = 2;
const LIBRARY_ROUNDS = 3;
const OWN_EVENTS = { warm: 60_000, counted: 240_000 };
const PEER_EVENTS = { warm: 6000, counted: 18_000 };
const LIBESL_EVENTS = 100_000;

const cpuSeconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const shown = (rate) => Math.round(rate).toLocaleString("en").padStart(9);
const row = (name, rate, remark) => console.log(`  ${name.padEnd(16)} ${shown(rate)}  ${remark}`);

await wholeClients("plain", "five", "wanted: 200,000, and 10 times the fastest that is right");
await wholeClients("plain", "all", "wanted: 80,000");
await wholeClients("json", "five", "wanted: 90,000");
for (const format of ["plain", "json"]) {
  const reads = eventStream(format, DECODED);
  for (const readAll of [false, true]) decoding(format, readAll, reads);
}
hugeEvent();
await answers();

/** The rounds of all libraries alternate, so that a busy moment of the machine does not hit one of them alone. */
async function wholeClients(format, reads, wanted) {
  console.log(`${format}, ${reads} headers read, whole client over loopback, events/s (${wanted})`);
  const source = await startSource(format);
  const results = new Map([OWN, ...PEERS].map((name) => [name, { rates: [], wrong: undefined }]));
  for (let round = 0; round < LIBRARY_ROUNDS; round++)
    for (const [name, result] of results) {
      const events = name === OWN ? OWN_EVENTS : PEER_EVENTS;
      const { seconds, wrong } = await consume(name, source.port, format, reads, events);
      result.rates.push(events.counted / seconds);
      result.wrong ??= wrong;
    }
  const own = median(results.get(OWN).rates);
  for (const [name, { rates, wrong }] of results) {
    const ratio = name === OWN ? "" : `, ours is ${(own / median(rates)).toFixed(1)} times that`;
    row(name, median(rates), `${verdict(wrong)}${ratio}`);
  }
  await cLibrary(source.port, format, own);
  source.end();
}

function verdict(wrong) {
  if (wrong === undefined) return "values right";
  return `WRONG: ${wrong.name} is ${JSON.stringify(wrong.got)} instead of ${JSON.stringify(wrong.expected)}`;
}

async function cLibrary(port, format, own) {
  const program = process.env.PARLEY_BENCH_LIBESL;
  if (!program) {
    console.log("  skipped: libesl (PARLEY_BENCH_LIBESL names no program)");
    return;
  }
  const rates = [];
  const args = ["127.0.0.1", port, format, LIBESL_EVENTS].map(String);
  for (let round = 0; round < LIBRARY_ROUNDS; round++) {
    try {
      rates.push(LIBESL_EVENTS / Number(await output(program, args)));
    } catch (error) {
      // The library now and then waits for ever in the middle of a stream; the others are measured nevertheless.
      console.log(`  libesl (C)       one round without result: ${error.message}`);
    }
  }
  if (rates.length > 0)
    row("libesl (C)", median(rates), `ours is ${(own / median(rates)).toFixed(1)} times that`);
}

function decoding(format, readAll, reads) {
  console.log(`${format}, ${readAll ? "all 60" : "five"} headers read, decoding alone, events/s`);
  const decoders = Object.entries({ [OWN]: parley, "bare loop": raw });
  const rates = new Map(decoders.map(([name]) => [name, []]));
  for (let round = 0; round < WARM_UP + ROUNDS; round++)
    for (const [name, decode] of decoders) {
      const rate = measure(decode, reads, readAll);
      if (round >= WARM_UP) rates.get(name).push(rate);
    }
  for (const [name, decode] of decoders)
    row(name, median(rates.get(name)), rightValues(decode, reads) ? "values right" : "WRONG");
}

function measure(decode, reads, readAll) {
  let events = 0;
  let bytes = 0;
  const visit = (name, value) => {
    bytes += name.length + String(value).length;
  };
  const since = process.cpuUsage();
  decode(reads, (get, each) => {
    events++;
    if (readAll) each(visit);
    else for (const [name] of FIVE) bytes += get(name).length;
  });
  const seconds = cpuSeconds(since);
  if (events !== DECODED || bytes === 0) throw new Error(`${events} events of ${DECODED}`);
  return events / seconds;
}

/** Every value of every hundredth event. */
function rightValues(decode, reads) {
  let n = -1;
  let right = true;
  decode(reads, (get) => {
    n++;
    if (n % 100 !== 0) return;
    for (const [name, expected] of headersOf(n)) right &&= get(name) === expected;
  });
  return right && n === DECODED - 1;
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

async function answers() {
  const source = await startSource("plain");
  const { client, bare } = await roundTrips(source.port);
  source.end();
  const ratio = (client / bare).toFixed(2);
  console.log(
    `api, question by question: ${client.toFixed(1)} µs, a bare socket ${bare.toFixed(1)} µs: ${ratio} times (wanted: 1.5)`,
  );
}
