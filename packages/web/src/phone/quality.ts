/** What getStats has counted up to one moment; ms are milliseconds. */
export interface Counters {
  readonly received: number;
  readonly lost: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | undefined;
}

export interface Quality {
  /** 1 (hardly usable) to 4 (good). */
  readonly bars: 1 | 2 | 3 | 4;
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | undefined;
}

type Entry = Readonly<Record<string, unknown>>;
const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** What the reports of a connection say of the sound that comes in; `undefined` before any has. */
export function countersOf(reports: Iterable<Entry>): Counters | undefined {
  const all = [...reports];
  const inbound = all.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
  if (!inbound) return undefined;
  const pair = all.find(
    ({ type, nominated, currentRoundTripTime }) =>
      type === "candidate-pair" && nominated === true && typeof currentRoundTripTime === "number",
  );
  const remote = all.find(
    ({ type, kind, roundTripTime }) =>
      type === "remote-inbound-rtp" && kind === "audio" && typeof roundTripTime === "number",
  );
  const seconds = remote?.["roundTripTime"] ?? pair?.["currentRoundTripTime"];
  return {
    received: number(inbound["packetsReceived"]),
    lost: number(inbound["packetsLost"]),
    jitterMs: number(inbound["jitter"]) * 1000,
    roundTripMs: typeof seconds === "number" ? seconds * 1000 : undefined,
  };
}

/** How good it was between two moments. Loss counts most, as people hear it most (ITU-T G.107's order of magnitude). */
export function qualityBetween(before: Counters | undefined, after: Counters): Quality {
  const lost = Math.max(0, after.lost - (before?.lost ?? 0));
  const received = Math.max(0, after.received - (before?.received ?? 0));
  const all = lost + received;
  const lossPercent = all === 0 ? 0 : (lost / all) * 100;
  const { jitterMs, roundTripMs } = after;
  const penalty = Math.max(
    step(lossPercent, [1, 4, 10]),
    step(jitterMs, [30, 60, 120]),
    step(roundTripMs ?? 0, [250, 450, 800]),
  );
  return { bars: (4 - penalty) as Quality["bars"], lossPercent, jitterMs, roundTripMs };
}

const step = (value: number, limits: readonly [number, number, number]): number =>
  limits.filter((limit) => value >= limit).length;
