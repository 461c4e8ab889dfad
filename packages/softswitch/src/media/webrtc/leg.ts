import type { EventEmitter } from "node:events";
import { FRAME_MS, type Frame } from "../../audio/types.js";
import { parseRtcp } from "../rtp/index.js";
import type { Codec, LegEvents, LegStats, MediaLeg } from "../types.js";
import type { AudioStream } from "./audio-stream.js";
import type { Negotiation } from "./negotiation.js";
import { writeReports } from "./reports.js";
import type { SecureTransport, TransportHandlers } from "./secure-transport.js";
import type { VideoStream } from "./video-stream.js";

const REPORT_MS = 5000;
const BANDWIDTH_MS = 1000;

export interface LegParts {
  readonly negotiation: Negotiation;
  readonly transport: SecureTransport;
  readonly events: EventEmitter<LegEvents>;
  readonly timeoutMs: number;
  readonly onClosed: (leg: WebrtcLeg) => void;
}

/** A browser's call: one port, sound by the frame, video passed through. */
export class WebrtcLeg implements MediaLeg {
  readonly kind = "webrtc";
  readonly #parts: LegParts;
  readonly #events: EventEmitter<LegEvents>;
  #isTimedOut = false;
  #isClosed = false;
  #pump: NodeJS.Timeout | undefined;
  #reportedAt = performance.now();
  #grantedAt = performance.now();

  constructor(parts: LegParts) {
    this.#parts = parts;
    this.#events = parts.events;
    // Whoever speaks for the call may come and go; a leg is no place to count them.
    this.#events.setMaxListeners(0);
  }

  get localSdp(): string {
    return this.#parts.negotiation.localSdp;
  }

  get remoteSdp(): string | undefined {
    return this.#parts.negotiation.remoteSdp;
  }

  get codec(): Codec {
    return this.#parts.negotiation.codec;
  }

  get rate(): number {
    return this.#audio?.rate ?? this.codec.rate;
  }

  get hasVideo(): boolean {
    return this.#video !== undefined;
  }

  get held(): boolean {
    return this.#parts.negotiation.held;
  }

  get remoteAddress(): string {
    return this.#parts.transport.peer?.address ?? "";
  }

  get remotePort(): number {
    return this.#parts.transport.peer?.port ?? 0;
  }

  get localAddress(): string {
    return this.#parts.negotiation.identity.address;
  }

  get localPort(): number {
    return this.#parts.negotiation.identity.port;
  }

  async accept(answer: string): Promise<void> {
    await this.#noticingHold(() => this.#parts.negotiation.accept(answer));
  }

  async renegotiate(offer: string): Promise<string> {
    await this.#noticingHold(() => this.#parts.negotiation.answer(offer));
    return this.localSdp;
  }

  async reoffer(options: { readonly hold?: boolean } = {}): Promise<string> {
    return this.#parts.negotiation.reoffer(options.hold ?? false);
  }

  read(): Frame | undefined {
    return this.#isClosed ? undefined : this.#audio?.read();
  }

