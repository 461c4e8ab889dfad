import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RtpHeader, SrtcpSession, SrtpSession } from "werift";
import { deriveKeys } from "./keys.js";
import { PacketIndex } from "./packet-index.js";
import { SrtpReceiver, SrtpSender } from "./srtp.js";

const hex = (text: string) => Buffer.from(text, "hex");
const MASTER = {
  key: hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
  salt: hex("0EC675AD498AFEEBB6960B3AABE6"),
};

function rtp(sequence: number, payload: Buffer, ssrc = 7): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}

const other = () =>
  ({
    profile: 1,
    keys: {
      localMasterKey: MASTER.key,
      localMasterSalt: MASTER.salt,
      remoteMasterKey: MASTER.key,
      remoteMasterSalt: MASTER.salt,
    },
  }) as const;

test("session keys are those of RFC 3711 B.3", () => {
  const keys = deriveKeys(MASTER, 0);
  expect(keys.encryption).toEqual(hex("C61E7A93744F39EE10734AFE3FF7A087"));
  expect(keys.salt).toEqual(hex("30CBBC08863D8C85D49DB34A9AE1"));
  expect(keys.authentication.export()).toEqual(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
});

test("another implementation reads what is protected here, and the other way round", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 1200 }),
      fc.integer({ min: 0, max: 0xffff }),
      (bytes, sequence) => {
        const payload = Buffer.from(bytes);
        const theirs = new SrtpSession(other());
        const packet = rtp(sequence, payload);
        const wire = new SrtpSender(MASTER).protect(packet);
        expect(theirs.decrypt(wire)).toEqual(packet);
        const header = new RtpHeader({ sequenceNumber: sequence, ssrc: 9, payloadType: 0 });
        const back = new SrtpReceiver(MASTER).unprotect(
          new SrtpSession(other()).encrypt(payload, header),
        );
        expect(back?.subarray(12)).toEqual(payload);
      },
    ),
    { numRuns: 50 },
  );
});

test("another implementation reads our reports, and the other way round", () => {
  const report = hex("80c90001000000ff");
  expect(new SrtcpSession(other()).decrypt(new SrtpSender(MASTER).protectRtcp(report))).toEqual(
    report,
  );
  const wire = new SrtcpSession(other()).encrypt(report);
  expect(new SrtpReceiver(MASTER).unprotectRtcp(wire)).toEqual(report);
});

test("packets go on over the end of the sequence numbers, with losses and out of order", () => {
  const sender = new SrtpSender(MASTER);
  const receiver = new SrtpReceiver(MASTER);
  const wires = Array.from({ length: 4000 }, (_, index) => {
    const [early, late] = [11, 49].map((part) =>
      sender.protect(rtp(index * 50 + part, Buffer.from([index & 0xff, part]))),
    );
    return [late, early] as const;
  });
  const read = wires.flatMap((pair) => pair.map((wire) => wire && receiver.unprotect(wire)));
  expect(read.every((one) => one !== undefined)).toBe(true);
  expect(read[2 * 3999]?.subarray(12)).toEqual(Buffer.from([3999 & 0xff, 49]));
});

test("a packet is taken once, a forged one and a cut one never", () => {
  const receiver = new SrtpReceiver(MASTER);
  const wire = new SrtpSender(MASTER).protect(rtp(5, randomBytes(160)));
  const copy = () => Buffer.from(wire);
  const forged = copy();
  forged[40] = (forged[40] ?? 0) ^ 1;
  expect(receiver.unprotect(forged)).toBeUndefined();
  expect(receiver.unprotect(copy())).toBeDefined();
  expect(receiver.unprotect(copy())).toBeUndefined();
  for (let length = 0; length < wire.length; length += 1) {
    expect(new SrtpReceiver(MASTER).unprotect(copy().subarray(0, length))).toBeUndefined();
    expect(new SrtpReceiver(MASTER).unprotectRtcp(copy().subarray(0, length))).toBeUndefined();
  }
});

test("a window of 64 packets tells new from old", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 200 }), (indices) => {
      const window = new PacketIndex();
      const taken = new Set<number>();
      for (const index of indices) {
        const highest = Math.max(-1, ...taken);
        const isFresh = !taken.has(index) && index > highest - 64;
        expect(window.isFresh(index)).toBe(isFresh);
        if (isFresh) {
          window.accept(index);
          taken.add(index);
        }
      }
    }),
  );
});
