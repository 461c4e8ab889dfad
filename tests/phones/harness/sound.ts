/** A tone as a test asks for it. `amplitude` is of full scale. */
export interface ToneOptions {
  readonly hz: number;
  readonly ms: number;
  readonly rate: number;
  readonly amplitude?: number;
}

/** 16-bit mono samples of one sine. */
export function tone({ hz, ms, rate, amplitude = 0.3 }: ToneOptions): Int16Array {
  const length = Math.round((ms * rate) / 1000);
  const step = (2 * Math.PI * hz) / rate;
  return Int16Array.from({ length }, (_, at) =>
    Math.round(32767 * amplitude * Math.sin(step * at)),
  );
}

/** A mono 16-bit WAV file. */
export function wavFile(samples: Int16Array, rate: number): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

export interface Recorded {
  readonly rate: number;
  /** The first channel, -1 to 1. */
  readonly samples: Float64Array;
}

/**
 * Reads a 16-bit or float WAV file, also one that is still being written: its sizes are not believed.
 * @throws Error when it is no such file
 */
export function readWav(bytes: Buffer): Recorded {
  if (bytes.toString("latin1", 0, 4) !== "RIFF") throw new Error("not a WAV file");
  let format: { channels: number; rate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = bytes.toString("latin1", at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const start = at + 8;
    if (id === "fmt ")
      format = {
        channels: bytes.readUInt16LE(start + 2),
        rate: bytes.readUInt32LE(start + 4),
        bits: bytes.readUInt16LE(start + 14),
      };
    if (id === "data" && format) {
      const end = size === 0 || size > bytes.length - start ? bytes.length : start + size;
      return { rate: format.rate, samples: channelOf(bytes.subarray(start, end), format) };
    }
    at = start + size + (size % 2);
  }
  throw new Error("a WAV file without sound");
}

function channelOf(data: Buffer, format: { channels: number; bits: number }): Float64Array {
  const width = (format.bits / 8) * format.channels;
  const read = (at: number): number =>
    format.bits === 32 ? data.readFloatLE(at) : data.readInt16LE(at) / 32768;
  return Float64Array.from({ length: Math.floor(data.length / width) }, (_, at) =>
    read(at * width),
  );
}

/** Level of one frequency in dB of full scale (a full sine is 0), by Goertzel's algorithm under a Hann window. */
export function levelAt(samples: Float64Array | Float32Array, rate: number, hz: number): number {
  const length = samples.length;
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let one = 0;
  let two = 0;
  for (let at = 0; at < length; at += 1) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (length - 1));
    const next = (samples[at] ?? 0) * window + turn * one - two;
    two = one;
    one = next;
  }
  const power = one * one + two * two - turn * one * two;
  return 20 * Math.log10((Math.sqrt(Math.max(power, 0)) * 4) / length + 1e-9);
}

/** Levels of several frequencies in the last `ms` of a recording. */
export function levelsOf(sound: Recorded, hertz: readonly number[], ms = 500): number[] {
  const from = Math.max(0, sound.samples.length - Math.round((ms * sound.rate) / 1000));
  const part = sound.samples.subarray(from);
  return hertz.map((hz) => levelAt(part, sound.rate, hz));
}
