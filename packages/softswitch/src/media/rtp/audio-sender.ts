import type { Frame } from "../../audio/types.js";
import type { AudioCodec } from "../codecs/index.js";
import { DtmfSender } from "./dtmf-sender.js";
import { RTP_HEADER_BYTES, writeRtpHeader } from "./packet.js";
import { random32 } from "./sequence.js";

/** Where a stream stands; goes on through a change of codec. */
export interface RtpStreamState {
  readonly ssrc: number;
  sequence: number;
  timestamp: number;
  packets: number;
  octets: number;
}

/** A stream with numbers nobody can guess (RFC 3550 5.1). */
export const newStream = (): RtpStreamState => ({
  ssrc: random32(),
  sequence: random32() & 0xffff,
  timestamp: random32(),
  packets: 0,
  octets: 0,
});

export interface AudioSenderOptions {
  readonly codec: AudioCodec;
  readonly payloadType: number;
  /** SDP's rate of the codec. */
  readonly clockRate: number;
  readonly stream: RtpStreamState;
  /** Undefined: the other side does not know RFC 4733, digits are not sent. */
  readonly events?: { readonly payloadType: number; readonly clockRate: number } | undefined;
}

/** A packet may still wait in the kernel's queue while the next ones are made. */
const BUFFERS = 4;
/** The longest Opus frame; the other codecs' 20 ms are 160. */
const LONGEST_PAYLOAD = 1276;
const USUAL_PAYLOAD = 160;

/** One RTP packet for each frame of the 20 ms clock. */
export class AudioSender {
  readonly #options: AudioSenderOptions;
  readonly #silence: Int16Array;
  readonly #buffers: readonly Buffer[];
  readonly #packets: readonly Buffer[];
  readonly #digits: DtmfSender | undefined;
  #turn = 0;
  #beginning = true;

  constructor(options: AudioSenderOptions) {
    const { codec, events } = options;
    const longest = codec.name === "opus" ? LONGEST_PAYLOAD : USUAL_PAYLOAD;
    this.#options = options;
    this.#silence = new Int16Array(codec.rate / 50);
    this.#buffers = Array.from({ length: BUFFERS }, () => Buffer.alloc(RTP_HEADER_BYTES + longest));
    // Views of the usual length, made once: a view per packet would be most of what a packet costs.
    this.#packets = this.#buffers.map((buffer) =>
      buffer.subarray(0, RTP_HEADER_BYTES + USUAL_PAYLOAD),
    );
    this.#digits = events && new DtmfSender(events.clockRate);
  }

  get sendsDigits(): boolean {
    return this.#digits?.busy ?? false;
  }

  sendDigits(digits: string, durationMs?: number): void {
    this.#digits?.send(digits, durationMs);
  }

  /** The next packet marks a new beginning, as after a hold. */
  pause(): void {
    this.#beginning = true;
    this.#options.stream.timestamp = (this.#options.stream.timestamp + this.#tick()) >>> 0;
  }

  /** The packet of this tick: sound, silence for undefined, or a digit. Good until three packets later. */
  next(frame: Frame | undefined): Buffer {
    const { stream, codec, payloadType, events } = this.#options;
    const digit = this.#digits?.busy ? this.#digits.next(stream.timestamp) : undefined;
    const packet =
      digit && events
        ? this.#fill(digit.payload, events.payloadType, digit.marker, digit.timestamp)
        : this.#fill(
            codec.encode(frame ?? this.#silence),
            payloadType,
            this.#beginning,
            stream.timestamp,
          );
    if (digit === undefined) this.#beginning = false;
    stream.timestamp = (stream.timestamp + this.#tick()) >>> 0;
    return packet;
  }

  #tick(): number {
    return this.#options.clockRate / 50;
  }

  #fill(payload: Buffer, payloadType: number, marker: boolean, timestamp: number): Buffer {
    const { stream } = this.#options;
    const buffer = this.#buffers[this.#turn] ?? Buffer.alloc(0);
    const length = RTP_HEADER_BYTES + payload.length;
    const usual = this.#packets[this.#turn];
    this.#turn = (this.#turn + 1) % BUFFERS;
    writeRtpHeader(buffer, payloadType, marker, stream.sequence, timestamp, stream.ssrc);
    buffer.set(payload, RTP_HEADER_BYTES);
    stream.sequence = (stream.sequence + 1) & 0xffff;
    stream.packets += 1;
    stream.octets += payload.length;
    return usual?.length === length ? usual : buffer.subarray(0, length);
  }
}
