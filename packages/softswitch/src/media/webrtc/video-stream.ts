import { parseRtp, Reception, type RtcpMessage, VideoForwarder } from "../rtp/index.js";
import type { Payload } from "./remote-description.js";
import { type SentStream, writeBandwidth, writeKeyframeRequest } from "./reports.js";

const CLOCK_RATE = 90_000;
/** Enough for 720p of one speaker, and little enough for a room of them on one machine. */
const BIT_RATE = 1_500_000;

export interface VideoStreamOptions {
  readonly ssrc: number;
  readonly send: (packet: Buffer) => void;
  readonly sendRtcp: (packet: Buffer) => void;
}

/** The video of one leg, passed through: what comes in is another leg's, what goes out is another leg's. */
export class VideoStream {
  readonly #options: VideoStreamOptions;
  readonly #forwarder: VideoForwarder;
  readonly reception = new Reception(CLOCK_RATE);
  #payloadType: number;
  #requests = 0;
  #isRequestWaiting = false;
  /** The browser wants to see something. */
  isSending = true;

  constructor(payload: Payload, options: VideoStreamOptions) {
    this.#payloadType = payload.type;
    this.#options = options;
    this.#forwarder = new VideoForwarder(options.ssrc, payload.type);
  }

  change(payload: Payload): void {
    this.#payloadType = payload.type;
  }

  owns(payloadType: number): boolean {
    return payloadType === this.#payloadType;
  }

  /** Counts a packet of the browser. */
  receive(data: Buffer, nowMs: number): void {
    const packet = parseRtp(data);
    if (packet === undefined) return;
    this.reception.heard(packet, nowMs);
    if (this.#isRequestWaiting) this.requestKeyframe();
  }

  /** Sends a packet of another leg as one of our stream. */
  send(packet: Buffer): void {
    if (!this.isSending) return;
    const own = this.#forwarder.rewrite(packet);
    if (own === undefined) return;
    // A later description may have given the codec another number; the stream goes on.
    own[1] = ((own[1] ?? 0) & 0x80) | this.#payloadType;
    this.#options.send(own);
  }

  /** Before the browser's first packet there is nobody to ask; then it waits for that. */
  requestKeyframe(): void {
    const theirs = this.reception.ssrc;
    this.#isRequestWaiting = theirs === undefined;
    if (theirs === undefined) return;
    this.#requests += 1;
    this.#options.sendRtcp(writeKeyframeRequest(this.#options.ssrc, theirs, this.#requests));
  }

  /** Once a second while video comes in. */
  grantBandwidth(): void {
    const theirs = this.reception.ssrc;
    if (theirs !== undefined) {
      this.#options.sendRtcp(writeBandwidth(this.#options.ssrc, theirs, BIT_RATE));
    }
  }

  /** Whether the browser asks for a key frame of our stream. */
  isKeyframeRequest(message: RtcpMessage): boolean {
    return (
      (message.kind === "picture-loss" || message.kind === "full-intra-request") &&
      message.mediaSsrc === this.#options.ssrc
    );
  }

  get sent(): SentStream {
    const { packets, octets, timestamp } = this.#forwarder;
    return { ssrc: this.#options.ssrc, packets, octets, timestamp };
  }
}
