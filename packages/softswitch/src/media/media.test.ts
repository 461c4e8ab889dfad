import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { delivered, RtpPhone } from "../../testing/rtp-phone.js";
import { createMedia, type Media, type MediaLeg, MediaRefusedError } from "./index.js";

const AUDIO = ["m=audio PORT RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000"];
const SILENCE = Buffer.alloc(160, 0xff);

let now: number;
let media: Media;
let phones: RtpPhone[];

beforeEach(() => {
  now = 1000;
  phones = [];
  media = createMedia({ address: "127.0.0.1", portRange: [31_000, 39_000], now: () => now });
});

afterEach(async () => {
  await media.stop();
  for (const phone of phones) phone.close();
});

async function openPhone(address?: string): Promise<RtpPhone> {
  const phone = await RtpPhone.open(address);
  phones.push(phone);
  return phone;
}

/** A phone and the leg that has answered it. */
async function call(
  lines: readonly string[] = AUDIO,
  options: Parameters<Media["answer"]>[1] = {},
): Promise<{ phone: RtpPhone; leg: MediaLeg }> {
  const phone = await openPhone();
  const leg = await media.answer(phone.sdp(lines), options);
  return { phone, leg };
}

/** Two legs that talk to each other. */
async function pair(codecs: string): Promise<{ caller: MediaLeg; callee: MediaLeg }> {
  const caller = await media.offer({ codecs, webrtc: false });
  const callee = await media.answer(caller.localSdp, { codecs });
  await caller.accept(callee.localSdp);
  return { caller, callee };
}

const tone = (rate: number, hz: number, tick: number): Int16Array =>
  Int16Array.from({ length: rate / 50 }, (_, index) =>
    Math.round(8000 * Math.sin((2 * Math.PI * hz * (tick * (rate / 50) + index)) / rate)),
  );

/** Amplitude of a frequency in the sound. */
function level(sound: readonly number[], rate: number, hz: number): number {
  let sine = 0;
  let cosine = 0;
  sound.forEach((sample, index) => {
    sine += sample * Math.sin((2 * Math.PI * hz * index) / rate);
    cosine += sample * Math.cos((2 * Math.PI * hz * index) / rate);
  });
  return (2 * Math.hypot(sine, cosine)) / sound.length;
}

/** As many ticks of the clock: `from` speaks, `to` is heard. */
async function speak(from: MediaLeg, to: MediaLeg, ticks: number, hz: number): Promise<number[]> {
  const heard: number[] = [];
  const before = to.stats().packetsIn;
  for (let tick = 0; tick < ticks; tick += 1) {
    from.write(tone(from.rate, hz, tick));
    await delivered(() => to.stats().packetsIn > before + tick);
    heard.push(...(to.read() ?? []));
  }
  return heard;
}

describe.each([
  ["PCMU", 8000, 1000],
  ["PCMA", 8000, 1000],
  ["G722", 16_000, 5000],
  ["OPUS", 48_000, 1000],
])("a call in %s", (codec, rate, hz) => {
  test("carries a tone both ways with its frequency and level", async () => {
    const { caller, callee } = await pair(codec);
    expect(caller.codec.name.toUpperCase()).toBe(codec);
    expect([caller.rate, callee.rate]).toEqual([rate, rate]);
    for (const [from, to] of [
      [caller, callee],
      [callee, caller],
    ] as const) {
      const heard = (await speak(from, to, 50, hz)).slice(rate / 4);
      expect(heard.length).toBeGreaterThan(rate / 2);
      expect(level(heard, rate, hz)).toBeGreaterThan(6500);
      expect(level(heard, rate, hz)).toBeLessThan(9500);
      expect(level(heard, rate, hz * 0.7)).toBeLessThan(500);
    }
    expect(callee.stats()).toEqual({ packetsIn: 50, packetsOut: 50, lost: 0, strangers: 0 });
  });
});

