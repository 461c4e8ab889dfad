import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MediaRefusedError } from "../types.js";
import { agree, isWebrtc, parseSdp, readPreferences, type SdpSession, writeSdp } from "./index.js";

const lines = (...given: string[]): string => `${given.join("\r\n")}\r\n`;
const HEAD = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"];
const offer = (...media: string[]): SdpSession => parseSdp(lines(...HEAD, ...media));

function agreed(session: SdpSession, codecs?: string, video = true) {
  return agree(session, { preferences: readPreferences(codecs), video });
}

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9/.-]{0,10}$/);
const text = fc.stringMatching(/^[ -~]{0,30}$/);
const connection = fc.option(
  fc.record({
    family: fc.constantFrom("IP4" as const, "IP6" as const),
    address: fc.oneof(fc.ipV4(), fc.ipV6(), word),
  }),
  { nil: undefined },
);
const attributes = fc.array(
  fc.oneof(fc.record({ name: word }), fc.record({ name: word, value: text })),
  { maxLength: 6 },
);
const bandwidth = fc.array(fc.constantFrom("b=AS:64", "k=prompt", "b=TIAS:12"), { maxLength: 2 });
const media = fc.record({
  kind: fc.constantFrom("audio", "video", "application", "image"),
  port: fc.nat(65_535),
  protocol: fc.constantFrom("RTP/AVP", "udptl", "UDP/TLS/RTP/SAVPF"),
  formats: fc.array(word, { maxLength: 5 }),
  connection,
  otherLines: bandwidth,
  attributes,
});
const session = fc.record({
  origin: fc.record({
    username: word,
    sessionId: fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
    version: fc.nat().map(String),
    family: fc.constantFrom("IP4" as const, "IP6" as const),
    address: word,
  }),
  name: text,
  connection,
  otherLines: fc.constantFrom(["t=0 0"], ["i=what", "t=1 2", "r=1 2 3"], ["b=CT:9", "t=0 0"]),
  attributes,
  media: fc.array(media, { maxLength: 4 }),
});

