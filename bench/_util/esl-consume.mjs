// One library that receives events: its own process, so that its CPU seconds are its own. Arguments: library, port,
// format, "five" or "all" headers to read, events to warm up with, events to count. Prints a line of JSON: the seconds
// and the first value that is wrong.
import { CONSUMERS } from "./esl-consumers.mjs";
import { BATCH_EVENTS, FIRST_SEQUENCE, FIVE, headersOf } from "./esl-stream.mjs";

const [library, port, format, reads, warm, counted] = process.argv.slice(2);
const WARM = Number(warm);
const END = WARM + Number(counted);
/** Every value of each event of this many is compared. */
const CHECKED_EVERY = 500;

let seen = 0;
let bytes = 0;
let wrong;
let since;
/** Microseconds of CPU that comparing values took, which are none of the library's. */
let checking = 0;

const visit = (name, value) => {
  bytes += name.length + String(value).length;
};

CONSUMERS[library](
  Number(port),
  (get, each) => {
    if (seen === WARM) since = process.cpuUsage();
    if (seen % CHECKED_EVERY === 0) check(get);
    if (reads === "all") each(visit);
    else for (const [name] of FIVE) bytes += get(name)?.length ?? 0;
    if (++seen === END) finish();
  },
  format,
);

function check(get) {
  const started = process.cpuUsage();
  wrong ??= firstWrong(get);
  const { user, system } = process.cpuUsage(started);
  if (seen >= WARM) checking += user + system;
}

/** Which event it is says its sequence number: some libraries lose what comes before their listeners are there. */
function firstWrong(get) {
  const n = (Number(get("Event-Sequence")) - FIRST_SEQUENCE) % BATCH_EVENTS;
  for (const [name, expected] of headersOf(n)) {
    const got = get(name);
    if (got !== expected) return { name, got: String(got), expected };
  }
  return undefined;
}

function finish() {
  const { user, system } = process.cpuUsage(since);
  const seconds = (user + system - checking) / 1e6;
  process.stdout.write(`${JSON.stringify({ seconds, wrong, bytes })}\n`, () => process.exit(0));
}
