import type { Frame } from "../../audio/types.js";
import type { AudioCodec } from "../codecs/index.js";
import type { JitterStats } from "./jitter-buffer.js";
import type { RtpPacket } from "./packet.js";

/** Jitter buffer, decoder and re-chunking together: packets of any length in, 20 ms frames out. */
export class AudioReceiver {
  constructor(
    readonly codec: AudioCodec,
    readonly clockRate: number,
  ) {}

  push(packet: RtpPacket): void {
    void packet;
  }

  /** For packets of the stream that hold no audio: see JitterBuffer.skip. */
  skip(packet: RtpPacket): void {
    void packet;
  }

  /** 20 ms at the codec's rate; undefined for silence. Overwritten by the next call. */
  read(): Frame | undefined {
    return undefined;
  }

  stats(): JitterStats {
    return { received: 0, lost: 0, late: 0, duplicates: 0, dropped: 0 };
  }
}
