import { afterEach, expect, test } from "vitest";
import { amplitudeAt, PortDriver, sine } from "../../../testing/tones.js";
import { until } from "../../../testing/until.js";
import { WeriftPeer } from "../../../testing/werift-peer.js";
import { createCodec } from "../codecs/index.js";
import { createWebrtc } from "./index.js";

const webrtc = createWebrtc({ address: "127.0.0.1" });
const open: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await webrtc.stop();
});

const CONNECTED_MS = 10_000;

async function call(options: { video?: boolean; opus?: boolean; timeoutMs?: number } = {}) {
  const peer = new WeriftPeer(options);
  open.push(peer);
  const leg = await webrtc.answer(await peer.offer(), options);
  await peer.accept(leg.localSdp);
  await until("connected", () => peer.connection.connectionState === "connected", CONNECTED_MS);
  // Our side of the handshake may end a moment later than the peer's.
  await until("a first packet", () => {
    peer.sendAudio(Buffer.alloc(160, 0xff));
    return leg.stats().packetsIn > 0;
  });
  return { peer, leg };
}

function listen(leg: Awaited<ReturnType<typeof call>>["leg"]) {
  const driver = new PortDriver(leg);
  open.push({ close: () => driver.stop() });
  return driver;
}

async function sing(peer: WeriftPeer, frequency: number) {
  const codec = await createCodec("PCMU");
  const next = sine(frequency, 8000);
  const timer = setInterval(() => peer.sendAudio(Buffer.from(codec.encode(next()))), 20);
  open.push({ close: () => clearInterval(timer) });
}

test("a tone goes both ways", async () => {
  const { peer, leg } = await call();
  expect(leg.codec).toMatchObject({ name: "PCMU", rate: 8000, sdpRate: 8000, payloadType: 0 });
  const driver = listen(leg);
  driver.play(sine(600, 8000));
  await sing(peer, 1000);
  await until("the peer's tone", () => amplitudeAt(driver.heard(200), 1000, 8000) > 0.4);
  expect(amplitudeAt(driver.heard(200), 600, 8000)).toBeLessThan(0.05);
  await until("packets", () => peer.received.length > 20);
  const codec = await createCodec("PCMU");
  const heard = peer.received.slice(-10).flatMap(({ payload }) => [...codec.decode(payload)]);
  expect(amplitudeAt(Int16Array.from(heard), 600, 8000)).toBeCloseTo(0.5, 1);
  expect(leg.stats()).toMatchObject({ lost: 0, strangers: 0 });
});

test("digits go both ways, each once", async () => {
  const { peer, leg } = await call();
  const digits: string[] = [];
  leg.on("dtmf", (digit) => digits.push(digit));
  for (const [index, code] of [1, 11].entries()) {
    for (let part = 1; part <= 6; part += 1) {
      const end = part > 3 ? 0x80 : 0;
      const payload = Buffer.from([code, end | 10, 0, Math.min(part, 4) * 160]);
      peer.sendEvent(payload, part === 1, 160_000 * (index + 1));
    }
  }
  await until("digits", () => digits.length >= 2);
  expect(digits).toEqual(["1", "#"]);
  leg.sendDtmf("5");
  const events = await until("the digit's end", () => {
    const all = peer.received.filter(({ header }) => header.payloadType === 101);
    return all.some(({ payload }) => ((payload[1] ?? 0) & 0x80) !== 0) ? all : undefined;
  });
  expect(events.every(({ payload }) => payload[0] === 5)).toBe(true);
  expect(events[0]?.header.marker).toBe(true);
});

test("hold and unhold by the phone are told, and the description stays the same", async () => {
  const { peer, leg } = await call();
  const first = leg.localSdp;
  const holds: boolean[] = [];
  leg.on("hold", (held) => holds.push(held));
  peer.setDirection("sendonly");
  await peer.accept(await leg.renegotiate(await peer.offer()));
  expect(leg.held).toBe(true);
  expect(leg.localSdp).toContain("a=recvonly");
  peer.setDirection("sendrecv");
  await peer.accept(await leg.renegotiate(await peer.offer()));
  expect(holds).toEqual([true, false]);
  const withoutVersion = (sdp: string) => sdp.replace(/^o=.*$/m, "");
  expect(withoutVersion(leg.localSdp)).toBe(withoutVersion(first));
  await sing(peer, 1000);
  const driver = listen(leg);
  await until("sound goes on", () => amplitudeAt(driver.heard(200), 1000, 8000) > 0.4);
});