describe("digits", () => {
  test("go both ways, though nobody writes sound", async () => {
    const { caller, callee } = await pair("PCMU");
    const heard: string[] = [];
    callee.on("dtmf", (digit, milliseconds) => heard.push(`callee ${digit} ${milliseconds}`));
    caller.on("dtmf", (digit, milliseconds) => heard.push(`caller ${digit} ${milliseconds}`));
    // Only here the real clock counts: the leg itself has to keep the time of 20 ms.
    const moving = setInterval(() => {
      now += 5;
    }, 5);
    caller.sendDtmf("1#", 60);
    callee.sendDtmf("A", 40);
    await delivered(() => heard.length === 3);
    clearInterval(moving);
    expect(heard.sort()).toEqual(["callee # 60", "callee 1 60", "caller A 40"]);
  });

  test("take the place of sound while they last", async () => {
    const { phone, leg } = await call();
    leg.sendDtmf("5");
    for (let tick = 0; tick < 12; tick += 1) leg.write(undefined);
    await delivered(() => phone.heard.length === 12);
    expect(phone.heard.map(({ payloadType }) => payloadType)).toEqual([
      ...new Array(7).fill(101),
      ...new Array(5).fill(0),
    ]);
    const numbers = phone.heard.map(({ sequence }) => sequence);
    expect(numbers.map((number) => (number - (numbers[0] ?? 0)) & 0xffff)).toEqual(
      Array.from({ length: 12 }, (_, index) => index),
    );
    const [first, , , , , , , sound] = phone.heard;
    expect(((sound?.timestamp ?? 0) - (first?.timestamp ?? 0)) | 0).toBe(7 * 160);
  });

  test("of a phone whose end packets are lost are heard all the same", async () => {
    const { phone, leg } = await call();
    const heard: string[] = [];
    leg.on("dtmf", (digit) => heard.push(digit));
    for (const duration of [160, 320, 480]) {
      const payload = Buffer.from([7, 10, duration >> 8, duration & 0xff]);
      phone.send(leg.localPort, payload, { payloadType: 101, timestamp: 900 });
    }
    await delivered(() => leg.stats().packetsIn === 3);
    expect(heard).toEqual([]);
    now += 300;
    await delivered(() => heard.length > 0);
    expect(heard).toEqual(["7"]);
  });
});

describe("what a phone sends", () => {
  test("is put in order, once each, with what is lost concealed and counted", async () => {
    const { phone, leg } = await call();
    const order = [0, 1, 2, 4, 3, 5, 5, 6, 8, 9, 10];
    for (const index of order) {
      const sequence = 65_530 + index;
      phone.send(leg.localPort, Buffer.alloc(160, 0x90 + index), {
        sequence: sequence & 0xffff,
        timestamp: index * 160,
      });
    }
    await delivered(() => leg.stats().packetsIn === order.length);
    const heard = Array.from({ length: 10 }, () => leg.read()?.[0] ?? 0);
    const levels = heard.filter((_, index) => index !== 7);
    expect(levels).toEqual([...levels].sort((a, b) => b - a));
    expect(new Set(levels).size).toBe(9);
    expect(heard[7]).not.toBe(0);
    expect(leg.stats().lost).toBe(1);
  });

  test.each([10, 30, 40, 60])("is understood in packets of %i ms", async (milliseconds) => {
    const { phone, leg } = await call();
    const samples = 8 * milliseconds;
    const heard: number[] = [];
    let sent = 0;
    for (let tick = 0; tick < 60; tick += 1) {
      for (; sent * milliseconds < (tick + 1) * 20; sent += 1) {
        phone.send(leg.localPort, Buffer.alloc(samples, 0x90), { timestamp: sent * samples });
      }
      await delivered(() => leg.stats().packetsIn === sent);
      heard.push(...(leg.read() ?? []));
    }
    const steady = heard.slice(-6400);
    expect(steady).toHaveLength(6400);
    expect(new Set(steady).size).toBe(1);
  });

  test("is followed to the port it really comes from, and strangers are not", async () => {
    const { phone, leg } = await call();
    const moved = await openPhone();
    moved.send(leg.localPort, SILENCE);
    await delivered(() => leg.stats().packetsIn === 1);
    expect(leg.remotePort).toBe(moved.port);
    // The address of the description itself is better still.
    phone.send(leg.localPort, SILENCE);
    await delivered(() => leg.stats().packetsIn === 2);
    expect(leg.remotePort).toBe(phone.port);
    for (const address of ["127.0.0.1", "127.0.0.2"]) {
      const stranger = await openPhone(address);
      for (let count = 0; count < 10; count += 1) stranger.send(leg.localPort, SILENCE);
    }
    await delivered(() => leg.stats().strangers === 20);
    expect(leg.stats().packetsIn).toBe(2);
    leg.write(undefined);
    await delivered(() => phone.heard.length === 1);
  });

  test("may come from an unknown host early, when the described one is silent", async () => {
    const { leg } = await call();
    const elsewhere = await openPhone("127.0.0.3");
    for (let count = 0; count < 5; count += 1) elsewhere.send(leg.localPort, SILENCE);
    await delivered(() => leg.stats().packetsIn === 3);
    expect([leg.remoteAddress, leg.remotePort]).toEqual(["127.0.0.3", elsewhere.port]);
  });

  test("from an unknown host later is a stranger's", async () => {
    const { leg } = await call();
    now += 6000;
    const elsewhere = await openPhone("127.0.0.3");
    for (let count = 0; count < 5; count += 1) elsewhere.send(leg.localPort, SILENCE);
    await delivered(() => leg.stats().strangers === 5);
    expect(leg.stats().packetsIn).toBe(0);
  });

  test("may be garbage of any kind", async () => {
    const { phone, leg } = await call();
    const garbage = fc.sample(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ minLength: 12, maxLength: 60 }).map((bytes) => {
          bytes[0] = 0x80 | (bytes[0] ?? 0);
          bytes[1] = [0, 101, 200, 201, 206][(bytes[1] ?? 0) % 5] ?? 0;
          return bytes;
        }),
      ),
      { numRuns: 2000, seed: 7 },
    );
    for (const [index, bytes] of garbage.entries()) {
      phone.sendRaw(leg.localPort + (index % 4 === 0 ? 1 : 0), Buffer.from(bytes));
      leg.read();
      if (index % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    phone.ssrc = 77;
    await delivered(() => {
      phone.send(leg.localPort, Buffer.alloc(160, 0x80));
      return (leg.read()?.[0] ?? 0) > 30_000;
    });
  });
});

