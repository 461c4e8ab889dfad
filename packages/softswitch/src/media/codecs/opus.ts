import type { Decoder, Encoder } from "@evan/opus";
import { bytesOf } from "./samples.js";
import type { AudioCodec } from "./types.js";

const RATE = 48_000;
const FRAME_SAMPLES = 960;
/** Enough for one voice at full band, and what FreeSWITCH's mod_opus offers as maxaveragebitrate. */
const BIT_RATE = 30_000;
/** Higher ones cost several times as much for what few hear at this rate. */
const COMPLEXITY = 5;

const asSamples = (bytes: Uint8Array): Int16Array =>
  bytes.byteOffset % 2 === 0
    ? new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1)
    : new Int16Array(bytes.slice().buffer);

/**
 * The first byte (RFC 6716 3.1) of a packet like the given one, but of a single 20 ms frame: mode, bandwidth and channels
 * stay, so that the decoder's state does.
 */
function likeOneFrame(kind: number): number {
  const config = kind >> 3;
  if (config >= 16) return ((config | 3) << 3) | (kind & 4);
  return (((config < 12 ? config & ~3 : config) | 1) << 3) | (kind & 4);
}

/** RFC 6716, mono: a decoder with one channel mixes stereo packets down itself. */
class Opus implements AudioCodec {
  readonly name = "opus";
  readonly rate = RATE;
  readonly #encoder: Encoder;
  readonly #decoder: Decoder;
  readonly #silence = new Int16Array(FRAME_SAMPLES);
  /** Nothing but the kind of the last packet: libopus takes a frame without bytes as lost and conceals its length. */
  readonly #lost = new Uint8Array(1);
  #heard = false;

  constructor(library: typeof import("@evan/opus")) {
    this.#encoder = new library.Encoder({ channels: 1, sample_rate: RATE, application: "voip" });
    this.#encoder.bitrate = BIT_RATE;
    this.#encoder.complexity = COMPLEXITY;
    this.#encoder.inband_fec = true;
    this.#encoder.packet_loss = 5;
    this.#decoder = new library.Decoder({ channels: 1, sample_rate: RATE });
  }

  encode(frame: Int16Array): Buffer {
    const bytes = this.#encoder.encode(bytesOf(frame));
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  decode(payload: Buffer): Int16Array {
    const kind = payload[0];
    if (kind === undefined) return this.conceal();
    try {
      const samples = asSamples(this.#decoder.decode(payload));
      this.#lost[0] = likeOneFrame(kind);
      this.#heard = true;
      return samples;
    } catch {
      return this.conceal();
    }
  }

  conceal(): Int16Array {
    return this.#heard ? asSamples(this.#decoder.decode(this.#lost)) : this.#silence;
  }
}

let library: Promise<typeof import("@evan/opus")> | undefined;

/** Loads the library at the first call: it is native code, and a switch without Opus calls need not have it. */
export async function createOpus(): Promise<AudioCodec> {
  library ??= import("@evan/opus");
  return new Opus(await library);
}
