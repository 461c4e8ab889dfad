import type { Frame } from "../../audio/types.js";
import type { AudioCodec } from "../codecs/index.js";
import { JitterBuffer, type JitterStats } from "./jitter-buffer.js";
import type { RtpPacket } from "./packet.js";

/** More reads than packets of 2.5 ms in a frame mean a stream of empty packets. */
const MOST_READS = 10;

/** Jitter buffer, decoder and re-chunking together: packets of any length in, 20 ms frames out. */
export class AudioReceiver {
  readonly #buffer: JitterBuffer;
  readonly #size: number;
  readonly #frame: Int16Array;
  /** What of longer packets, or of odd ones, is still to be heard. */
  readonly #rest: Int16Array;
  #begin = 0;
  #end = 0;

  constructor(
    readonly codec: AudioCodec,
    readonly clockRate: number,
  ) {
    this.#buffer = new JitterBuffer({ clockRate });
    this.#size = codec.rate / 50;
    this.#frame = new Int16Array(this.#size);
    this.#rest = new Int16Array(8 * this.#size);
  }

  push(packet: RtpPacket): void {
    this.#buffer.push(packet);
  }

  /** For packets of the stream that hold no audio: see JitterBuffer.skip. */
  skip(packet: RtpPacket): void {
    this.#buffer.skip(packet);
  }

  /** 20 ms at the codec's rate; undefined for silence. Overwritten by the next call. */
  read(): Frame | undefined {
    for (let reads = 0; this.#end - this.#begin < this.#size; reads += 1) {
      const payload = reads < MOST_READS ? this.#buffer.read() : undefined;
      if (payload === undefined) return undefined;
      const samples = payload === "lost" ? this.codec.conceal() : this.codec.decode(payload);
      if (this.#begin === this.#end && samples.length === this.#size) return samples;
      this.#append(samples);
    }
    this.#frame.set(this.#rest.subarray(this.#begin, this.#begin + this.#size));
    this.#begin += this.#size;
    return this.#frame;
  }

  stats(): JitterStats {
    return this.#buffer.stats();
  }

  #append(samples: Int16Array): void {
    this.#rest.copyWithin(0, this.#begin, this.#end);
    this.#end -= this.#begin;
    this.#begin = 0;
    this.#rest.set(samples, this.#end);
    this.#end += samples.length;
  }
}
