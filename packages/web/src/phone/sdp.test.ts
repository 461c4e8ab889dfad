import { expect, test } from "vitest";
import { hasVideo, withAddresses, withCodecs } from "./sdp.js";

const OFFER = [
  "v=0",
  "o=- 1 2 IN IP4 127.0.0.1",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
  "c=IN IP4 0.0.0.0",
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
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=rtpmap:96 VP8/90000",
  "",
].join("\r\n");

const line = (sdp: string) => /^m=audio .*$/m.exec(sdp)?.[0]?.trim();

test("without wishes nothing is changed", () => {
  expect(withCodecs(OFFER, [])).toBe(OFFER);
});

test("the wished codecs come in the wished order, with the digits of their clock rates", () => {
  expect(line(withCodecs(OFFER, ["PCMA", "opus"]))).toBe(
    "m=audio 9 UDP/TLS/RTP/SAVPF 8 111 110 126",
  );
});

test("nothing of the others stays, and everything of pictures does", () => {
  const sdp = withCodecs(OFFER, ["g722"]);
  expect(line(sdp)).toBe("m=audio 9 UDP/TLS/RTP/SAVPF 9 126");
  expect(sdp).not.toMatch(/opus|red|:111 |PCMU|CN\/|telephone-event\/48000/);
  expect(sdp).toContain("m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n");
  expect(sdp.startsWith("v=0\r\n")).toBe(true);
});

test("a second time changes nothing more", () => {
  const once = withCodecs(OFFER, ["opus", "PCMU"]);
  expect(withCodecs(once, ["opus", "PCMU"])).toBe(once);
});

test("an offer without any of them is left as it is", () => {
  expect(withCodecs(OFFER, ["speex"])).toBe(OFFER);
});

test("static payload types count without an rtpmap", () => {
  const bare = "m=audio 4000 RTP/AVP 8 0\r\nc=IN IP4 127.0.0.1\r\n";
  expect(line(withCodecs(bare, ["PCMU"]))).toBe("m=audio 4000 RTP/AVP 0");
});

test("pictures are there unless their port is 0", () => {
  expect(hasVideo(OFFER)).toBe(true);
  expect(hasVideo(OFFER.replace("m=video 9", "m=video 0"))).toBe(false);
  expect(hasVideo("m=audio 9 RTP/AVP 0\r\n")).toBe(false);
});

const HIDDEN = "a=candidate:1 1 udp 2113937151 1bcbc1a3-9153.local 58732 typ host generation 0\r\n";
const SHOWN = "a=candidate:2 1 udp 2113937151 10.0.0.7 58732 typ host generation 0\r\n";

test("addresses that only the own network can look up become one that leads nowhere", () => {
  expect(withAddresses(HIDDEN + HIDDEN)).toBe(
    "a=candidate:1 1 udp 2113937151 192.0.2.1 58732 typ host generation 0\r\n".repeat(2),
  );
});

test("with a true address, or without any, nothing is changed", () => {
  expect(withAddresses(HIDDEN + SHOWN)).toBe(HIDDEN + SHOWN);
  expect(withAddresses(OFFER)).toBe(OFFER);
});
