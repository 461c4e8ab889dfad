import type { SampleKind, WavFormat } from "./wav-header.js";

/** Bits of G.711 mu-law (ITU-T G.711 table 2): inverted, sign, three of the segment, four of the step. */
function mulaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** Bits of G.711 A-law: every second one inverted. */
function alaw(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

const READERS: Readonly<Record<SampleKind, (bytes: Buffer, at: number) => number>> = {
  pcm8: (bytes, at) => ((bytes[at] ?? 128) - 128) << 8,
  pcm16: (bytes, at) => bytes.readInt16LE(at),
  pcm24: (bytes, at) => bytes.readInt16LE(at + 1),
  pcm32: (bytes, at) => bytes.readInt16LE(at + 2),
  float32: (bytes, at) => Math.max(-1, Math.min(1, bytes.readFloatLE(at))) * 32_767,
  mulaw: (bytes, at) => mulaw(bytes[at] ?? 0xff),
  alaw: (bytes, at) => alaw(bytes[at] ?? 0xd5),
};

/** Whole samples of a file as mono; channels are averaged. What does not fill a sample at the end is left out. */
export function decodeSamples(bytes: Buffer, format: WavFormat): Int16Array {
  const { channels, frameBytes } = format;
  const read = READERS[format.kind];
  const width = frameBytes / channels;
  const mono = new Int16Array(Math.floor(bytes.length / frameBytes));
  for (let n = 0; n < mono.length; n += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += read(bytes, n * frameBytes + channel * width);
    }
    mono[n] = Math.round(sum / channels);
  }
  return mono;
}
