// The mixers of ten rooms with 15 callers each, three of whom speak: share of one core for mixing alone (ports cost
// nothing), once with all callers at 8 kHz, once at 8, 16 and 48 kHz side by side, once recorded at 48 kHz as well.
import { createTone, Mixer, Resampler, Voice } from "../packages/softswitch/dist/audio/index.js";

const ROOMS = 10;
const CALLERS = 15;
const SPEAKERS = 3;
const TICKS = 1000;
const WARM_UP = 200;
const TICK_MS = 20;
const WANTED_PERCENT = 20;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Ten frames of a tone, over and over: making tones is not what is measured. */
function repeated(rate, hertz) {
  const next = createTone(rate, [hertz], 4000);
  const frames = Array.from({ length: 10 }, next);
  return (tick) => frames[tick % frames.length];
}

function makeRoom(rates, at) {
  const callers = Array.from({ length: CALLERS }, (_, n) => ({
    rate: rates[(n + at) % rates.length],
    voice: new Voice(),
    says: n < SPEAKERS ? repeated(rates[(n + at) % rates.length], 400 + 100 * n) : () => undefined,
  }));
  return { callers, mixer: new Mixer() };
}

function tickRoom({ callers, mixer }, tick, recordRate) {
  for (const { voice, says, rate } of callers) voice.say(says(tick), rate);
  mixer.begin(callers.map(({ voice }) => voice));
  let heard = 0;
  for (const { voice, rate } of callers) heard += mixer.mix(rate, [voice]).length;
  if (recordRate) heard += mixer.mix(recordRate).length;
  return heard;
}

function measure(title, rates, recordRate) {
  const rooms = Array.from({ length: ROOMS }, (_, at) => makeRoom(rates, at));
  const run = (ticks) => {
    for (let tick = 0; tick < ticks; tick++)
      for (const room of rooms) tickRoom(room, tick, recordRate);
  };
  run(WARM_UP);
  const before = cpuMs();
  run(TICKS);
  const perTick = (cpuMs() - before) / TICKS;
  const percent = (100 * perTick) / TICK_MS;
  const verdict = percent < WANTED_PERCENT ? "" : "  TOO MUCH";
  console.log(
    `${title.padEnd(34)} ${perTick.toFixed(3)} ms per tick, ${percent.toFixed(1)} % of a core${verdict}`,
  );
  if (verdict) process.exitCode = 1;
}

function measureResampler(from, to) {
  const resampler = new Resampler(from, to);
  const frame = createTone(from, [440], 4000)();
  for (let n = 0; n < WARM_UP; n++) resampler.process(frame);
  const before = cpuMs();
  for (let n = 0; n < TICKS * 5; n++) resampler.process(frame);
  const micros = ((cpuMs() - before) * 1000) / (TICKS * 5);
  console.log(`resampling ${from} to ${to}: ${micros.toFixed(1)} µs per frame`);
}

console.log(
  `${ROOMS * CALLERS} callers in ${ROOMS} rooms, ${SPEAKERS} speak in each; wanted: below ${WANTED_PERCENT} % of a core`,
);
measure("all at 8 kHz", [8000]);
measure("all at 48 kHz", [48_000]);
measure("8, 16 and 48 kHz", [8000, 16_000, 48_000]);
measure("all at 8 kHz, recorded at 48 kHz", [8000], 48_000);
for (const [from, to] of [
  [8000, 48_000],
  [48_000, 8000],
  [8000, 16_000],
])
  measureResampler(from, to);