describe("a phone that says nothing", () => {
  test("is told of once, and again only after it has spoken", async () => {
    const { phone, leg } = await call(AUDIO, { timeoutMs: 3000 });
    let timeouts = 0;
    leg.on("timeout", () => {
      timeouts += 1;
    });
    now += 2900;
    phone.send(leg.localPort, SILENCE);
    await delivered(() => leg.stats().packetsIn === 1);
    now += 2900;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(timeouts).toBe(0);
    now += 200;
    await delivered(() => timeouts === 1);
    now += 60_000;
    phone.send(leg.localPort, SILENCE);
    await delivered(() => leg.stats().packetsIn === 2);
    await new Promise((resolve) => setTimeout(resolve, 250));
    now += 3000;
    await delivered(() => timeouts === 2);
  });

  test("is not missed while it holds us", async () => {
    const { phone, leg } = await call(AUDIO, { timeoutMs: 1000 });
    let timeouts = 0;
    leg.on("timeout", () => {
      timeouts += 1;
    });
    await leg.renegotiate(phone.sdp([...AUDIO, "a=inactive"]));
    now += 60_000;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(timeouts).toBe(0);
    await leg.renegotiate(phone.sdp(AUDIO));
    now += 1000;
    await delivered(() => timeouts === 1);
  });
});

describe("hold", () => {
  test.each([
    ["sendonly", "a=sendonly", "127.0.0.1", "recvonly"],
    ["inactive", "a=inactive", "127.0.0.1", "inactive"],
    ["c=0.0.0.0", "a=sendrecv", "0.0.0.0", "recvonly"],
  ])("by %s stops what we send, and is told", async (_, line, address, answered) => {
    const { phone, leg } = await call();
    const holds: boolean[] = [];
    leg.on("hold", (held) => holds.push(held));
    const answer = await leg.renegotiate(phone.sdp([...AUDIO, line], address));
    expect(answer).toContain(`a=${answered}\r\n`);
    expect(leg.held).toBe(true);
    leg.write(undefined);
    expect(leg.stats().packetsOut).toBe(0);
    expect(await leg.renegotiate(phone.sdp(AUDIO))).toContain("a=sendrecv\r\n");
    leg.write(undefined);
    await delivered(() => phone.heard.length === 1);
    expect(phone.heard[0]?.marker).toBe(true);
    expect(holds).toEqual([true, false]);
  });

  test("by us is offered as sendonly and taken back", async () => {
    const { caller, callee } = await pair("PCMU");
    await caller.accept(await callee.renegotiate(await caller.reoffer({ hold: true })));
    expect([caller.held, callee.held]).toEqual([false, true]);
    expect(caller.localSdp).toContain("a=sendonly");
    expect(callee.localSdp).toContain("a=recvonly");
    await speak(caller, callee, 3, 1000);
    callee.write(undefined);
    expect(callee.stats().packetsOut).toBe(0);
    await caller.accept(await callee.renegotiate(await caller.reoffer()));
    expect(callee.held).toBe(false);
    await speak(callee, caller, 3, 1000);
  });
});

