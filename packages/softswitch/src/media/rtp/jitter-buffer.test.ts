import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JitterBuffer } from "./jitter-buffer.js";
import type { RtpPacket } from "./packet.js";

interface Wanted {
  readonly sequence: number;
  readonly timestamp?: number;
  readonly ssrc?: number;
  readonly marker?: boolean;
}

/** A packet whose payload says which it is. 20 ms at 8 kHz unless told. */
function packet({ sequence, timestamp, ssrc = 1, marker = false }: Wanted): RtpPacket {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(sequence);
  return {
    payloadType: 0,
    marker,
    sequence: sequence & 0xffff,
    timestamp: (timestamp ?? sequence * 160) >>> 0,
    ssrc,
    csrcs: [],
    payload,
  };
}

type Heard = number | "lost" | "silence";

function hear(buffer: JitterBuffer): Heard {
  const got = buffer.read();
  if (got === undefined) return "silence";
  return got === "lost" ? got : got.readUInt32BE();
}

const hearAll = (buffer: JitterBuffer, reads: number): Heard[] =>
  Array.from({ length: reads }, () => hear(buffer));

const buffer = (): JitterBuffer => new JitterBuffer({ clockRate: 8000 });

function filled(...sequences: number[]): JitterBuffer {
  const made = buffer();
  for (const sequence of sequences) made.push(packet({ sequence }));
  return made;
}

/**
 * A sender and the clock against each other: `arrivals` are packets with their times in ms, reads happen every 20 ms
 * from `from` on.
 */
function simulate(
  made: JitterBuffer,
  arrivals: readonly (readonly [atMs: number, packet: RtpPacket])[],
  untilMs: number,
): { heard: Heard[]; depths: number[] } {
  const waiting = [...arrivals].sort((a, b) => a[0] - b[0]);
  const heard: Heard[] = [];
  const depths: number[] = [];
  for (let now = 5; now < untilMs; now += 20) {
    while ((waiting[0]?.[0] ?? Number.POSITIVE_INFINITY) <= now) {
      const next = waiting.shift();
      if (next) made.push(next[1]);
    }
    depths.push(made.depthMs);
    heard.push(hear(made));
  }
  return { heard, depths };
}

/** A stream of packets whose sender's 20 ms last `stepMs` of ours. */
const stream = (count: number, stepMs = 20, jitterMs: (index: number) => number = () => 0) =>
  Array.from(
    { length: count },
    (_, index) => [index * stepMs + jitterMs(index), packet({ sequence: 1000 + index })] as const,
  );

