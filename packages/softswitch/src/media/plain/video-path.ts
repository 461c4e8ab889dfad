import { type RtcpMessage, type RtpPacket, random32, VideoForwarder } from "../rtp/index.js";
import type { AgreedVideo } from "../sdp/index.js";
import { Reports } from "./reports.js";
import type { RtpTransport } from "./rtp-transport.js";

const CLOCK_RATE = 90_000;

/** What a leg does with the packets of its video. */
export interface VideoListener {
  video(packet: Buffer): void;
  keyframe(): void;
}

/** Video passes through: packets out to the room, packets of the room in under one SSRC of ours. */
export class VideoPath {
  readonly #transport: RtpTransport;
  readonly #listener: VideoListener;
  readonly #reports: Reports;
  readonly #ssrc = random32();
  #forwarder: VideoForwarder | undefined;
  #isSending = false;
  #isReceiving = false;

  constructor(
    open: (path: VideoPath) => RtpTransport,
    listener: VideoListener,
    cname: string,
    nowMs: number,
  ) {
    this.#listener = listener;
    this.#reports = new Reports(CLOCK_RATE, cname, nowMs);
    this.#transport = open(this);
  }

  get transport(): RtpTransport {
    return this.#transport;
  }

  agree(payload: AgreedVideo["payload"], isSending: boolean, isReceiving: boolean): void {
    if (payload.type !== this.#forwarder?.payloadType) {
      this.#forwarder = new VideoForwarder(this.#ssrc, payload.type, random32() & 0xffff);
    }
    this.#isSending = isSending;
    this.#isReceiving = isReceiving;
  }

  knows(payloadType: number): boolean {
    return payloadType === this.#forwarder?.payloadType;
  }

  packet(packet: RtpPacket, data: Buffer, nowMs: number): void {
    this.#reports.heard(packet, nowMs);
    if (this.#isReceiving) this.#listener.video(data);
  }

  rtcp(messages: readonly RtcpMessage[], nowMs: number): void {
    this.#reports.heardRtcp(messages, nowMs);
    const isAsked = messages.some(
      ({ kind }) => kind === "picture-loss" || kind === "full-intra-request",
    );
    if (isAsked) this.#listener.keyframe();
  }

  send(packet: Buffer): void {
    const rewritten = this.#isSending ? this.#forwarder?.rewrite(packet) : undefined;
    if (rewritten) this.#transport.send(rewritten);
  }

  requestKeyframe(nowMs: number): void {
    const mediaSsrc = this.#reports.remoteSsrc;
    if (mediaSsrc === undefined) return;
    const report = this.#reports.compose(this.#sent(), nowMs);
    this.#transport.sendRtcp([...report, { kind: "picture-loss", ssrc: this.#ssrc, mediaSsrc }]);
  }

  tick(nowMs: number): void {
    const report = this.#reports.due(this.#sent(), nowMs);
    if (report) this.#transport.sendRtcp(report);
  }

  close(nowMs: number): void {
    const report = this.#reports.compose(this.#sent(), nowMs);
    this.#transport.sendRtcp([...report, { kind: "bye", ssrcs: [this.#ssrc] }]);
    this.#transport.close();
  }

  #sent() {
    const forwarder = this.#forwarder;
    return {
      ssrc: this.#ssrc,
      timestamp: forwarder?.timestamp ?? 0,
      packets: forwarder?.packets ?? 0,
      octets: forwarder?.octets ?? 0,
    };
  }
}
