import { expect, test } from "vitest";
import { amplitudeAt, concatFrames } from "../../testing/listening.js";
import { Mixer } from "./mixer.js";
import { createTone } from "./tone.js";
import type { Frame } from "./types.js";
import { Voice } from "./voice.js";

interface Speaker {
  readonly voice: Voice;
  readonly rate: number;
  next(): Frame | undefined;
}

const speaker = (rate: number, hertz: number, level = 8000): Speaker => ({
  voice: new Voice(),
  rate,
  next: createTone(rate, [hertz], level),
});

const silent = (rate: number): Speaker => ({ voice: new Voice(), rate, next: () => undefined });

/** Lets everybody speak for some ticks and gives what one hears in the last five. */
function hear(speakers: readonly Speaker[], rate: number, without: readonly Speaker[]): Int16Array {
  const mixer = new Mixer();
  const heard = Array.from({ length: 10 }, () => {
    for (const one of speakers) one.voice.say(one.next(), one.rate);
    mixer.begin(speakers.map(({ voice }) => voice));
    return mixer.mix(
      rate,
      without.map(({ voice }) => voice),
    );
  });
  return concatFrames(heard.slice(-5), rate / 50);
}

test("everybody hears the others and not themselves", () => {
  const [a, b, c] = [speaker(8000, 500), speaker(8000, 1000), speaker(8000, 1500)];
  const heard = hear([a, b, c], 8000, [b]);
  expect(amplitudeAt(heard, 8000, 500)).toBeCloseTo(8000, -2);
  expect(amplitudeAt(heard, 8000, 1500)).toBeCloseTo(8000, -2);
  expect(amplitudeAt(heard, 8000, 1000)).toBeLessThan(5);
});

test("people of different rates hear each other", () => {
  const [narrow, wide] = [speaker(8000, 500), speaker(48_000, 1000)];
  const heard = hear([narrow, wide], 16_000, []);
  expect(amplitudeAt(heard, 16_000, 500)).toBeGreaterThan(7700);
  expect(amplitudeAt(heard, 16_000, 1000)).toBeGreaterThan(7700);
});

test("all who are silent get one and the same frame at their rate", () => {
  const mixer = new Mixer();
  const [a, b, quiet] = [speaker(8000, 500), speaker(8000, 1000), silent(8000)];
  const everybody = [a, b, quiet];
  for (const one of everybody) one.voice.say(one.next(), one.rate);
  mixer.begin(everybody.map(({ voice }) => voice));
  expect(mixer.mix(8000, [quiet.voice])).toBe(mixer.mix(8000));
  expect(mixer.mix(16_000)).toBe(mixer.mix(16_000));
  expect(mixer.mix(8000, [a.voice])).not.toBe(mixer.mix(8000));
});

test("who is alone, and everybody in a silent room, hears nothing", () => {
  const mixer = new Mixer();
  const only = speaker(8000, 500);
  only.voice.say(only.next(), 8000);
  mixer.begin([only.voice]);
  expect(mixer.mix(8000, [only.voice])).toBeUndefined();
  mixer.begin([]);
  expect(mixer.mix(8000)).toBeUndefined();
});

test("a sum that is too loud is cut off, and what is taken away leaves nothing behind", () => {
  const mixer = new Mixer();
  const loud = (value: number): Voice => {
    const voice = new Voice();
    voice.say(new Int16Array(160).fill(value), 8000);
    return voice;
  };
  const [a, b, c] = [loud(30_000), loud(30_000), loud(-20_000)];
  mixer.begin([a, b]);
  expect(mixer.mix(8000)?.[0]).toBe(32_767);
  mixer.begin([a, b, c]);
  expect(mixer.mix(8000)?.[0]).toBe(32_767);
  expect(mixer.mix(8000, [a])?.[0]).toBe(10_000);
  expect(mixer.mix(8000, [a, b])?.[0]).toBe(-20_000);
});

test("the pause of one who spoke does not come back with the next word", () => {
  const voice = new Voice();
  voice.say(new Int16Array(160).fill(20_000), 8000);
  voice.at(16_000);
  voice.say(undefined, 8000);
  voice.say(new Int16Array(160), 8000);
  expect(voice.at(16_000)?.every((sample) => sample === 0)).toBe(true);
});
