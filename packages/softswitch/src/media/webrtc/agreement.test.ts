import { expect, test } from "vitest";
import { agreeOnAnswer, agreeOnOffer, offeredMedia } from "./agreement.js";
import { describeCodec, readPreferences } from "./codec-choice.js";
import { writeDescription } from "./local-description.js";
import { readDescription } from "./remote-description.js";

const FINGERPRINT = `sha-256 ${Array(32).fill("AB").join(":")}`;

/** As Chromium orders things: all of the transport in every m-line. */
const chromium = (options: { video?: string; audio?: string } = {}) =>
  [
    "v=0",
    "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0 1",
    "a=extmap-allow-mixed",
    "a=msid-semantic: WMS stream",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
    ...transport("0"),
    `a=${options.audio ?? "sendrecv"}`,
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    "a=rtcp-fb:111 transport-cc",
    "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtpmap:63 red/48000/2",
    "a=fmtp:63 111/111",
    "a=rtpmap:9 G722/8000",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:13 CN/8000",
    "a=rtpmap:110 telephone-event/48000",
    "a=rtpmap:126 telephone-event/8000",
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 107 109",
    ...transport("1"),
    `a=${options.video ?? "sendrecv"}`,
    "a=rtcp-mux",
    "a=rtpmap:96 VP8/90000",
    "a=rtpmap:97 rtx/90000",
    "a=fmtp:97 apt=96",
    "a=rtpmap:103 H264/90000",
    "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640c1f",
    "a=rtpmap:107 H264/90000",
    "a=fmtp:107 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f",
    "a=rtpmap:109 H264/90000",
    "a=fmtp:109 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
    "",
  ].join("\r\n");

const transport = (mid: string) => [
  "c=IN IP4 0.0.0.0",
  "a=rtcp:9 IN IP4 0.0.0.0",
  "a=ice-ufrag:abcd",
  "a=ice-pwd:0123456789012345678901",
  "a=ice-options:trickle",
  `a=fingerprint:${FINGERPRINT}`,
  "a=setup:actpass",
  `a=mid:${mid}`,
];

/** As Firefox does: the fingerprint once for all. */
const FIREFOX = [
  "v=0",
  "o=mozilla...THIS_IS_SDPARTA-99.0 1234567890123456789 0 IN IP4 0.0.0.0",
  "s=-",
  "t=0 0",
  "a=sendrecv",
  `a=fingerprint:${FINGERPRINT}`,
  "a=group:BUNDLE 0",
  "a=ice-options:trickle",
  "a=msid-semantic:WMS *",
  "m=audio 54321 UDP/TLS/RTP/SAVPF 109 9 0 8 101",
  "c=IN IP4 192.0.2.7",
  "a=candidate:0 1 UDP 2122252543 192.0.2.7 54321 typ host",
  "a=sendrecv",
  "a=end-of-candidates",
  "a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1",
  "a=fmtp:101 0-15",
  "a=ice-pwd:0123456789012345678901234567890a",
  "a=ice-ufrag:f00dbabe",
  "a=mid:0",
  "a=rtcp-mux",
  "a=rtpmap:109 opus/48000/2",
  "a=rtpmap:9 G722/8000/1",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:8 PCMA/8000",
  "a=rtpmap:101 telephone-event/8000",
  "a=setup:actpass",
  "",
].join("\r\n");

const wishes = (codecs?: string, video = false, hold = false) => ({
  preferences: readPreferences(codecs),
  video,
  hold,
});

const agree = (offer: string, ...rest: Parameters<typeof wishes>) =>
  agreeOnOffer(readDescription(offer), wishes(...rest));

function write(media: ReturnType<typeof agree>["media"]): string {
  const identity = {
    sessionId: "1",
    address: "192.0.2.1",
    port: 20_000,
    fingerprint: "AB",
    cname: "name",
    ssrcs: { audio: 1, video: 2 },
  };
  const credentials = { ufrag: "ours", password: "secret" };
  return writeDescription(identity, { version: 1, credentials, setup: "active", media });
}

test("our preference decides, whatever the browser's order is", () => {
  expect(describeCodec(agree(chromium(), "PCMU,OPUS").audio)).toMatchObject({ name: "PCMU" });
  expect(describeCodec(agree(chromium(), "G722@20i,OPUS").audio)).toMatchObject({
    name: "G722",
    rate: 16_000,
    sdpRate: 8000,
    payloadType: 9,
  });
  expect(describeCodec(agree(chromium()).audio)).toMatchObject({ name: "opus", payloadType: 111 });
});