describe("a session description", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(session, (value) => {
        expect(parseSdp(writeSdp(value))).toEqual(value);
      }),
    );
  });

  test("is read with any line ends", () => {
    fc.assert(
      fc.property(session, fc.constantFrom("\n", "\r", "\r\n\r\n"), (value, end) => {
        expect(parseSdp(writeSdp(value).replaceAll("\r\n", end))).toEqual(value);
      }),
    );
  });

  test("that is wrong is refused with the field, whatever it is", () => {
    const broken = fc
      .tuple(session, fc.nat(), fc.string({ maxLength: 3 }))
      .map(([value, at, put]) => {
        const written = writeSdp(value);
        const place = at % written.length;
        return written.slice(0, place) + put + written.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), broken), (given) => {
        try {
          agreed(parseSdp(given));
        } catch (error) {
          expect(error).toBeInstanceOf(MediaRefusedError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["", "v"],
    [lines("v=1", "o=- 1 1 IN IP4 a"), "v"],
    [lines("v=0", "s=-"), "o"],
    [lines("v=0", "o=- 1 1 IN IP4"), "o"],
    [lines("v=0", "o=- 1 1 IN X25 a"), "o"],
    [lines(...HEAD, "m=audio 70000 RTP/AVP 0"), "m"],
    [lines(...HEAD, "m=audio x RTP/AVP 0"), "m"],
    [lines(...HEAD, "m=audio 4000"), "m"],
    [lines(...HEAD, "c=IN IP4"), "c"],
    [lines(...HEAD, "hello"), "line"],
    [lines(...HEAD, ...new Array(33).fill("m=audio 4000 RTP/AVP 0")), "m"],
    [`v=0\r\n${"a=x\r\n".repeat(20_000)}`, "line"],
  ])("%j is refused for its %s", (given, field) => {
    expect(() => parseSdp(given)).toThrow(expect.objectContaining({ field }));
  });
});

describe("agreeing on audio", () => {
  const ALL = [
    "m=audio 4000 RTP/AVP 0 8 9 111 110 101 13",
    "a=rtpmap:111 opus/48000/2",
    "a=rtpmap:110 telephone-event/48000",
    "a=rtpmap:101 telephone-event/8000",
  ];

  test.each([
    ["OPUS,G722,PCMU", "opus", 111, 110],
    ["G722@20i,PCMU", "G722", 9, 101],
    ["pcma", "PCMA", 8, 101],
    ["GSM,PCMU,VP8", "PCMU", 0, 101],
    [undefined, "PCMU", 0, 101],
    ["VP8", "PCMU", 0, 101],
  ])("%s chooses %s, its type and events of its rate", (codecs, name, payloadType, events) => {
    const { audio } = agreed(offer(...ALL), codecs);
    expect(audio?.codec).toMatchObject({ name, payloadType });
    expect(audio?.events?.type).toBe(events);
    expect(audio?.comfortNoise).toBe(13);
  });

  test("takes events of 8000 Hz beside Opus where there are no others", () => {
    const session = offer(
      "m=audio 4000 RTP/AVP 96 97",
      "a=rtpmap:96 OPUS/48000/2",
      "a=rtpmap:97 telephone-event/8000",
    );
    expect(agreed(session, "opus").audio?.events).toMatchObject({ type: 97, clockRate: 8000 });
  });

  test("does not believe a static type that is mapped to something else", () => {
    expect(agreed(offer("m=audio 4000 RTP/AVP 0", "a=rtpmap:0 L16/8000")).audio).toBeUndefined();
    expect(agreed(offer("m=audio 4000 RTP/AVP 0", "a=rtpmap:0 PCMU/16000")).audio).toBeUndefined();
  });

  test.each([
    [[], "sendrecv", false],
    [["a=sendonly"], "recvonly", true],
    [["a=recvonly"], "sendonly", false],
    [["a=inactive"], "inactive", true],
    [["c=IN IP4 0.0.0.0"], "recvonly", true],
    [["c=IN IP4 0.0.0.0", "a=recvonly"], "inactive", true],
    [["c=IN IP4 0.0.0.0", "a=inactive"], "inactive", true],
  ])("%j gives us %s, held: %s", (attributes, direction, isHeld) => {
    const stream = agreed(offer("m=audio 4000 RTP/AVP 0", ...attributes)).audio?.stream;
    expect(stream).toMatchObject({ ourDirection: direction, isHeld });
  });

  test("reads the session's direction and address where the stream has none", () => {
    const session = parseSdp(
      lines(...HEAD, "a=sendonly", "m=audio 4000 RTP/AVP 0", "a=rtcp:5000 IN IP4 127.0.0.9"),
    );
    expect(agreed(session).audio?.stream).toMatchObject({
      isHeld: true,
      place: { address: "127.0.0.1", port: 4000 },
      rtcpPlace: { address: "127.0.0.9", port: 5000 },
    });
  });

  test.each(["224.0.0.1/127", "239.1.1.1", "255.255.255.255", "ff02::1", "a b", "<x>"])(
    "sends nothing to %s",
    (address) => {
      const session = () => agreed(offer("m=audio 4000 RTP/AVP 0", `c=IN IP4 ${address}`));
      expect(session).toThrow(expect.objectContaining({ field: "c" }));
    },
  );
});

describe("agreeing on streams", () => {
  test("keeps their order and refuses what is not known, not wanted or too much", () => {
    const session = offer(
      "m=image 5000 udptl t38",
      "m=audio 0 RTP/AVP 0",
      "m=audio 5002 RTP/SAVP 0",
      "m=video 5004 RTP/AVP 34",
      "m=audio 5006 RTP/AVP 0",
      "m=audio 5008 RTP/AVP 0",
      "m=video 5010 RTP/AVP 100 99",
      "a=rtpmap:99 VP8/90000",
      "a=rtpmap:100 H264/90000",
    );
    const { lines: uses, audio, video } = agreed(session);
    expect(uses.map(({ use }) => use)).toEqual([
      ...["refused", "refused", "refused", "refused", "audio", "refused", "video"],
    ]);
    expect(audio?.stream.place.port).toBe(5006);
    expect(video?.payload).toMatchObject({ name: "VP8", type: 99 });
    expect(agreed(session, "PCMU,H264").video?.payload.type).toBe(100);
    expect(agreed(session, undefined, false).video).toBeUndefined();
  });

  test("tells a browser from a telephone", () => {
    const fingerprint = "a=fingerprint:sha-256 AA";
    expect(isWebrtc(offer("m=audio 9 UDP/TLS/RTP/SAVPF 0", fingerprint))).toBe(true);
    expect(isWebrtc(parseSdp(lines(...HEAD, fingerprint, "m=audio 9 RTP/SAVPF 0")))).toBe(true);
    expect(isWebrtc(offer("m=audio 9 RTP/SAVP 0", "a=crypto:1 X inline:Y"))).toBe(false);
    expect(isWebrtc(offer("m=audio 9 RTP/AVP 0"))).toBe(false);
  });

  test("takes a key it can use, and no other", () => {
    const key = Buffer.alloc(30, 1).toString("base64");
    const with_ = (...cryptos: string[]) =>
      agreed(offer("m=audio 4000 RTP/SAVP 0", ...cryptos.map((one) => `a=crypto:${one}`))).audio;
    expect(
      with_(
        `1 AES_256_CM_HMAC_SHA1_80 inline:${key}`,
        `2 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^20|1:4`,
        `3 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31`,
      )?.stream.crypto?.tag,
    ).toBe("3");
    expect(with_("1 AES_CM_128_HMAC_SHA1_80 inline:short")).toBeUndefined();
  });
});
