export const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/** How samples lie in a file. */
export type SampleKind = "pcm8" | "pcm16" | "pcm24" | "pcm32" | "float32" | "mulaw" | "alaw";

export interface WavFormat {
  readonly kind: SampleKind;
  readonly rate: number;
  readonly channels: number;
  /** Bytes of one sample of all channels. */
  readonly frameBytes: number;
  /** Where the samples begin, and how many of them (per channel) the header speaks of. */
  readonly start: number;
  readonly samples: number;
}

/** The header of a mono 16-bit file. */
export function wavHeader(samples: number, rate: number): Buffer {
  const bytes = samples * SAMPLE_BYTES;
  const buffer = Buffer.alloc(HEADER_BYTES);
  buffer.write("RIFF", 0, "latin1");
  buffer.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  buffer.write("WAVEfmt ", 8, "latin1");
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(1, 22);
  buffer.writeUInt32LE(rate, 24);
  buffer.writeUInt32LE(rate * SAMPLE_BYTES, 28);
  buffer.writeUInt16LE(SAMPLE_BYTES, 32);
  buffer.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  buffer.write("data", 36, "latin1");
  buffer.writeUInt32LE(bytes, 40);
  return buffer;
}

const EXTENSIBLE = 0xfffe;

function kindOf(tag: number, bits: number): SampleKind | undefined {
  if (tag === 1) {
    const whole: Record<number, SampleKind> = { 8: "pcm8", 16: "pcm16", 24: "pcm24", 32: "pcm32" };
    return whole[bits];
  }
  if (tag === 3 && bits === 32) return "float32";
  if (tag === 6) return "alaw";
  return tag === 7 ? "mulaw" : undefined;
}

type Format = Omit<WavFormat, "start" | "samples">;

function readFormat(chunk: Buffer): Format | undefined {
  if (chunk.length < 16) return undefined;
  const tag = chunk.readUInt16LE(0);
  // The real tag of an extensible format leads the GUID behind the speaker mask.
  const real = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const kind = kindOf(real, chunk.readUInt16LE(14));
  const channels = chunk.readUInt16LE(2);
  const rate = chunk.readUInt32LE(4);
  const frameBytes = chunk.readUInt16LE(12);
  if (!kind || channels === 0 || rate === 0 || frameBytes === 0) return undefined;
  return { kind, rate, channels, frameBytes };
}

/** Reads the chunks of a RIFF file's beginning; undefined when it is no WAV file of a known kind. */
export function parseWav(bytes: Buffer): WavFormat | undefined {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE") {
    return undefined;
  }
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (name === "fmt ") format = readFormat(bytes.subarray(at + 8, at + 8 + length));
    if (name === "data") {
      if (!format) return undefined;
      return { ...format, start: at + 8, samples: Math.floor(length / format.frameBytes) };
    }
    at += 8 + length + (length % 2);
  }
  return undefined;
}