describe("another offer in a call", () => {
  test("changes the codec and the phone's address", async () => {
    const { phone, leg } = await call();
    const moved = await openPhone();
    const answer = await leg.renegotiate(moved.sdp(["m=audio PORT RTP/AVP 9"]));
    expect(answer).toContain(`m=audio ${leg.localPort} RTP/AVP 9\r\n`);
    expect([leg.codec.name, leg.rate]).toEqual(["G722", 16_000]);
    leg.write(new Int16Array(320));
    await delivered(() => moved.heard.length === 1);
    expect(moved.heard[0]?.payloadType).toBe(9);
    expect(phone.heard).toHaveLength(0);
  });

  test("that cannot be met leaves the leg as it was", async () => {
    const { phone, leg } = await call();
    const before = leg.localSdp;
    for (const lines of [["m=audio PORT RTP/AVP 18"], ["m=audio PORT RTP/AVP 0", "c=IN IP4"]]) {
      await expect(leg.renegotiate(phone.sdp(lines))).rejects.toThrow(MediaRefusedError);
    }
    expect([leg.localSdp, leg.codec.name]).toEqual([before, "PCMU"]);
    leg.write(undefined);
    await delivered(() => phone.heard.length === 1);
  });

  test("counts the version of our description up by one", async () => {
    const { phone, leg } = await call();
    const version = (sdp: string) => /o=parley (\d+) (\d+) /.exec(sdp)?.slice(1) ?? [];
    const [id, first] = version(leg.localSdp);
    const again = version(await leg.renegotiate(phone.sdp(AUDIO)));
    expect(again).toEqual([id, String(Number(first) + 1)]);
  });

  test("may take the audio away and bring it back", async () => {
    const { phone, leg } = await call();
    const answer = await leg.renegotiate(phone.sdp(["m=audio 0 RTP/AVP 0"]));
    expect(answer).toContain("m=audio 0 RTP/AVP 0");
    expect(leg.held).toBe(true);
    await leg.renegotiate(phone.sdp(AUDIO));
    leg.write(undefined);
    await delivered(() => phone.heard.length === 1);
  });
});