test("an offer of ours is answered, and hold is offered later", async () => {
  const peer = new WeriftPeer();
  open.push(peer);
  const leg = await webrtc.offer({ codecs: "PCMU" });
  expect(leg.localSdp).toContain("a=setup:actpass");
  await leg.accept(await peer.answer(leg.localSdp));
  await sing(peer, 1000);
  const driver = listen(leg);
  await until("the peer's tone", () => amplitudeAt(driver.heard(200), 1000, 8000) > 0.4);
  const offer = await leg.reoffer({ hold: true });
  expect(offer).toContain("a=sendonly");
  await leg.accept(await peer.answer(offer));
  expect(leg.held).toBe(false);
  expect(await leg.reoffer()).toContain("a=sendrecv");
});

test("a peer that vanishes is told of once, within the leg's timeout", async () => {
  const { peer, leg } = await call({ timeoutMs: 500 });
  await sing(peer, 1000);
  await until("packets", () => leg.stats().packetsIn > 10);
  let timeouts = 0;
  leg.on("timeout", () => {
    timeouts += 1;
  });
  await Promise.all(open.splice(0).map((one) => one.close()));
  const left = performance.now();
  await until("timeout", () => timeouts > 0, 2000);
  expect(performance.now() - left).toBeGreaterThan(400);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(timeouts).toBe(1);
});

test("video of one leg is another's, with one sequence of numbers from both its sources", async () => {
  const options = { video: true };
  const [first, second, watcher] = await Promise.all([call(options), call(options), call(options)]);
  expect(watcher.leg.hasVideo).toBe(true);
  for (const { leg } of [first, second]) leg.on("video", (packet) => watcher.leg.sendVideo(packet));
  const show = async (peer: WeriftPeer, count: number) => {
    const before = watcher.peer.received.length;
    for (let part = 0; part < 5; part += 1) peer.sendVideo(Buffer.from([0x10, part]), 3000 * part);
    await until("video", () => watcher.peer.received.length >= before + count);
  };
  await show(first.peer, 5);
  await show(second.peer, 5);
  const headers = watcher.peer.received.map(({ header }) => header);
  expect(new Set(headers.map(({ ssrc }) => ssrc)).size).toBe(1);
  const numbers = headers.map(({ sequenceNumber }) => sequenceNumber);
  expect(numbers).toEqual(numbers.map((_, index) => ((numbers[0] ?? 0) + index) & 0xffff));
});

test("a key frame is asked for and asks", async () => {
  const { peer, leg } = await call({ video: true });
  peer.sendVideo(Buffer.from([0x10, 1]), 3000);
  const receiver = peer.connection.getTransceivers()[1]?.receiver;
  let asked = 0;
  peer.connection.dtlsTransports[0]?.onRtcp.subscribe((packet) => {
    // 206 is payload-specific feedback, with PLI 1 and FIR 4.
    if (packet.type === 206) asked += 1;
  });
  leg.requestKeyframe();
  await until("our request", () => asked > 0);
  let wanted = 0;
  leg.on("keyframe", () => {
    wanted += 1;
  });
  const ssrc = Number(/m=video[\s\S]*?a=ssrc:(\d+)/.exec(leg.localSdp)?.[1]);
  await receiver?.sendRtcpPLI(ssrc);
  await until("the peer's request", () => wanted > 0);
});

test("fifty legs that come and go leave no socket and no timer behind", async () => {
  const count = (kind: string) =>
    process.getActiveResourcesInfo().filter((one) => one === kind).length;
  const peer = new WeriftPeer();
  const offer = await peer.offer();
  await peer.close();
  const sockets = count("UDPWrap");
  const timers = count("Timeout");
  const legs = await Promise.all(Array.from({ length: 50 }, () => webrtc.answer(offer)));
  expect(count("UDPWrap")).toBe(sockets + 50);
  expect(count("Timeout")).toBeLessThanOrEqual(timers + 1);
  for (const one of legs) one.close();
  await until("sockets are closed", () => count("UDPWrap") <= sockets);
  expect(count("Timeout")).toBeLessThanOrEqual(timers);
});
