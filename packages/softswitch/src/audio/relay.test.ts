import { expect, test } from "vitest";
import { FakePort } from "../../testing/fake-port.js";
import { createManualClock } from "./manual-clock.js";
import { echo, playTo, relay } from "./relay.js";
import { openSound } from "./sound.js";

test("a relay carries both ways between rates, until it is stopped", () => {
  const clock = createManualClock();
  const [a, b] = [new FakePort(8000).say(500), new FakePort(48_000).say(1000)];
  const bridge = relay(a, b, clock);
  clock.tick(20);
  expect(b.hears(500)).toBeGreaterThan(7800);
  expect(a.hears(1000)).toBeGreaterThan(7800);
  expect(a.hears(500)).toBeLessThan(20);
  bridge.stop();
  clock.tick(5);
  expect(a.heard).toHaveLength(20);
  expect(clock.works).toBe(0);
});

test("a relay follows when a phone agrees on another rate", () => {
  const clock = createManualClock();
  const [a, b] = [new FakePort(8000).say(500), new FakePort(8000)];
  relay(a, b, clock);
  clock.tick(5);
  b.rate = 16_000;
  clock.tick(10);
  expect(b.heard.at(-1)).toHaveLength(320);
  expect(b.hears(500)).toBeGreaterThan(7800);
});

test("an echo gives back what is said", () => {
  const clock = createManualClock();
  const port = new FakePort().say(700);
  echo(port, clock);
  clock.tick(5);
  expect(port.hears(700)).toBeGreaterThan(7900);
});

test("playing ends with the sound, and can be stopped before", async () => {
  const clock = createManualClock();
  const port = new FakePort(16_000);
  const playing = playTo(port, openSound("tone_stream://%(200,0,600)", 8000), clock);
  clock.tick(10);
  expect(port.hears(600)).toBeGreaterThan(12_000);
  clock.tick();
  expect(await playing.done).toBe(true);
  expect(clock.works).toBe(0);
  const second = playTo(port, openSound("silence_stream://-1", 8000), clock);
  clock.tick(10);
  second.stop();
  expect(await second.done).toBe(false);
  expect(clock.works).toBe(0);
});
