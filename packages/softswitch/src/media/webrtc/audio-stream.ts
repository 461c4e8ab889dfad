import { randomInt } from "node:crypto";
import { FRAME_MS, type Frame } from "../../audio/types.js";
import { type AudioCodec, createCodec } from "../codecs/index.js";
import { AudioReceiver, DtmfReceiver, DtmfSender, parseRtp, type RtpPacket } from "../rtp/index.js";
import type { AudioChoice } from "./codec-choice.js";
import { Reception } from "./reception.js";
import type { SentStream } from "./reports.js";

const HEADER_BYTES = 12;
const VERSION = 0x80;
const MARKER = 0x80;
const TICKS_PER_SECOND = 1000 / FRAME_MS;
/** Silent packets before none are sent: long enough for a browser's buffer to settle on silence instead of concealing. */
const SILENT_TICKS = 10;

export interface AudioStreamOptions {
  readonly ssrc: number;
  readonly send: (packet: Buffer) => void;
  readonly onDigit: (digit: string, durationMs: number) => void;
}

/** What depends on the codec agreed on. */
interface Coding {
  readonly choice: AudioChoice;
  readonly codec: AudioCodec;
  readonly receiver: AudioReceiver;
  readonly digitsIn: DtmfReceiver;
  readonly digitsOut: DtmfSender;
  readonly silence: Int16Array;
}

/** The sound of one leg, both ways: packets on one side, frames on the other. */
export class AudioStream {
  readonly #options: AudioStreamOptions;
  #coding: Coding;
  #reception: Reception | undefined;
  #sequence = randomInt(0x8000);
  #timestamp = randomInt(0x1_0000_0000);
  #silentTicks = 0;
  #isResuming = true;
  #packets = 0;
  #octets = 0;
  packetsIn = 0;
  /** Milliseconds of performance.now() of the last frame written. */
  writtenAt = 0;

  private constructor(options: AudioStreamOptions, coding: Coding) {
    this.#options = options;
    this.#coding = coding;
  }

  static async create(choice: AudioChoice, options: AudioStreamOptions): Promise<AudioStream> {
    return new AudioStream(options, await createCoding(choice, options));
  }

  get rate(): number {
    return this.#coding.codec.rate;
  }

  get lost(): number {
    return this.#coding.receiver.stats().lost;
  }

  get packetsOut(): number {
    return this.#packets;
  }

  get isSendingDigits(): boolean {
    return this.#coding.digitsOut.busy;
  }

  /** Goes on with what a new description says; the same codec keeps its memory. */
  async change(choice: AudioChoice): Promise<void> {
    const { payload, events } = this.#coding.choice;
    const isSame =
      payload.type === choice.payload.type &&
      payload.name === choice.payload.name &&
      events?.type === choice.events?.type;
    if (isSame) return;
    this.#coding = await createCoding(choice, this.#options);
    this.#reception = undefined;
  }

  /** Whether a payload type of this stream. */
  owns(payloadType: number): boolean {
    const { payload, events } = this.#coding.choice;
    return payloadType === payload.type || payloadType === events?.type;
  }

  receive(data: Buffer, nowMs: number): void {
    const packet = parseRtp(data);
    if (packet === undefined) return;
    this.packetsIn += 1;
    this.#receptionOf(packet.ssrc).take(packet.sequence, packet.timestamp, nowMs);
    const { choice, receiver } = this.#coding;
    if (packet.payloadType === choice.payload.type) receiver.push(packet);
    else this.#receiveEvent(packet, nowMs);
  }

  /** 20 ms of what came in; undefined for silence. */
  read(): Frame | undefined {
    return this.#coding.receiver.read();
  }

  /** One tick: sends a frame, a digit's packet, or, when silence lasts, nothing. */
  write(frame: Frame | undefined, nowMs: number): void {
    this.writtenAt = nowMs;
    const { codec, choice, digitsOut, silence } = this.#coding;
    const timestamp = this.#timestamp;
    this.#timestamp = (timestamp + choice.payload.clockRate / TICKS_PER_SECOND) >>> 0;
    const digit = digitsOut.next(timestamp);
    if (digit !== undefined && choice.events !== undefined) {
      this.#send(choice.events.type, digit.marker, digit.timestamp, digit.payload);
      return;
    }
    this.#silentTicks = frame === undefined ? this.#silentTicks + 1 : 0;
    if (this.#silentTicks > SILENT_TICKS) {
      this.#isResuming = true;
      return;
    }
    this.#send(choice.payload.type, this.#isResuming, timestamp, codec.encode(frame ?? silence));
    this.#isResuming = false;
  }

  sendDigits(digits: string, durationMs: number | undefined): void {
    if (this.#coding.choice.events !== undefined) this.#coding.digitsOut.send(digits, durationMs);
  }

  expireDigits(nowMs: number): void {
    this.#coding.digitsIn.expire(nowMs);
  }

  get reception(): Reception | undefined {
    return this.#reception;
  }

  get sent(): SentStream {
    return {
      ssrc: this.#options.ssrc,
      packets: this.#packets,
      octets: this.#octets,
      timestamp: this.#timestamp,
    };
  }

  #receiveEvent(packet: RtpPacket, nowMs: number): void {
    this.#coding.receiver.skip(packet);
    if (packet.payloadType === this.#coding.choice.events?.type) {
      this.#coding.digitsIn.push(packet, nowMs);
    }
  }

  #receptionOf(ssrc: number): Reception {
    if (this.#reception?.ssrc !== ssrc) {
      this.#reception = new Reception(ssrc, this.#coding.choice.payload.clockRate);
    }
    return this.#reception;
  }

  #send(type: number, marker: boolean, timestamp: number, payload: Buffer): void {
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    packet[0] = VERSION;
    packet[1] = marker ? type | MARKER : type;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    packet.writeUInt32BE(this.#options.ssrc, 8);
    payload.copy(packet, HEADER_BYTES);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#packets += 1;
    this.#octets += payload.length;
    this.#options.send(packet);
  }
}

async function createCoding(choice: AudioChoice, options: AudioStreamOptions): Promise<Coding> {
  const codec = await createCodec(choice.codec);
  const { clockRate } = choice.payload;
  const eventRate = choice.events?.clockRate ?? clockRate;
  return {
    choice,
    codec,
    receiver: new AudioReceiver(codec, clockRate),
    digitsIn: new DtmfReceiver(eventRate, options.onDigit),
    digitsOut: new DtmfSender(eventRate),
    silence: new Int16Array(codec.rate / TICKS_PER_SECOND),
  };
}
