import { Concealment } from "./concealment.js";
import { aLawTables, type CompandingLaw, muLawTables } from "./g711-tables.js";
import type { AudioCodec } from "./types.js";

/** 120 ms, the most one packet may hold. */
const LONGEST_SAMPLES = 960;
const FRAME_SAMPLES = 160;

/** ITU-T G.711, both laws. */
export class G711 implements AudioCodec {
  readonly rate = 8000;
  readonly #law: CompandingLaw;
  readonly #payload = Buffer.alloc(FRAME_SAMPLES);
  readonly #samples = new Int16Array(LONGEST_SAMPLES);
  readonly #frame: Int16Array;
  readonly #concealment = new Concealment(8000);

  constructor(readonly name: "PCMU" | "PCMA") {
    this.#law = name === "PCMU" ? muLawTables() : aLawTables();
    this.#frame = this.#samples.subarray(0, FRAME_SAMPLES);
  }

  encode(frame: Int16Array): Buffer {
    const table = this.#law.encode;
    const payload = this.#payload;
    for (let index = 0; index < FRAME_SAMPLES; index += 1) {
      payload[index] = table[(frame[index] ?? 0) & 0xffff] ?? 0;
    }
    return payload;
  }

  decode(payload: Buffer): Int16Array {
    const length = Math.min(payload.length, LONGEST_SAMPLES);
    const table = this.#law.decode;
    const samples = this.#samples;
    for (let index = 0; index < length; index += 1) {
      samples[index] = table[payload[index] ?? 0] ?? 0;
    }
    const heard = length === FRAME_SAMPLES ? this.#frame : samples.subarray(0, length);
    this.#concealment.heard(heard);
    return heard;
  }

  conceal(): Int16Array {
    return this.#concealment.conceal();
  }
}
