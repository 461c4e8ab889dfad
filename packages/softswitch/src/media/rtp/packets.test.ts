import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isRtcp,
  parseRtcp,
  parseRtp,
  type RtcpMessage,
  serializeRtcp,
  serializeRtp,
} from "./index.js";
import { Reception } from "./reception.js";
import { VideoForwarder } from "./video-forwarder.js";

const uint = (bits: number) => fc.nat(2 ** bits - 1);
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((data) => Buffer.from(data));

const anyPacket = fc.record({
  payloadType: uint(7),
  marker: fc.boolean(),
  sequence: uint(16),
  timestamp: uint(32),
  ssrc: uint(32),
  csrcs: fc.array(uint(32), { maxLength: 15 }),
  extension: fc.option(
    fc.record({
      profile: uint(16),
      data: fc
        .nat(8)
        .chain((words) =>
          fc
            .uint8Array({ minLength: 4 * words, maxLength: 4 * words })
            .map((data) => Buffer.from(data)),
        ),
    }),
    { nil: undefined },
  ),
  payload: bytes(200),
});

test("an RTP packet is read as it was written", () => {
  fc.assert(
    fc.property(anyPacket, (packet) => {
      expect(parseRtp(serializeRtp(packet))).toEqual(packet);
    }),
  );
});

test("padding is taken off, and impossible padding makes no packet", () => {
  fc.assert(
    fc.property(anyPacket, fc.integer({ min: 1, max: 255 }), (packet, count) => {
      const padded = Buffer.concat([serializeRtp(packet), Buffer.alloc(count)]);
      padded[0] = (padded[0] ?? 0) | 0x20;
      padded[padded.length - 1] = count;
      expect(parseRtp(padded)).toEqual(packet);
      padded[padded.length - 1] = 0;
      expect(parseRtp(padded)).toBeUndefined();
    }),
  );
});

test("no bytes make the parsers throw", () => {
  const headed = fc.tuple(fc.constantFrom(0x80, 0x90, 0xb0, 0xbf, 0x8f, 0x81), uint(8), bytes(200));
  fc.assert(
    fc.property(
      fc.oneof(
        bytes(80),
        headed.map(([first, second, rest]) => Buffer.concat([Buffer.from([first, second]), rest])),
      ),
      (data) => {
        parseRtp(data);
        expect(Array.isArray(parseRtcp(data))).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

const block = fc.record({
  ssrc: uint(32),
  fractionLost: uint(8),
  packetsLost: uint(24),
  highestSequence: uint(32),
  jitter: uint(32),
  lastSenderReport: uint(32),
  delaySinceLastSenderReport: uint(32),
});

const anyMessage: fc.Arbitrary<RtcpMessage> = fc.oneof(
  fc.record({
    kind: fc.constant("sender-report" as const),
    ssrc: uint(32),
    ntp: fc.tuple(uint(32), uint(32)),
    rtpTimestamp: uint(32),
    packets: uint(32),
    octets: uint(32),
    blocks: fc.array(block, { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant("receiver-report" as const),
    ssrc: uint(32),
    blocks: fc.array(block, { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant("source-description" as const),
    ssrc: uint(32),
    cname: fc.string({ maxLength: 60 }),
  }),
  fc.record({ kind: fc.constant("bye" as const), ssrcs: fc.array(uint(32), { maxLength: 5 }) }),
  fc.record({ kind: fc.constant("picture-loss" as const), ssrc: uint(32), mediaSsrc: uint(32) }),
  fc.record({
    kind: fc.constant("full-intra-request" as const),
    ssrc: uint(32),
    mediaSsrc: uint(32),
    sequence: uint(8),
  }),
);

test("a compound RTCP packet is read as it was written", () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 5 }), (messages) => {
      const data = serializeRtcp(messages);
      expect(data.length % 4).toBe(0);
      expect(parseRtcp(data)).toEqual(messages);
    }),
  );
});

test("RTP and RTCP on one port are told apart", () => {
  expect(isRtcp(serializeRtcp([{ kind: "picture-loss", ssrc: 1, mediaSsrc: 2 }]))).toBe(true);
  for (const payloadType of [0, 8, 9, 34, 96, 127]) {
    for (const marker of [false, true]) {
      const packet = { payloadType, marker, sequence: 1, timestamp: 2, ssrc: 3, csrcs: [] };
      expect(isRtcp(serializeRtp({ ...packet, payload: Buffer.alloc(20) }))).toBe(false);
    }
  }
});

test("a receiver reports loss, jitter and the last sender report", () => {
  const reception = new Reception(8000);
  const heard = (sequence: number, nowMs: number) =>
    reception.heard(
      {
        payloadType: 0,
        marker: false,
        sequence,
        timestamp: sequence * 160,
        ssrc: 9,
        csrcs: [],
        payload: Buffer.alloc(0),
      },
      nowMs,
    );
  for (let index = 0; index < 100; index += 1) if (index % 4 !== 1) heard(index, index * 20);
  reception.heardSenderReport([0x12345678, 0x9abcdef0], 2000);
  expect(reception.report(3000)).toEqual({
    ssrc: 9,
    fractionLost: 64,
    packetsLost: 25,
    highestSequence: 99,
    jitter: 0,
    lastSenderReport: 0x56789abc,
    delaySinceLastSenderReport: 65_536,
  });
  for (let index = 100; index < 200; index += 1) heard(index, index * 20 + (index % 2) * 10);
  const next = reception.report(4000);
  expect(next).toMatchObject({ fractionLost: 0, packetsLost: 25 });
  expect(next?.jitter).toBeGreaterThan(60);
  expect(next?.jitter).toBeLessThan(85);
});

test("video of changing speakers goes on as one stream", () => {
  const forwarder = new VideoForwarder(77, 98);
  const packet = (ssrc: number, sequence: number, timestamp: number) =>
    serializeRtp({
      payloadType: 120,
      marker: true,
      sequence,
      timestamp,
      ssrc,
      csrcs: [],
      payload: Buffer.from([ssrc]),
    });
  const sent = [
    forwarder.rewrite(packet(1, 65_535, 1000), 0),
    forwarder.rewrite(packet(1, 0, 4000), 33),
    forwarder.rewrite(packet(2, 500, 900_000), 133),
    forwarder.rewrite(packet(2, 502, 906_000), 200),
    forwarder.rewrite(packet(2, 501, 903_000), 201),
  ].map((data) => data && parseRtp(data));
  const first = sent[0];
  const numbers = sent.map((one) => ((one?.sequence ?? 0) - (first?.sequence ?? 0)) & 0xffff);
  expect(numbers).toEqual([0, 1, 2, 4, 3]);
  const times = sent.map((one) => (one?.timestamp ?? 0) - (first?.timestamp ?? 0));
  expect(times).toEqual([0, 3000, 12_000, 18_000, 15_000]);
  expect(sent.every((one) => one?.ssrc === 77 && one.payloadType === 98 && one.marker)).toBe(true);
  expect(forwarder.rewrite(Buffer.from("no RTP at all"))).toBeUndefined();
});
