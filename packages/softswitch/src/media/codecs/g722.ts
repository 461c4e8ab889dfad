import { Concealment } from "./concealment.js";
import { G722Decoder } from "./g722-decoder.js";
import { G722Encoder } from "./g722-encoder.js";
import type { AudioCodec } from "./types.js";

/** ITU-T G.722 at 64 kbit/s. */
export class G722 implements AudioCodec {
  readonly name = "G722";
  readonly rate = 16_000;
  readonly #encoder = new G722Encoder();
  readonly #decoder = new G722Decoder();
  readonly #concealment = new Concealment(16_000);

  encode(frame: Int16Array): Buffer {
    return this.#encoder.encode(frame);
  }

  decode(payload: Buffer): Int16Array {
    const samples = this.#decoder.decode(payload);
    this.#concealment.heard(samples);
    return samples;
  }

  conceal(): Int16Array {
    return this.#concealment.conceal();
  }
}