describe("an offer of ours", () => {
  test("lists codecs in our order, with events of each rate", async () => {
    const leg = await media.offer({ codecs: "OPUS,PCMA,PCMU", webrtc: false });
    expect(leg.localSdp).toContain(`m=audio ${leg.localPort} RTP/AVP 102 8 0 103 101\r\n`);
    expect(leg.localSdp).toContain("a=rtpmap:102 opus/48000/2\r\n");
    expect(leg.localPort % 2).toBe(0);
    expect([leg.remoteSdp, leg.read()]).toEqual([undefined, undefined]);
  });

  test("takes the codec the answer likes best, under the answer's own number", async () => {
    const leg = await media.offer({ webrtc: false });
    const phone = await openPhone();
    await leg.accept(
      phone.sdp(["m=audio PORT RTP/AVP 96 8", "a=rtpmap:96 opus/48000/2", "a=sendrecv"]),
    );
    expect([leg.codec.name, leg.codec.payloadType, leg.rate]).toEqual(["opus", 96, 48_000]);
    leg.write(undefined);
    await delivered(() => phone.heard.length === 1);
    expect(phone.heard[0]?.payloadType).toBe(96);
    // A phone may send what it was offered under the number it was offered with.
    phone.send(leg.localPort, Buffer.from([0xf8]), { payloadType: 102 });
    phone.send(leg.localPort, Buffer.from([0xf8]), { payloadType: 96 });
    await delivered(() => leg.stats().packetsIn === 2);
  });

  test("may be answered twice, early and for good", async () => {
    const leg = await media.offer({ codecs: "PCMU,PCMA", webrtc: false });
    const [early, final] = [await openPhone(), await openPhone()];
    await leg.accept(early.sdp(["m=audio PORT RTP/AVP 0"]));
    await leg.accept(final.sdp(["m=audio PORT RTP/AVP 8"]));
    leg.write(undefined);
    await delivered(() => final.heard.length === 1);
    expect([leg.codec.name, leg.remotePort]).toEqual(["PCMA", final.port]);
  });

  test.each([
    ["m=audio 0 RTP/AVP 0", "m"],
    ["m=audio 4000 RTP/AVP 18", "m=audio"],
    ["m=audio 4000 RTP/AVP 9", "m=audio"],
    ["m=audio 4000 RTP/SAVP 0", "m=audio"],
  ])("cannot be answered by %s", async (line, field) => {
    const leg = await media.offer({ codecs: "PCMU", webrtc: false });
    const phone = await openPhone();
    await expect(leg.accept(phone.sdp([line]))).rejects.toMatchObject({ field });
    await leg.accept(phone.sdp(["m=audio PORT RTP/AVP 0"]));
    expect(leg.codec.name).toBe("PCMU");
  });

  test("with video is taken or refused by the answer", async () => {
    const caller = await media.offer({ video: true, webrtc: false });
    const callee = await media.answer(caller.localSdp, { video: true });
    await caller.accept(callee.localSdp);
    expect([caller.videoCodec, callee.videoCodec]).toEqual(["VP8", "VP8"]);
    const other = await media.offer({ video: true, webrtc: false });
    await other.accept((await media.answer(other.localSdp)).localSdp);
    expect(other.hasVideo).toBe(false);
    await other.accept(other.localSdp.replace(/m=video.*/s, ""));
    expect(await other.reoffer()).toMatch(/m=audio/);
  });

  test("goes over IPv6 too", async () => {
    const six = createMedia({ address: "::1", portRange: [39_600, 39_700] });
    const caller = await six.offer({ codecs: "PCMA", webrtc: false });
    expect(caller.localSdp).toContain("c=IN IP6 ::1\r\n");
    const callee = await six.answer(caller.localSdp);
    await caller.accept(callee.localSdp);
    await speak(caller, callee, 3, 1000);
    expect(callee.remoteAddress).toBe("::1");
    await expect(six.answer((await openPhone()).sdp(AUDIO))).rejects.toMatchObject({ field: "c" });
    await six.stop();
  });
});

describe("video", () => {
  const VIDEO = [
    ...AUDIO,
    "m=video PORT RTP/AVP 120 121",
    "a=rtpmap:120 VP8/90000",
    "a=rtpmap:121 H264/90000",
    "a=rtcp-mux",
  ];

  test("passes from one leg to another under the other's payload type", async () => {
    const from = await media.answer((await openPhone()).sdp(VIDEO), { video: true });
    const { phone, leg } = await call(
      VIDEO.map((line) => line.replaceAll("120", "98")),
      { video: true },
    );
    const camera = phones[0];
    const port = Number(/m=video (\d+)/.exec(from.localSdp)?.[1]);
    from.on("video", (packet) => leg.sendVideo(packet));
    camera?.send(port, Buffer.from("picture"), { payloadType: 120, marker: true });
    await delivered(() => phone.heard.length === 1);
    expect(phone.heard[0]).toMatchObject({ payloadType: 98, marker: true });
    expect(phone.heard[0]?.payload.toString()).toBe("picture");
    expect([from.hasVideo, leg.hasVideo]).toEqual([true, true]);
  });

  test("a key frame is asked for by either side", async () => {
    const { phone, leg } = await call(VIDEO, { video: true });
    const port = Number(/m=video (\d+)/.exec(leg.localSdp)?.[1]);
    let asked = 0;
    leg.on("keyframe", () => {
      asked += 1;
    });
    phone.send(port, Buffer.from("picture"), { payloadType: 120 });
    await delivered(() => leg.stats().packetsIn === 1);
    leg.requestKeyframe();
    await delivered(() => phone.reports.some(({ kind }) => kind === "picture-loss"));
    const request = phone.reports.find(({ kind }) => kind === "picture-loss");
    expect(request).toMatchObject({ mediaSsrc: phone.ssrc });
    phone.sendRaw(port, Buffer.from("81ce000200000001000000ff", "hex"));
    await delivered(() => asked === 1);
  });

  test("is refused in its place when it is not wanted", async () => {
    const { leg } = await call(VIDEO);
    expect(leg.hasVideo).toBe(false);
    expect(leg.localSdp).toContain("m=video 0 RTP/AVP 120 121\r\n");
  });
});

