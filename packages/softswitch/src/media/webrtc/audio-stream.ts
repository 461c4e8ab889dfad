import type { Frame } from "../../audio/types.js";
import { createCodec } from "../codecs/index.js";
import {
  AudioReceiver,
  AudioSender,
  DtmfReceiver,
  newStream,
  parseRtp,
  Reception,
  type RtpPacket,
  type RtpStreamState,
} from "../rtp/index.js";
import type { AudioChoice } from "./codec-choice.js";

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
  readonly rate: number;
  readonly receiver: AudioReceiver;
  readonly sender: AudioSender;
  readonly digits: DtmfReceiver;
}

/** The sound of one leg, both ways: packets on one side, frames on the other. */
export class AudioStream {
  readonly #options: AudioStreamOptions;
  /** Where our stream stands: goes on through a change of codec. */
  readonly sent: RtpStreamState;
  #coding: Coding;
  reception: Reception;
  #silentTicks = 0;
  packetsIn = 0;
  /** The browser does not want to hear us; digits go out all the same. */
  isMuted = false;
  /** Milliseconds of performance.now() of the last tick that somebody wrote. */
  writtenAt = 0;

  private constructor(options: AudioStreamOptions, sent: RtpStreamState, coding: Coding) {
    this.#options = options;
    this.sent = sent;
    this.#coding = coding;
    this.reception = new Reception(coding.choice.payload.clockRate);
  }

  static async create(choice: AudioChoice, options: AudioStreamOptions): Promise<AudioStream> {
    const sent = { ...newStream(), ssrc: options.ssrc };
    return new AudioStream(options, sent, await createCoding(choice, sent, options));
  }

  get rate(): number {
    return this.#coding.rate;
  }

  get lost(): number {
    return this.#coding.receiver.stats().lost;
  }

  get isSendingDigits(): boolean {
    return this.#coding.sender.sendsDigits;
  }

  /** Goes on with what a new description says; the same codec keeps its memory. */
  async change(choice: AudioChoice): Promise<void> {
    const { payload, events } = this.#coding.choice;
    const isSame =
      payload.type === choice.payload.type &&
      payload.name === choice.payload.name &&
      events?.type === choice.events?.type;
    if (isSame) return;
    this.#coding = await createCoding(choice, this.sent, this.#options);
    this.reception = new Reception(choice.payload.clockRate);
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
    this.reception.heard(packet, nowMs);
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
    this.#silentTicks = frame === undefined ? this.#silentTicks + 1 : 0;
    const { sender } = this.#coding;
    const isQuiet = this.isMuted || this.#silentTicks > SILENT_TICKS;
    if (isQuiet && !sender.sendsDigits) sender.pause();
    else this.#options.send(sender.next(frame));
  }

  /** A tick that nobody wrote, for digits that must go out all the same. */
  sendDigitPacket(): void {
    this.#options.send(this.#coding.sender.next(undefined));
  }

  sendDigits(digits: string, durationMs: number | undefined): void {
    this.#coding.sender.sendDigits(digits, durationMs);
  }

  expireDigits(nowMs: number): void {
    this.#coding.digits.expire(nowMs);
  }

  #receiveEvent(packet: RtpPacket, nowMs: number): void {
    this.#coding.receiver.skip(packet);
    this.#coding.digits.push(packet, nowMs);
  }
}

async function createCoding(
  choice: AudioChoice,
  stream: RtpStreamState,
  options: AudioStreamOptions,
): Promise<Coding> {
  const { payload, events } = choice;
  const codec = await createCodec(choice.codec);
  return {
    choice,
    rate: codec.rate,
    receiver: new AudioReceiver(codec, payload.clockRate),
    sender: new AudioSender({
      codec,
      payloadType: payload.type,
      clockRate: payload.clockRate,
      stream,
      events: events && { payloadType: events.type, clockRate: events.clockRate },
    }),
    digits: new DtmfReceiver(events?.clockRate ?? payload.clockRate, options.onDigit),
  };
}