  write(frame: Frame | undefined): void {
    if (!this.#isClosed) this.#audio?.write(frame, performance.now());
  }

  sendDtmf(digits: string, durationMs?: number): void {
    if (this.#isClosed) return;
    this.#audio?.sendDigits(digits, durationMs);
    this.#pump ??= setInterval(() => this.#pumpDigits(), FRAME_MS);
  }

  sendVideo(packet: Buffer): void {
    if (!this.#isClosed) this.#video?.send(packet);
  }

  requestKeyframe(): void {
    if (!this.#isClosed) this.#video?.requestKeyframe();
  }

  stats(): LegStats {
    const audio = this.#audio;
    return {
      packetsIn: audio?.packetsIn ?? 0,
      packetsOut: (audio?.sent.packets ?? 0) + (this.#video?.sent.packets ?? 0),
      lost: audio?.lost ?? 0,
      strangers: this.#parts.transport.strangers,
    };
  }

  on<K extends keyof LegEvents>(name: K, listener: (...args: LegEvents[K]) => void): this {
    this.#events.on(name as keyof LegEvents, listener as () => void);
    return this;
  }

  off<K extends keyof LegEvents>(name: K, listener: (...args: LegEvents[K]) => void): this {
    this.#events.off(name as keyof LegEvents, listener as () => void);
    return this;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#pump);
    this.#events.removeAllListeners();
    this.#parts.transport.close();
    this.#parts.onClosed(this);
  }

  /** What is due by the clock: reports, digits without an end, the timeout. A few times a second. */
  watch(nowMs: number): void {
    this.#watchTimeout(nowMs);
    this.#audio?.expireDigits(nowMs);
    if (nowMs - this.#reportedAt >= REPORT_MS) {
      this.#reportedAt = nowMs;
      this.#report(nowMs);
    }
    if (nowMs - this.#grantedAt >= BANDWIDTH_MS) {
      this.#grantedAt = nowMs;
      this.#video?.grantBandwidth();
    }
  }

  /** What the transport does with packets. */
  readonly handlers: TransportHandlers = {
    onRtp: (packet) => this.#takeRtp(packet),
    onRtcp: (packet) => this.#takeRtcp(packet),
    // A browser that came before the handshake was done has missed the floor's key frame.
    onReady: () => {
      if (this.hasVideo) this.#events.emit("keyframe");
    },
  };

  get #audio(): AudioStream | undefined {
    return this.#parts.negotiation.audio;
  }

  get #video(): VideoStream | undefined {
    return this.#parts.negotiation.video;
  }

  /** Digits go out in the clock's ticks; where nobody writes sound, here. */
  #pumpDigits(): void {
    const audio = this.#audio;
    if (audio?.isSendingDigits !== true) {
      clearInterval(this.#pump);
      this.#pump = undefined;
    } else if (performance.now() - audio.writtenAt > 2 * FRAME_MS) {
      audio.sendDigitPacket();
    }
  }

  async #noticingHold(change: () => Promise<void>): Promise<void> {
    const before = this.held;
    await change();
    if (!this.#isClosed && this.held !== before) this.#events.emit("hold", this.held);
  }

  #takeRtp(packet: Buffer): void {
    const type = (packet[1] ?? 0) & 0x7f;
    const now = performance.now();
    if (this.#audio?.owns(type)) {
      this.#audio.receive(packet, now);
    } else if (this.#video?.owns(type)) {
      this.#video.receive(packet, now);
      this.#events.emit("video", packet);
    }
  }

  #takeRtcp(packet: Buffer): void {
    const now = performance.now();
    for (const message of parseRtcp(packet)) {
      if (message.kind === "sender-report") {
        const sender = this.#receptions().find(({ ssrc }) => ssrc === message.ssrc);
        sender?.heardSenderReport(message.ntp, now);
      } else if (this.#video?.isKeyframeRequest(message)) {
        this.#events.emit("keyframe");
      }
    }
  }

  #receptions() {
    return [this.#audio?.reception, this.#video?.reception].filter((one) => one !== undefined);
  }

  #report(nowMs: number): void {
    const streams = [this.#audio?.sent, this.#video?.sent].filter((one) => one !== undefined);
    const blocks = this.#receptions().flatMap((one) => one.report(nowMs) ?? []);
    const packet = writeReports(streams, blocks, this.#parts.negotiation.identity.cname);
    if (packet !== undefined) this.#parts.transport.sendRtcp(packet);
  }

  #watchTimeout(nowMs: number): void {
    const { timeoutMs, transport } = this.#parts;
    const isSilent = timeoutMs > 0 && nowMs - transport.heardAt >= timeoutMs;
    if (isSilent && !this.#isTimedOut) this.#events.emit("timeout");
    this.#isTimedOut = isSilent;
  }
}
