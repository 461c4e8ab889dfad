import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aLawTables, muLawTables } from "./g711-tables.js";
import { AUDIO_CODECS, type AudioCodec, createCodec } from "./index.js";

/** `seconds` of a tone, `amplitude` of full scale 32767. */
function tone(rate: number, hz: number, seconds = 1, amplitude = 8000): Int16Array {
  return Int16Array.from({ length: rate * seconds }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / rate)),
  );
}

/** All of it through encoder and decoder, 20 ms at a time; `lose` says which frames are concealed instead. */
function through(
  codec: AudioCodec,
  sound: Int16Array,
  lose: (frame: number) => boolean = () => false,
): Int16Array {
  const size = codec.rate / 50;
  const heard = new Int16Array(sound.length);
  for (let frame = 0; frame * size < sound.length; frame += 1) {
    const payload = codec.encode(sound.subarray(frame * size, (frame + 1) * size));
    heard.set(lose(frame) ? codec.conceal() : codec.decode(payload), frame * size);
  }
  return heard;
}

/** Amplitude of the tone in the sound and what is left when it is taken away, both as mean squares. */
function measure(sound: Int16Array, rate: number, hz: number): { tone: number; noise: number } {
  let sine = 0;
  let cosine = 0;
  let power = 0;
  for (let index = 0; index < sound.length; index += 1) {
    const angle = (2 * Math.PI * hz * index) / rate;
    const sample = sound[index] ?? 0;
    sine += sample * Math.sin(angle);
    cosine += sample * Math.cos(angle);
    power += sample * sample;
  }
  const tonePower = (2 * (sine * sine + cosine * cosine)) / sound.length ** 2;
  return { tone: tonePower, noise: power / sound.length - tonePower };
}

const decibel = (ratio: number): number => 10 * Math.log10(ratio);

describe("G.711", () => {
  // ITU-T G.711 tables 2a and 1a (decoder output of the character signals), scaled from 14 and 13 to 16 bits.
  test.each([
    [0x80, 32_124],
    [0x8f, 16_764],
    [0x9f, 8316],
    [0xaf, 4092],
    [0xbf, 1980],
    [0xcf, 924],
    [0xdf, 396],
    [0xef, 132],
    [0xfe, 8],
    [0xff, 0],
    [0x7f, 0],
    [0x00, -32_124],
  ])("mu-law %i is %i", (code, sample) => {
    expect(muLawTables().decode[code]).toBe(sample + 0);
  });

  test.each([
    [0xaa, 32_256],
    [0xa5, 16_896],
    [0xba, 16_128],
    [0x8a, 8064],
    [0x9a, 4032],
    [0xea, 2016],
    [0xfa, 1008],
    [0xda, 248],
    [0xd5, 8],
    [0x55, -8],
    [0x2a, -32_256],
  ])("A-law %i is %i", (code, sample) => {
    expect(aLawTables().decode[code]).toBe(sample);
  });

  test.each([
    ["mu", muLawTables(), [0x7f]],
    ["A", aLawTables(), []],
  ] as const)("%s-law gives each code back from its own value", (_, law, doubles) => {
    for (let code = 0; code < 256; code += 1) {
      if ((doubles as readonly number[]).includes(code)) continue;
      expect(law.encode[(law.decode[code] ?? 0) & 0xffff]).toBe(code);
    }
  });

  test.each([
    ["mu", muLawTables()],
    ["A", aLawTables()],
  ])("%s-law gives the nearest of its values, within half a step", (_, law) => {
    const far: number[] = [];
    for (let sample = -32_000; sample <= 32_000; sample += 1) {
      const error = Math.abs((law.decode[law.encode[sample & 0xffff] ?? 0] ?? 0) - sample);
      // A step is a sixteenth of its segment, which begins 132 (the law's bias) below a power of two.
      if (error > Math.max(8, (Math.abs(sample) + 132) / 32)) far.push(sample);
    }
    expect(far).toEqual([]);
  });

  test("the loudest samples saturate", () => {
    expect(muLawTables().encode[0x8000]).toBe(0x00);
    expect(muLawTables().encode[0x7fff]).toBe(0x80);
    expect(aLawTables().encode[0x8000]).toBe(0x2a);
    expect(aLawTables().encode[0x7fff]).toBe(0xaa);
  });
});