describe("SDES", () => {
  const key = Buffer.alloc(30, 7);
  const lines = (inline: string) => [
    "m=audio PORT RTP/SAVP 0",
    `a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${inline}`,
  ];

  test("encrypts both ways, and takes nothing that is not encrypted", async () => {
    const { phone, leg } = await call(lines(key.toString("base64")));
    const theirs = /a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:(\S+)/.exec(leg.localSdp)?.[1];
    const { SrtpReceiver, SrtpSender } = await import("./srtp/index.js");
    const split = (bytes: Buffer) => ({ key: bytes.subarray(0, 16), salt: bytes.subarray(16) });
    const sender = new SrtpSender(split(key));
    const receiver = new SrtpReceiver(split(Buffer.from(theirs ?? "", "base64")));
    leg.write(undefined);
    await delivered(() => phone.raw.length === 1);
    expect(phone.raw[0]).toHaveLength(12 + 160 + 10);
    expect(receiver.unprotect(phone.raw[0] ?? Buffer.alloc(0))?.subarray(12)).toEqual(SILENCE);
    phone.send(leg.localPort, SILENCE);
    const { serializeRtp } = await import("./rtp/index.js");
    const packet = { payloadType: 0, marker: false, sequence: 5, timestamp: 1, ssrc: 9, csrcs: [] };
    phone.sendRaw(leg.localPort, sender.protect(serializeRtp({ ...packet, payload: SILENCE })));
    await delivered(() => leg.stats().packetsIn === 1);
  });

  test("without a key that can be used is refused", async () => {
    await expect(call(lines("c2hvcnQ="))).rejects.toMatchObject({ field: "m=audio" });
  });
});

describe("reports", () => {
  test("are sent every five seconds, and a goodbye at the end", async () => {
    const { phone, leg } = await call([...AUDIO, "a=rtcp-mux"]);
    phone.send(leg.localPort, SILENCE);
    leg.write(undefined);
    await delivered(() => leg.stats().packetsIn === 1);
    now += 5000;
    await delivered(() => phone.reports.length > 0);
    expect(phone.reports[0]).toMatchObject({ kind: "sender-report", packets: 1, octets: 160 });
    expect(phone.reports[0]).toMatchObject({ blocks: [{ ssrc: phone.ssrc, packetsLost: 0 }] });
    leg.close();
    await delivered(() => phone.reports.some(({ kind }) => kind === "bye"));
  });
});

describe("ports", () => {
  test("are even, come back after a call, and run out with a refusal", async () => {
    const few = createMedia({ address: "127.0.0.1", portRange: [39_501, 39_505] });
    const offer = (await openPhone()).sdp(AUDIO);
    const legs = [await few.answer(offer), await few.answer(offer)];
    expect(legs.map(({ localPort }) => localPort).sort()).toEqual([39_502, 39_504]);
    await expect(few.answer(offer)).rejects.toMatchObject({ field: "port" });
    legs[0]?.close();
    const again = await few.answer(offer);
    expect(again.localPort).toBe(legs[0]?.localPort);
    await few.stop();
  });

  test("a closed leg neither sends nor throws", async () => {
    const { phone, leg } = await call();
    leg.close();
    leg.close();
    leg.write(undefined);
    leg.sendDtmf("1");
    leg.sendVideo(Buffer.alloc(20));
    expect(leg.read()).toBeUndefined();
    await expect(leg.renegotiate(phone.sdp(AUDIO))).rejects.toThrow(MediaRefusedError);
    expect(phone.heard).toHaveLength(0);
  });
});
