import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import {
  type BrowserPhone,
  type BrowserPhones,
  findChromium,
  startBrowserPhones,
} from "../../../testing/browser-phones.js";
import { amplitudeAt, PortDriver, sine } from "../../../testing/tones.js";
import { until } from "../../../testing/until.js";
import type { LegOptions, MediaLeg } from "../types.js";
import { createWebrtc } from "./index.js";

// A browser that encodes video without help, on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const chromium = findChromium();
const webrtc = createWebrtc({ address: "127.0.0.1" });
const drivers: PortDriver[] = [];
let phones: BrowserPhones;

beforeAll(async () => {
  if (chromium !== undefined) phones = await startBrowserPhones(chromium);
});

// A page that goes on singing and filming takes the time of the next test.
afterEach(async () => {
  for (const driver of drivers.splice(0)) driver.stop();
  await webrtc.stop();
  await phones?.closeAll();
});

afterAll(async () => {
  await phones?.stop();
});

const VIDEO_MS = 25_000;
const inBrowser = test.skipIf(chromium === undefined);

function drive(leg: MediaLeg): PortDriver {
  const driver = new PortDriver(leg);
  drivers.push(driver);
  return driver;
}

async function call(
  frequency: number,
  options: LegOptions = {},
): Promise<{ phone: BrowserPhone; leg: MediaLeg; driver: PortDriver }> {
  const phone = await phones.open();
  const leg = await webrtc.answer(
    await phone.offer({ frequency, video: options.video ?? false }),
    options,
  );
  await phone.accept(leg.localSdp);
  await until("connected", async () => (await phone.state()) === "connected");
  return { phone, leg, driver: drive(leg) };
}

const hears = (driver: PortDriver, leg: MediaLeg, frequency: number) =>
  until(`${frequency} Hz at half the full scale`, () => {
    const amplitude = amplitudeAt(driver.heard(400), frequency, leg.rate);
    return amplitude > 0.45 && amplitude < 0.55;
  });

const pageHears = (phone: BrowserPhone, frequency: number) =>
  until(`${frequency} Hz in the page`, async () => {
    const heard = await phone.measure();
    // A sine of half the full scale has an effective value of 0.354.
    const isLevel = heard.level > 0.3 && heard.level < 0.4;
    return isLevel && Math.abs(heard.frequency - frequency) < 12 ? heard : undefined;
  });

inBrowser.each(["PCMU", "PCMA", "G722", "OPUS"])(
  "a browser and a leg hear each other over %s",
  async (codecs) => {
    const { phone, leg, driver } = await call(440, { codecs });
    expect(leg.codec.name.toUpperCase()).toBe(codecs);
    driver.play(sine(1000, leg.rate));
    await hears(driver, leg, 440);
    expect(amplitudeAt(driver.heard(400), 1000, leg.rate)).toBeLessThan(0.05);
    await pageHears(phone, 1000);
    leg.close();
  },
);

inBrowser("hold, unhold and an ICE restart in a browser keep one track and the sound", async () => {
  const { phone, leg, driver } = await call(440, { codecs: "PCMU" });
  const holds: boolean[] = [];
  leg.on("hold", (held) => holds.push(held));
  for (const direction of ["sendonly", "inactive", "sendrecv"]) {
    await phone.accept(await leg.renegotiate(await phone.offer({ direction })));
  }
  expect(holds).toEqual([true, false]);
  const before = /a=ice-ufrag:(\S+)/.exec(leg.localSdp)?.[1];
  await phone.accept(await leg.renegotiate(await phone.offer({ offer: { iceRestart: true } })));
  expect(/a=ice-ufrag:(\S+)/.exec(leg.localSdp)?.[1]).not.toBe(before);
  driver.play(sine(1000, leg.rate));
  driver.forget();
  await hears(driver, leg, 440);
  await pageHears(phone, 1000);
  expect(await phone.state()).toBe("connected");
  leg.close();
});

inBrowser("digits go both ways with a browser, in PCMU and in Opus", async () => {
  for (const codecs of ["PCMU", "OPUS"]) {
    const { phone, leg, driver } = await call(440, { codecs });
    const digits: string[] = [];
    leg.on("dtmf", (digit) => digits.push(digit));
    driver.play(sine(1000, leg.rate));
    await pageHears(phone, 1000);
    await phone.dial("1#5");
    await until("digits", () => digits.length >= 3);
    expect(digits).toEqual(["1", "#", "5"]);
    leg.sendDtmf("42");
    await pageHears(phone, 1000);
    leg.close();
  }
});

inBrowser("a browser answers our offer, is put on hold and taken back", async () => {
  const phone = await phones.open();
  const leg = await webrtc.offer({ codecs: "OPUS,PCMU", video: true });
  await leg.accept(await phone.answer(leg.localSdp, { frequency: 440 }));
  const driver = drive(leg);
  await hears(driver, leg, 440);
  await leg.accept(await phone.answer(await leg.reoffer({ hold: true })));
  await until("silence", () => amplitudeAt(driver.heard(200), 440, leg.rate) < 0.01);
  await leg.accept(await phone.answer(await leg.reoffer()));
  await hears(driver, leg, 440);
  leg.close();
});

inBrowser(
  "one browser's picture is seen in another one's page, also when video is added later",
  async () => {
    const [first, second] = await Promise.all([
      call(440, { codecs: "PCMU", video: true }),
      call(660, { codecs: "PCMU", video: true }),
    ]);
    expect(first.leg.hasVideo && second.leg.hasVideo).toBe(true);
    first.leg.on("video", (packet) => second.leg.sendVideo(packet));
    second.leg.on("keyframe", () => first.leg.requestKeyframe());
    first.leg.requestKeyframe();
    const decoded = async () => {
      const report = await second.phone.stats("inbound-rtp", "video");
      return Number(report?.["framesDecoded"] ?? 0);
    };
    await until("pictures", async () => (await decoded()) > 5, VIDEO_MS);
    const sent = await first.phone.stats("outbound-rtp", "video");
    expect(Number(sent?.["pliCount"]) + Number(sent?.["firCount"])).toBeGreaterThan(0);

    const third = await phones.open();
    const late = await webrtc.answer(await third.offer({ frequency: 880 }), {
      codecs: "PCMU",
      video: true,
    });
    await third.accept(late.localSdp);
    expect(late.hasVideo).toBe(false);
    await third.accept(await late.renegotiate(await third.offer({ video: true })));
    expect(late.hasVideo).toBe(true);
    first.leg.close();
    late.on("video", (packet) => second.leg.sendVideo(packet));
    second.leg.on("keyframe", () => late.requestKeyframe());
    late.requestKeyframe();
    const before = await decoded();
    await until(
      "pictures of the next source",
      async () => (await decoded()) > before + 10,
      VIDEO_MS,
    );
  },
);

inBrowser("video that is not wanted is refused under BUNDLE and the sound goes on", async () => {
  const phone = await phones.open();
  const leg = await webrtc.answer(await phone.offer({ video: true }), { codecs: "PCMU" });
  await phone.accept(leg.localSdp);
  expect(leg.localSdp).toMatch(/^m=video 0 /m);
  await hears(drive(leg), leg, 440);
  expect(leg.hasVideo).toBe(false);
  leg.close();
});

inBrowser("a page that is closed is missed within the leg's timeout", async () => {
  const { phone, leg } = await call(440, { codecs: "PCMU", timeoutMs: 1000 });
  const gone = new Promise((resolve) => leg.on("timeout", () => resolve("timeout")));
  await phone.page.close();
  expect(await gone).toBe("timeout");
  leg.close();
});