describe("a jitter buffer", () => {
  test("is silent until 40 ms have come, then plays in order", () => {
    const made = filled(10);
    expect(hear(made)).toBe("silence");
    made.push(packet({ sequence: 11 }));
    expect(hearAll(made, 2)).toEqual([10, 11]);
  });

  test("puts packets in order that came out of order", () => {
    expect(hearAll(filled(10, 12, 11, 13), 4)).toEqual([10, 11, 12, 13]);
  });

  test("begins with a packet that came after its follower", () => {
    expect(hearAll(filled(11, 10, 12), 3)).toEqual([10, 11, 12]);
  });

  test("hears a packet that came twice once, waiting or played", () => {
    const made = filled(10, 11, 11, 12);
    expect(hearAll(made, 2)).toEqual([10, 11]);
    made.push(packet({ sequence: 11 }));
    expect(hearAll(made, 1)).toEqual([12]);
    expect(made.stats()).toMatchObject({ duplicates: 2, late: 0, lost: 0 });
  });

  test("tells of each packet that is missing when its turn comes, and counts it", () => {
    const made = filled(10, 11, 14, 15);
    expect(hearAll(made, 6)).toEqual([10, 11, "lost", "lost", 14, 15]);
    expect(made.stats()).toMatchObject({ lost: 2 });
  });

  test("throws away what comes after its turn", () => {
    const made = filled(10, 12, 13);
    expect(hearAll(made, 2)).toEqual([10, "lost"]);
    made.push(packet({ sequence: 11 }));
    expect(hearAll(made, 2)).toEqual([12, 13]);
    expect(made.stats()).toMatchObject({ late: 1, lost: 1 });
  });

  test("goes on over the end of the sequence and timestamp ranges", () => {
    const made = buffer();
    for (let index = 0; index < 6; index += 1) {
      const sequence = 65_533 + index;
      made.push(packet({ sequence, timestamp: 2 ** 32 - 480 + index * 160 }));
    }
    expect(hearAll(made, 6)).toEqual([65_533, 65_534, 65_535, 65_536, 65_537, 65_538]);
  });

  test("begins anew with another SSRC", () => {
    const made = filled(10, 11, 12);
    hear(made);
    made.push(packet({ sequence: 50_000, ssrc: 2 }));
    expect(hear(made)).toBe("silence");
    made.push(packet({ sequence: 50_001, ssrc: 2 }));
    expect(hearAll(made, 2)).toEqual([50_000, 50_001]);
  });

  test("believes a jump of the numbers when the next one follows it", () => {
    const made = filled(10, 11);
    hearAll(made, 2);
    for (const sequence of [30_000, 30_001, 30_002]) made.push(packet({ sequence }));
    expect(hearAll(made, 2)).toEqual([30_001, 30_002]);
  });

  test("does not follow a single packet with a wild number", () => {
    const made = filled(10, 11, 40_000, 12, 13);
    expect(hearAll(made, 4)).toEqual([10, 11, 12, 13]);
  });

  test("plays on at once when timestamps jump and numbers do not", () => {
    const made = filled(10, 11);
    made.push(packet({ sequence: 12, timestamp: 900_000 }));
    made.push(packet({ sequence: 13, timestamp: 900_160 }));
    made.push(packet({ sequence: 14, timestamp: 100 }));
    expect(hearAll(made, 5)).toEqual([10, 11, 12, 13, 14]);
  });

  test("keeps a pause that the timestamps show as silence, not as loss", () => {
    const made = filled(10, 11);
    made.push(packet({ sequence: 12, timestamp: 14 * 160, marker: true }));
    made.push(packet({ sequence: 13, timestamp: 15 * 160 }));
    expect(hearAll(made, 6)).toEqual([10, 11, "silence", "silence", 12, 13]);
    expect(made.stats()).toMatchObject({ lost: 0 });
  });

  test("conceals 60 ms when a stream stops, is silent then, and fills up before it plays again", () => {
    const made = filled(10, 11);
    expect(hearAll(made, 7)).toEqual([10, 11, "lost", "lost", "lost", "silence", "silence"]);
    made.push(packet({ sequence: 12, timestamp: 500 * 160, marker: true }));
    expect(hear(made)).toBe("silence");
    made.push(packet({ sequence: 13, timestamp: 501 * 160 }));
    expect(hearAll(made, 2)).toEqual([12, 13]);
    expect(made.stats()).toMatchObject({ lost: 0 });
  });

  test("plays a single packet after a while though nothing follows it", () => {
    expect(hearAll(filled(10), 4)).toContain(10);
  });

  test("does not count telephone events between audio as lost", () => {
    const made = filled(10, 11);
    for (const sequence of [12, 13, 14]) made.skip(packet({ sequence, timestamp: 12 * 160 }));
    for (const sequence of [15, 16]) made.push(packet({ sequence }));
    const heard = hearAll(made, 7);
    expect(heard).toEqual([10, 11, "silence", "silence", "silence", 15, 16]);
    expect(made.stats()).toMatchObject({ lost: 0 });
  });

  test("takes packets of 60 ms: a lost one is three frames to conceal", () => {
    const made = buffer();
    for (const index of [0, 1, 3]) made.push(packet({ sequence: index, timestamp: index * 480 }));
    expect(hear(made)).toBe(0);
    expect(hear(made)).toBe(1);
    expect(hearAll(made, 4)).toEqual(["lost", "lost", "lost", 3]);
  });

  test("plays a steady stream without any loss, with 40 to 60 ms of delay", () => {
    const made = buffer();
    const { heard, depths } = simulate(made, stream(500), 500 * 20);
    expect(heard.slice(1)).toEqual(Array.from({ length: 499 }, (_, index) => 1000 + index));
    expect(Math.max(...depths)).toBeLessThanOrEqual(60);
  });

  test.each([0.5, -0.5, 0.05])("follows a sender whose clock is %d %% off", (percent) => {
    const made = buffer();
    const { heard, depths } = simulate(made, stream(6000, 20 * (1 - percent / 100)), 6000 * 19.8);
    expect(Math.max(...depths)).toBeLessThanOrEqual(100);
    expect(heard.filter((one) => one === "silence").length).toBeLessThan(3);
    const skipped = heard.filter((one) => one === "lost").length + made.stats().dropped;
    // Each correction is 20 ms; there are no more than the drift asks for, give or take a third.
    expect(skipped).toBeLessThanOrEqual(6000 * (Math.abs(percent) / 100) * 1.4 + 3);
    expect(made.stats().lost).toBe(0);
  });

  test("bears up to 15 ms of jitter without a hole", () => {
    const made = buffer();
    const shaken = stream(1000, 20, (index) => (index * 7919) % 16);
    const { heard } = simulate(made, shaken, 1000 * 20);
    expect(heard.slice(3).filter((one) => typeof one !== "number")).toEqual([]);
  });

  test("learns to wait longer when packets keep coming late, and gives the delay back later", () => {
    const made = buffer();
    const shaken = stream(4000, 20, (index) => (index < 1000 && index % 10 === 3 ? 75 : 0));
    const { heard, depths } = simulate(made, shaken, 4000 * 20);
    const holes = (from: number, to: number) =>
      heard.slice(from, to).filter((one) => one === "lost").length;
    expect(holes(0, 300)).toBeGreaterThan(0);
    expect(holes(500, 1000)).toBeLessThan(5);
    expect(Math.max(...depths.slice(3000))).toBeLessThanOrEqual(80);
  });

  test("does not grow when nobody reads", () => {
    const made = buffer();
    for (let sequence = 0; sequence < 5000; sequence += 1) made.push(packet({ sequence }));
    expect(made.depthMs).toBeLessThanOrEqual(200);
    expect(hear(made)).toBeGreaterThan(4980);
  });

  test("begins with the newest sound when it was not read for a while", () => {
    const made = buffer();
    let sequence = 0;
    const come = () => made.push(packet({ sequence: sequence++ }));
    for (let count = 0; count < 100; count += 1) come();
    expect(hear(made)).toBeGreaterThanOrEqual(97);
    for (let count = 0; count < 50; count += 1) {
      come();
      hear(made);
    }
    for (let count = 0; count < 100; count += 1) come();
    expect(hear(made)).toBeGreaterThanOrEqual(247);
    expect(made.depthMs).toBeLessThanOrEqual(40);
  });

  test("keeps its order and its bounds whatever comes", () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constant("next" as const) },
      { weight: 5, arbitrary: fc.constant("read" as const) },
      fc.record({ sequence: fc.nat(70_000), timestamp: fc.nat(2 ** 32 - 1), ssrc: fc.nat(1) }),
      fc.record({ sequence: fc.integer({ min: 0, max: 300 }), ssrc: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const made = buffer();
        let sequence = 0;
        for (const one of steps) {
          if (one === "read") made.read();
          else if (one === "next") made.push(packet({ sequence: sequence++, ssrc: 0 }));
          else if (one.sequence % 5 === 0) made.skip(packet(one));
          else made.push(packet(one));
          expect(made.depthMs).toBeLessThanOrEqual(300);
          expect(made.depthMs).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
