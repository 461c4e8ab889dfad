import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DtmfReceiver, DtmfSender, type RtpPacket } from "./index.js";

/** All packets of the digits, tick by tick of 20 ms, as a receiver sees them. */
function packetsOf(digits: string, durationMs: number, clockRate = 8000): RtpPacket[] {
  const sender = new DtmfSender(clockRate);
  sender.send(digits, durationMs);
  const packets: RtpPacket[] = [];
  for (let tick = 0; sender.busy && tick < 5000; tick += 1) {
    const next = sender.next(tick * (clockRate / 50));
    if (next === undefined) continue;
    packets.push({
      payloadType: 101,
      marker: next.marker,
      sequence: packets.length,
      timestamp: next.timestamp,
      ssrc: 1,
      csrcs: [],
      payload: Buffer.from(next.payload),
    });
  }
  return packets;
}

function heard(packets: readonly RtpPacket[], clockRate = 8000): [string, number][] {
  const digits: [string, number][] = [];
  const receiver = new DtmfReceiver(clockRate, (digit, ms) => digits.push([digit, ms]));
  packets.forEach((packet, index) => {
    receiver.push(packet, index * 20);
  });
  receiver.expire(packets.length * 20 + 1000);
  return digits;
}

const isEnd = (packet: RtpPacket): boolean => ((packet.payload[1] ?? 0) & 0x80) !== 0;

describe("RFC 4733 digits", () => {
  test("one digit: a marked beginning, growing durations, three equal ends", () => {
    const packets = packetsOf("5", 100);
    expect(packets.map(({ payload }) => payload.toString("hex"))).toEqual([
      "050a00a0",
      "050a0140",
      "050a01e0",
      "050a0280",
      "058a0320",
      "058a0320",
      "058a0320",
    ]);
    expect(packets.map(({ marker }) => marker)).toEqual([true, ...new Array(6).fill(false)]);
    expect(new Set(packets.map(({ timestamp }) => timestamp)).size).toBe(1);
  });

  test("are each heard once, with their duration, several fast after another", () => {
    const digits = "0123456789*#ABCD55";
    expect(heard(packetsOf(digits, 80))).toEqual([...digits].map((digit) => [digit, 80]));
  });

  test("are heard once though any packet but one of each is lost", () => {
    const digits = "1223";
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 28, maxLength: 28 }), (lost) => {
        const packets = packetsOf(digits, 100);
        const kept = packets.filter((packet, index) => {
          const others = packets.filter(({ timestamp }) => timestamp === packet.timestamp);
          return !lost[index] || packet === others[3];
        });
        expect(
          heard(kept)
            .map(([digit]) => digit)
            .join(""),
        ).toBe(digits);
      }),
    );
  });

  test("are heard once though packets come twice and the ends out of order", () => {
    const packets = packetsOf("12", 100);
    const doubled = packets.flatMap((packet) => [packet, packet]);
    expect(heard(doubled)).toEqual([
      ["1", 100],
      ["2", 100],
    ]);
    const late = packets.filter((packet) => isEnd(packet) && packet.payload[0] === 1).at(-1);
    const misplaced = packets.filter((packet) => packet !== late);
    misplaced.splice(9, 0, late ?? packets[0]!);
    expect(heard(misplaced).map(([digit]) => digit)).toEqual(["1", "2"]);
  });

  test("end by themselves when all end packets are lost", () => {
    const packets = packetsOf("7", 200).filter((packet) => !isEnd(packet));
    const digits: [string, number][] = [];
    const receiver = new DtmfReceiver(8000, (digit, ms) => digits.push([digit, ms]));
    packets.forEach((packet, index) => {
      receiver.push(packet, index * 20);
    });
    receiver.expire(packets.length * 20);
    expect(digits).toEqual([]);
    receiver.expire(packets.length * 20 + 250);
    expect(digits).toEqual([["7", 180]]);
  });

  test.each([
    [8000, 20_000],
    [48_000, 5000],
  ])("at %i Hz one that lasts %i ms is one digit in segments", (clockRate, durationMs) => {
    const packets = packetsOf("9", durationMs, clockRate);
    expect(new Set(packets.map(({ timestamp }) => timestamp)).size).toBeGreaterThan(1);
    expect(heard(packets, clockRate)).toEqual([["9", durationMs]]);
  });

  test("pass over what is no digit, and garbage", () => {
    const sender = new DtmfSender(8000);
    sender.send("x!");
    expect(sender.busy).toBe(false);
    const [first] = packetsOf("1", 100);
    expect(heard([{ ...first!, payload: Buffer.from([16, 0x80, 0, 1]) }])).toEqual([]);
    expect(heard([{ ...first!, payload: Buffer.from([1, 0x80]) }])).toEqual([]);
    expect(heard([{ ...first!, payload: Buffer.alloc(0) }])).toEqual([]);
  });

  test("leave 60 ms of audio between two digits", () => {
    const sender = new DtmfSender(8000);
    sender.send("12", 40);
    const ticks = Array.from({ length: 11 }, (_, tick) => sender.next(tick * 160)?.payload[0]);
    expect(ticks).toEqual([1, 1, 1, 1, undefined, undefined, undefined, 2, 2, 2, 2]);
  });
});