test("digits have the clock of the codec, or 8000 Hz where the browser has no other", () => {
  expect(agree(chromium(), "OPUS").audio.events).toMatchObject({ type: 110, clockRate: 48_000 });
  expect(agree(chromium(), "PCMU").audio.events).toMatchObject({ type: 126, clockRate: 8000 });
  expect(agree(FIREFOX, "OPUS").audio.events).toMatchObject({ type: 101, clockRate: 8000 });
});

test("Firefox's offer is answered with its name of the m-line and one of its codecs", () => {
  const sdp = write(agree(FIREFOX, "PCMU").media);
  expect(sdp).toContain("a=group:BUNDLE 0\r\n");
  expect(sdp).toContain("m=audio 20000 UDP/TLS/RTP/SAVPF 0 101\r\n");
  expect(sdp).toContain("a=candidate:1 1 udp 2130706431 192.0.2.1 20000 typ host\r\n");
  expect(sdp.match(/^a=candidate/gm)).toHaveLength(1);
});

test("video that is not wanted has port 0 and is no member of the bundle", () => {
  const sdp = write(agree(chromium(), "PCMU").media);
  expect(sdp).toContain("a=group:BUNDLE 0\r\n");
  expect(sdp).toMatch(/m=video 0 UDP\/TLS\/RTP\/SAVPF 96 97 103 107 109\r\n/);
});

test("video that is wanted is VP8, or H.264 in the profile that all browsers have", () => {
  expect(agree(chromium(), "OPUS", true).video?.type).toBe(96);
  expect(agree(chromium(), "OPUS,H264", true).video?.type).toBe(109);
  expect(write(agree(chromium(), "OPUS", true).media)).toContain("a=group:BUNDLE 0 1\r\n");
});

test("video outside the bundle, which would need a second port, is refused", () => {
  const apart = chromium().replace("BUNDLE 0 1", "BUNDLE 0");
  expect(agree(apart, "OPUS", true).video).toBeUndefined();
});

test("directions are mirrored, and hold of both sides together stops all", () => {
  const directionOf = (audio: string, hold: boolean) => {
    const [line] = agree(chromium({ audio }), "PCMU", false, hold).media;
    return line !== undefined && "direction" in line ? line.direction : undefined;
  };
  expect(directionOf("sendrecv", false)).toBe("sendrecv");
  expect(directionOf("sendonly", false)).toBe("recvonly");
  expect(directionOf("recvonly", false)).toBe("sendonly");
  expect(directionOf("inactive", false)).toBe("inactive");
  expect(directionOf("sendrecv", true)).toBe("sendonly");
  expect(directionOf("sendonly", true)).toBe("inactive");
  expect(agree(chromium({ audio: "sendonly" })).held).toBe(true);
  expect(agree(chromium({ audio: "recvonly" })).held).toBe(false);
});

test("a browser that shows but does not look gets no video", () => {
  expect(agree(chromium({ video: "sendonly" }), "OPUS", true).sendsVideo).toBe(false);
  expect(agree(chromium({ video: "sendrecv" }), "OPUS", true).sendsVideo).toBe(true);
});

test("an offer of ours is concluded with what the answer takes", () => {
  const wish = wishes("OPUS,PCMU", true);
  const offered = offeredMedia(wish);
  const answer = FIREFOX.replace("a=setup:actpass", "a=setup:active")
    .replaceAll("109", "111")
    .replace(/m=audio.*/, "m=audio 54321 UDP/TLS/RTP/SAVPF 111 101");
  const refused = `${answer}m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=inactive\r\na=mid:1\r\n`;
  const agreement = agreeOnAnswer(readDescription(refused), offered, wish);
  expect(describeCodec(agreement.audio)).toMatchObject({ name: "opus", payloadType: 111 });
  expect(agreement.video).toBeUndefined();
  expect(write(agreement.media)).toMatch(/^m=video 0 /m);
  expect(() => agreeOnAnswer(readDescription(answer), offered, wish)).toThrow(
    expect.objectContaining({ field: "m" }),
  );
});

test("what is no browser's offer is refused with the field that is missing", () => {
  const without = (name: string) => FIREFOX.split("\r\n").filter((one) => !one.startsWith(name));
  const field = (name: string) => expect.objectContaining({ field: name });
  const read = (lines: string[]) => () => agree(lines.join("\r\n"));
  expect(read(without("a=ice-ufrag"))).toThrow(field("ice-ufrag"));
  expect(read(without("a=fingerprint"))).toThrow(field("fingerprint"));
  expect(read(without("a=rtcp-mux"))).toThrow(field("rtcp-mux"));
  expect(() => agree(FIREFOX.replace(/m=audio.*/, "m=audio 9 UDP/TLS/RTP/SAVPF 3"))).toThrow(
    field("audio"),
  );
});
