import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { CipherContext } from "werift";
import { until } from "../../../testing/until.js";
import { WeriftPeer } from "../../../testing/werift-peer.js";
import { MediaRefusedError } from "../types.js";
import { agreeOnOffer } from "./agreement.js";
import { readPreferences } from "./codec-choice.js";
import { createWebrtc } from "./index.js";
import { readDescription } from "./remote-description.js";

const webrtc = createWebrtc({ address: "127.0.0.1" });
const peers: WeriftPeer[] = [];

afterEach(async () => {
  await Promise.all(peers.splice(0).map((one) => one.close()));
  await webrtc.stop();
});

function peerWith(options: ConstructorParameters<typeof WeriftPeer>[0] = {}): WeriftPeer {
  const peer = new WeriftPeer(options);
  peers.push(peer);
  return peer;
}

/** The certificate of one and the key of another: what somebody has who only saw the certificate. */
async function stolenCertificate() {
  const make = () =>
    CipherContext.createSelfSignedCertificateWithKey({ signature: 3, hash: 4 }, 23);
  const [victim, thief] = await Promise.all([make(), make()]);
  return { ...thief, certPem: victim.certPem };
}

const isHeard = async (peer: WeriftPeer, packetsIn: () => number) => {
  const end = performance.now() + 1500;
  while (performance.now() < end && packetsIn() === 0) {
    peer.sendAudio(Buffer.alloc(160, 0xff));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return packetsIn() > 0;
};

test("a certificate other than the one the offer tells of gets no media", async () => {
  const peer = peerWith();
  const offer = await peer.offer();
  const lied = offer.replaceAll(
    /(a=fingerprint:sha-256 )(..)/g,
    (_, name, first) => `${name}${first === "00" ? "01" : "00"}`,
  );
  expect(lied).not.toBe(offer);
  const leg = await webrtc.answer(lied);
  await peer.accept(leg.localSdp);
  expect(await isHeard(peer, () => leg.stats().packetsIn)).toBe(false);
});

test("a stolen certificate without its key gets no media, whoever speaks first", async () => {
  const keys = await stolenCertificate();
  const caller = peerWith({ keys });
  const called = peerWith({ keys });
  const answered = await webrtc.answer(await caller.offer());
  await caller.accept(answered.localSdp);
  const offered = await webrtc.offer({ codecs: "PCMU" });
  await offered.accept(await called.answer(offered.localSdp));
  expect(await isHeard(caller, () => answered.stats().packetsIn)).toBe(false);
  expect(await isHeard(called, () => offered.stats().packetsIn)).toBe(false);
});

test("the same peers with their own keys are heard", async () => {
  const make = () =>
    CipherContext.createSelfSignedCertificateWithKey({ signature: 3, hash: 4 }, 23);
  const caller = peerWith({ keys: await make() });
  const called = peerWith({ keys: await make() });
  const answered = await webrtc.answer(await caller.offer());
  await caller.accept(answered.localSdp);
  const offered = await webrtc.offer({ codecs: "PCMU" });
  await offered.accept(await called.answer(offered.localSdp));
  expect(await isHeard(caller, () => answered.stats().packetsIn)).toBe(true);
  expect(await isHeard(called, () => offered.stats().packetsIn)).toBe(true);
});

test("strangers' packets of every kind are counted and thrown away", async () => {
  const peer = peerWith();
  const leg = await webrtc.answer(await peer.offer());
  await peer.accept(leg.localSdp);
  expect(await isHeard(peer, () => leg.stats().packetsIn)).toBe(true);
  const before = leg.stats();
  const stranger = createSocket("udp4");
  for (let first = 0; first < 256; first += 8) {
    const packet = Buffer.concat([Buffer.from([first]), randomBytes(first)]);
    stranger.send(packet, leg.localPort, "127.0.0.1");
  }
  await until("strangers", () => leg.stats().strangers >= before.strangers + 32);
  stranger.close();
  expect(leg.stats().packetsIn).toBe(before.packetsIn);
  expect(leg.remotePort).not.toBe(0);
});

test("offers with anything wrong in them are refused with the field or answered, nothing else", async () => {
  const offer = await peerWith({ video: true }).offer();
  const lines = offer.split("\r\n");
  const wishes = { preferences: readPreferences(undefined), video: true, hold: false };
  const attempt = (text: string) => {
    try {
      return agreeOnOffer(readDescription(text), wishes).media.length;
    } catch (error) {
      expect(error).toBeInstanceOf(MediaRefusedError);
      return undefined;
    }
  };
  expect(attempt(offer)).toBe(2);
  const place = fc.integer({ min: 0, max: lines.length - 1 });
  fc.assert(
    fc.property(place, place, fc.string(), (from, to, text) => {
      const moved = [...lines];
      moved.splice(to, 0, ...moved.splice(from, 1));
      attempt(moved.join("\r\n"));
      attempt(lines.filter((_, index) => index !== from).join("\r\n"));
      const cut = (line: string) => line.slice(0, line.length >> 1) + text;
      attempt(lines.map((line, index) => (index === from ? cut(line) : line)).join("\r\n"));
    }),
    { numRuns: 300 },
  );
});

test("a full range of ports refuses the call, and a closed leg makes room", async () => {
  const narrow = createWebrtc({ address: "127.0.0.1", portRange: [15_700, 15_701] });
  const offer = await peerWith().offer();
  const legs = [await narrow.answer(offer), await narrow.answer(offer)];
  expect(legs.map((leg) => leg.localPort).sort()).toEqual([15_700, 15_701]);
  await expect(narrow.answer(offer)).rejects.toMatchObject({ field: "port" });
  legs[0]?.close();
  const next = await until("a free port", () => narrow.answer(offer).catch(() => undefined));
  expect(next.localPort).toBe(legs[0]?.localPort);
  await narrow.stop();
});

test("a refused offer leaves the leg as it was", async () => {
  const peer = peerWith();
  const leg = await webrtc.answer(await peer.offer());
  const before = leg.localSdp;
  await expect(leg.renegotiate("v=0\r\n")).rejects.toBeInstanceOf(MediaRefusedError);
  const foreign = before.replaceAll("PCMU/8000", "GSM/8000").replace(/(m=audio \d+ \S+).*/, "$1 3");
  await expect(leg.renegotiate(foreign)).rejects.toMatchObject({ field: "audio" });
  expect(leg.localSdp).toBe(before);
});
