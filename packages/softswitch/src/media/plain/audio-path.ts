import type { Frame } from "../../audio/types.js";
import type { AudioCodec } from "../codecs/index.js";
import {
  AudioReceiver,
  AudioSender,
  DtmfReceiver,
  type JitterStats,
  type RtpPacket,
  type RtpStreamState,
} from "../rtp/index.js";
import type { AgreedCodec } from "../sdp/index.js";

/** What was agreed on about the sound of a leg. */
export interface AudioAgreement {
  readonly codec: AgreedCodec;
  readonly events: { readonly type: number; readonly clockRate: number } | undefined;
  readonly comfortNoise: number | undefined;
  /** Under which other type the phone may send the codec or events: what we offered, where the answer numbers differently. */
  readonly offered?: { readonly codec: number; readonly events: number | undefined } | undefined;
}

/** The sound of a leg between packets and frames, for as long as its codec stays. */
export class AudioPath {
  readonly #agreement: AudioAgreement;
  readonly #receiver: AudioReceiver;
  readonly #sender: AudioSender;
  readonly #digits: DtmfReceiver | undefined;

  constructor(
    agreement: AudioAgreement,
    codec: AudioCodec,
    stream: RtpStreamState,
    onDigit: (digit: string, durationMs: number) => void,
  ) {
    const { events } = agreement;
    const { payloadType, sdpRate: clockRate } = agreement.codec;
    this.#agreement = agreement;
    this.#receiver = new AudioReceiver(codec, clockRate);
    this.#sender = new AudioSender({
      codec,
      payloadType,
      clockRate,
      stream,
      events: events && { payloadType: events.type, clockRate: events.clockRate },
    });
    this.#digits = events && new DtmfReceiver(events.clockRate, onDigit);
  }

  get codec(): AgreedCodec {
    return this.#agreement.codec;
  }

  get events(): AudioAgreement["events"] {
    return this.#agreement.events;
  }

  /** Whether this path can serve a new agreement without a click. */
  fits({ codec, events, comfortNoise, offered }: AudioAgreement): boolean {
    const own = this.#agreement;
    return (
      codec.name === own.codec.name &&
      codec.payloadType === own.codec.payloadType &&
      events?.type === own.events?.type &&
      events?.clockRate === own.events?.clockRate &&
      comfortNoise === own.comfortNoise &&
      offered?.codec === own.offered?.codec
    );
  }

  knows(payloadType: number): boolean {
    return (
      this.#isAudio(payloadType) ||
      this.#isEvents(payloadType) ||
      payloadType === this.#agreement.comfortNoise
    );
  }

  heard(packet: RtpPacket, nowMs: number): void {
    if (this.#isAudio(packet.payloadType)) {
      this.#receiver.push(packet);
      return;
    }
    this.#receiver.skip(packet);
    if (this.#isEvents(packet.payloadType)) this.#digits?.push(packet, nowMs);
  }

  read(): Frame | undefined {
    return this.#receiver.read();
  }

  /** The packet of this tick. */
  next(frame: Frame | undefined): Buffer {
    return this.#sender.next(frame);
  }

  pause(): void {
    this.#sender.pause();
  }

  get sendsDigits(): boolean {
    return this.#sender.sendsDigits;
  }

  sendDigits(digits: string, durationMs: number | undefined): void {
    this.#sender.sendDigits(digits, durationMs);
  }

  tick(nowMs: number): void {
    this.#digits?.expire(nowMs);
  }

  stats(): JitterStats {
    return this.#receiver.stats();
  }

  #isAudio(payloadType: number): boolean {
    const { codec, offered } = this.#agreement;
    return payloadType === codec.payloadType || payloadType === offered?.codec;
  }

  #isEvents(payloadType: number): boolean {
    const { events, offered } = this.#agreement;
    if (events === undefined) return false;
    return payloadType === events.type || payloadType === offered?.events;
  }
}