describe.each([
  ["PCMU", 440, 1, 30],
  ["PCMU", 1000, 1, 30],
  ["PCMA", 1000, 1, 30],
  ["PCMA", 3000, 1, 30],
  ["G722", 1000, 1, 15],
  ["G722", 3000, 1, 15],
  ["G722", 6000, 1, 15],
  ["opus", 1000, 1.5, 15],
  ["opus", 6000, 3, 4],
] as const)("a tone through %s", (name, hz, levelDb, snrDb) => {
  test(`of ${hz} Hz keeps its level within ${levelDb} dB and ${snrDb} dB above the noise`, async () => {
    const codec = await createCodec(name);
    const sound = tone(codec.rate, hz);
    // The first 200 ms are for the adaptation.
    const heard = through(codec, sound).subarray(codec.rate / 5);
    const result = measure(heard, codec.rate, hz);
    expect(Math.abs(decibel(result.tone / (8000 ** 2 / 2)))).toBeLessThan(levelDb);
    expect(decibel(result.tone / result.noise)).toBeGreaterThan(snrDb);
  });
});

describe.each(AUDIO_CODECS)("%s", (name) => {
  test("gives 20 ms for each frame, and silence for silence", async () => {
    const codec = await createCodec(name);
    const heard = through(codec, new Int16Array(codec.rate / 5));
    expect(Math.max(...heard.map(Math.abs))).toBeLessThan(20);
    expect(codec.conceal()).toHaveLength(codec.rate / 50);
  });

  test("conceals a lost frame in a tone without a hole, and longer loss by silence", async () => {
    const codec = await createCodec(name);
    const sound = tone(codec.rate, 400, 2);
    const frame = codec.rate / 50;
    const heard = through(codec, sound, (index) => index === 30 || (index >= 60 && index < 90));
    const at = (index: number) =>
      Math.sqrt(measure(heard.subarray(index * frame, (index + 1) * frame), codec.rate, 400).tone);
    const usual = at(29);
    expect(at(30)).toBeGreaterThan(usual / 2);
    expect(at(60)).toBeGreaterThan(usual / 5);
    expect(at(80)).toBeLessThan(usual / 4);
    expect(at(98)).toBeGreaterThan(usual * 0.8);
  });

  test("conceals before anything was heard by silence", async () => {
    const codec = await createCodec(name);
    expect(Math.max(...codec.conceal())).toBe(0);
    expect(codec.conceal()).toHaveLength(codec.rate / 50);
  });

  test("decodes any bytes to at most 120 ms", async () => {
    const codec = await createCodec(name);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1500 }), (bytes) => {
        const samples = codec.decode(Buffer.from(bytes));
        expect(samples.length).toBeLessThanOrEqual((codec.rate * 120) / 1000);
      }),
    );
  });

  test("takes payloads of 10, 40 and 60 ms", async () => {
    if (name === "opus") return;
    const codec = await createCodec(name);
    for (const milliseconds of [10, 30, 40, 60]) {
      expect(codec.decode(Buffer.alloc(8 * milliseconds, 0xff))).toHaveLength(
        (codec.rate * milliseconds) / 1000,
      );
    }
  });
});

test("a stereo stream of Opus is heard in mono", async () => {
  const { Encoder } = await import("@evan/opus");
  const stereo = new Encoder({ channels: 2, sample_rate: 48_000, application: "audio" });
  const codec = await createCodec("opus");
  const sound = tone(48_000, 500);
  const both = new Int16Array(2 * 960);
  let last: Int16Array = new Int16Array(0);
  for (let start = 0; start < sound.length; start += 960) {
    for (let index = 0; index < 960; index += 1) {
      both[2 * index] = sound[start + index] ?? 0;
      both[2 * index + 1] = sound[start + index] ?? 0;
    }
    last = codec.decode(Buffer.from(stereo.encode(both))).slice();
  }
  expect(last).toHaveLength(960);
  expect(Math.sqrt(measure(last, 48_000, 500).tone * 2)).toBeGreaterThan(6000);
});
