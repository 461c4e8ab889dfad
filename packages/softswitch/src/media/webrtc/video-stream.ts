import { type RtcpMessage, VideoForwarder } from "../rtp/index.js";
import { Reception } from "./reception.js";
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
  #payload: Payload;
  #forwarder: VideoForwarder;
  #reception: Reception | undefined;
  #requests = 0;
  #isRequestWaiting = false;
  #packets = 0;
  #octets = 0;
  #lastTimestamp = 0;
  isSending = true;

  constructor(payload: Payload, options: VideoStreamOptions) {
    this.#payload = payload;
    this.#options = options;
    this.#forwarder = new VideoForwarder(options.ssrc, payload.type);
  }

  change(payload: Payload): void {
    if (payload.type !== this.#payload.type) {
      this.#forwarder = new VideoForwarder(this.#options.ssrc, payload.type);
    }
    this.#payload = payload;
  }

  owns(payloadType: number): boolean {
    return payloadType === this.#payload.type;
  }

  /** Counts a packet of the browser. */
  receive(data: Buffer, nowMs: number): void {
    const ssrc = data.readUInt32BE(8);
    if (this.#reception?.ssrc !== ssrc) this.#reception = new Reception(ssrc, CLOCK_RATE);
    this.#reception.take(data.readUInt16BE(2), data.readUInt32BE(4), nowMs);
    if (this.#isRequestWaiting) this.requestKeyframe();
  }

  /** Sends a packet of another leg as one of our stream. */
  send(packet: Buffer): void {
    if (!this.isSending) return;
    const own = this.#forwarder.rewrite(packet);
    if (own === undefined) return;
    this.#packets += 1;
    this.#octets += own.length - 12;
    this.#lastTimestamp = own.readUInt32BE(4);
    this.#options.send(own);
  }

  /** Before the browser's first packet there is nobody to ask; then it waits for that. */
  requestKeyframe(): void {
    this.#isRequestWaiting = this.#reception === undefined;
    if (this.#reception === undefined) return;
    this.#requests += 1;
    const { ssrc } = this.#options;
    this.#options.sendRtcp(writeKeyframeRequest(ssrc, this.#reception.ssrc, this.#requests));
  }

  /** Once a second while video comes in. */
  grantBandwidth(): void {
    if (this.#reception === undefined) return;
    this.#options.sendRtcp(writeBandwidth(this.#options.ssrc, this.#reception.ssrc, BIT_RATE));
  }

  /** Whether the browser asks for a key frame of our stream. */
  isKeyframeRequest(message: RtcpMessage): boolean {
    return (
      (message.kind === "picture-loss" || message.kind === "full-intra-request") &&
      message.mediaSsrc === this.#options.ssrc
    );
  }

  get reception(): Reception | undefined {
    return this.#reception;
  }

  get packetsOut(): number {
    return this.#packets;
  }

  get sent(): SentStream {
    return {
      ssrc: this.#options.ssrc,
      packets: this.#packets,
      octets: this.#octets,
      timestamp: this.#lastTimestamp,
    };
  }
}
